import type { Call, Expr, Name } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { bindArguments } from "../machine/calls";
import { ELSEWHERE, TOOLS } from "../machine/given-names";
import { isLibrary } from "../machine/imports";
import { Frame, type Interpreter } from "../machine/machine";
import { OpenArguments } from "../machine/open-arguments";
import { isOverflow } from "../machine/overflow";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import { PyRaise } from "../trace/raise";
import { classes, classOf, PyClass, PyFunction, PyModule, Unknown, type Value } from "../values";
import { boundName } from "./bound-name";
import { lexicalFacts, usesReflection } from "./lexical";
import { isOnlyDefinition } from "./one-definition";

/**
 * What fails whenever it is run, though nothing here runs it: a name that nothing binds, and a call whose arguments do not fit the one definition
 * that its name has, or an attribute that a module of the program lacks. `run`: the file's own, executed; `complete`: to its end.
 */
export function failuresWhenever(
  run: Run,
  source: Source,
  complete: boolean,
  sourceOf: (file: string) => Source | undefined,
): PyRaise[] {
  const { machine, module } = run;
  const facts = lexicalFacts(source);
  // The names of an `import *` are known once it was reached.
  if (facts === undefined || (facts.importsAll && !complete)) return [];
  // The same words of several places are one mistake.
  const failures = new Map<string, PyRaise>();
  const attempt = (at: Expr, act: (frame: Frame) => void, isProof = () => true) => {
    const raised = raisedAt(new Frame(machine, source, module, undefined, [], undefined), at, act);
    if (raised === undefined || !isProof()) return;
    const text = machine.exceptionText(raised.exception);
    if (!failures.has(text)) failures.set(text, raised);
  };
  for (const name of undefinedNames(machine, module.globals, facts.unbound))
    attempt(name, (frame) => machine.undefinedName(frame, name.id));
  for (const call of facts.calls) {
    const callee = boundName(run, call.func.id);
    if (callee === undefined) continue;
    attempt(
      call,
      () => bind(machine, callee, call),
      () => isOnlyDefinition(machine, module, call.func.id, sourceOf),
    );
  }
  const failed = new Set(machine.state.failures.map(({ stack }) => stack[0]?.file ?? ""));
  for (const attribute of facts.attributes) {
    const owner = boundName(run, attribute.value.id);
    // A library has other names in another version, and a program may ask for that.
    if (!(owner instanceof PyModule) || isLibrary(owner) || failed.has(owner.file ?? "")) continue;
    attempt(
      attribute,
      () => void machine.getattr(owner, attribute.attr),
      () => {
        const tree = sourceOf(owner.file ?? "")?.tree;
        return tree !== undefined && tree.problems.length === 0 && !usesReflection(tree);
      },
    );
  }
  return [...failures.values()];
}

/** The first use of each name that is defined nowhere. */
function undefinedNames(
  { builtins, importer }: Interpreter,
  globals: ReadonlyMap<string, Value>,
  unbound: readonly Name[],
): Iterable<Name> {
  const first = new Map<string, Name>();
  for (const name of unbound) if (!first.has(name.id)) first.set(name.id, name);
  return [...first.values()].filter(
    ({ id }) =>
      !id.startsWith("__") &&
      !TOOLS.has(id) &&
      !ELSEWHERE.has(id) &&
      !globals.has(id) &&
      !builtins.has(id) &&
      importer.recorded.hasName("builtins", id) === false,
  );
}

/** Gives the arguments of a call to the parameters of a function or constructor of the program's own. */
function bind(machine: Interpreter, callee: Value, { args, keywords }: Call): void {
  const fn = callee instanceof PyClass ? constructorOf(callee) : callee;
  if (!(fn instanceof PyFunction) || fn.place.file.startsWith("<prelude>")) return;
  const unknown = new Unknown("it is not run");
  const isOpen = args.some(({ kind }) => kind === "Starred");
  const given: Value[] = args.filter(({ kind }) => kind !== "Starred").map(() => unknown);
  const kwargs =
    isOpen || keywords.some(({ name }) => name === null)
      ? new OpenArguments(unknown, isOpen)
      : new Map<string, Value>();
  for (const { name } of keywords) if (name !== null) kwargs.set(name, unknown);
  bindArguments(machine, fn.calledAs, fn.params, callee === fn ? given : [unknown, ...given], kwargs);
}

/** What takes the arguments of a class that is made as most are: neither its metaclass nor `__new__` has a word. */
function constructorOf(cls: PyClass): Value | undefined {
  if (cls.hasUnknownBase || classOf(cls) !== classes.type) return undefined;
  const maker = cls.mro.find(({ attrs }) => attrs?.has("__new__"));
  return maker === undefined || maker === classes.object ? cls.lookup("__init__") : undefined;
}

/** What an action raises that stands for a place of the frame's file, told there. */
function raisedAt(frame: Frame, at: Expr, act: (frame: Frame) => void): PyRaise | undefined {
  const { machine } = frame;
  frame.at = at;
  try {
    machine.isolated(new RunState(), () => machine.within(frame, () => act(frame)));
    return undefined;
  } catch (error) {
    machine.top = undefined;
    if (error instanceof PyRaise && error.stack[0]?.file === frame.source.file) return error;
    if (error instanceof PyRaise || isOverflow(error)) return undefined;
    throw error;
  }
}

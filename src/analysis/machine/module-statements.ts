import type { Expr } from "../../syntax/ast";
import { survived } from "../../syntax/defects";
import { someNode } from "../../syntax/walk";
import { writtenAttributes } from "../facts/assignments";
import { TooLong } from "../room";
import { NotExecuted } from "../trace/executor";
import { PyRaise } from "../trace/raise";
import { Instance, orElse, PyDict, PyList, type PyModule, PySet, Unknown, type Value } from "../values";
import { unlogged } from "../values/heap";
import { Stopped } from "../work";
import type { ModuleCode, ModuleStatement } from "./compile/module";
import { mayBeChanged } from "./escapes";
import { endsProgram } from "./exceptions";
import { isLibrary } from "./imports";
import { Lazy } from "./lazy";
import { type Frame, type Interpreter, TooDeep } from "./machine";
import { openAttributes } from "./open-attributes";
import { isDefect, isOverflow } from "./overflow";
import { forget } from "./pending";
import { replacesModule } from "./type-checking";

/** What the statements of a module need of the machine beside what all of it needs. */
interface Runner extends Interpreter {
  /** How many calls are under way. */
  depth: number;
  enter(frame: Frame): void;
  leave(frame: Frame): void;
  within<T>(frame: Frame, run: () => T): T;
  loading<T>(module: PyModule, part: string, run: () => T, otherwise: (reason: string) => T): T;
}

/** The statements of a module, one by one; those of a module that is imported wait, where they define one name, until that is used. */
export function runStatements(m: Runner, code: ModuleCode, module: PyModule, prelude: boolean, main: boolean): void {
  const frame = code.frame(m, module);
  m.enter(frame);
  try {
    for (const statement of code.statements) {
      if (!main && statement.defines !== undefined) {
        const name = statement.defines;
        module.globals.set(name, new Lazy(() => define(m, statement, name, frame, prelude)));
        continue;
      }
      // What is deleted can't be used later, as a definition that waits would.
      if (!main && !prelude && statement.node.kind === "Delete") settleDefinitions(m, code, module, statement);
      if (!main && !prelude && replacesModule(statement.node)) m.importer.replace(module);
      else runStatement(m, statement, frame, prelude);
    }
  } finally {
    m.leave(frame);
  }
}

/** Evaluates the assignments before a statement that still wait for their use. */
function settleDefinitions(m: Runner, code: ModuleCode, module: PyModule, before: ModuleStatement): void {
  for (const { defines, node, start } of code.statements) {
    if (defines === undefined || start >= before.start || !/Assign$/.test(node.kind)) continue;
    const waiting = module.globals.get(defines);
    if (waiting instanceof Lazy) module.globals.set(defines, waiting.force(m));
  }
}

/** One statement at the top of a file: where it fails, what it binds is unknown and the next one goes on. */
function runStatement(m: Runner, statement: ModuleStatement, frame: Frame, prelude: boolean): void {
  const { globals } = frame.module;
  const { depth } = m;
  const before = statement.binds.map((name) => globals.get(name));
  try {
    statement.run(frame);
  } catch (error) {
    const reason = reasonOf(m, error);
    if (reason === undefined || (error instanceof PyRaise && prelude)) throw error;
    if (isDefect(error)) survived("a statement", error);
    [m.top, m.depth] = [frame, depth];
    if (error instanceof PyRaise) m.state.failures.push(error);
    const unknown = new Unknown(reason, m.place());
    for (const [n, name] of statement.binds.entries())
      if (globals.get(name) === before[n]) frame.module.setAttr(name, unknown);
    if (!prelude) mayHaveWritten(statement, globals, unknown);
  } finally {
    forget(frame);
  }
}

/** What a statement writes into may be written by the part of it that did not run: `config.sizes = …`, `sizes.append(…)`. */
function mayHaveWritten({ node }: ModuleStatement, globals: ReadonlyMap<string, Value>, reason: Unknown): void {
  for (const attribute of writtenAttributes(node)) {
    const object = root(attribute, globals);
    if (object instanceof Instance) openAttributes(object, reason);
  }
  someNode(node, (inner) => {
    if (inner.kind !== "Attribute" && inner.kind !== "Subscript") return false;
    const held = root(inner as Expr, globals);
    if (held instanceof PyList || held instanceof PyDict || held instanceof PySet) mayBeChanged([held], reason);
    return false;
  });
}

/** What the name has that an expression begins with: `a.b[0].c`. */
function root(expression: Expr, globals: ReadonlyMap<string, Value>): Value | undefined {
  if (expression.kind === "Name") return globals.get(expression.id);
  const inner = expression.kind === "Attribute" || expression.kind === "Subscript" ? expression.value : undefined;
  return inner && root(inner, globals);
}

/** Why what a failed statement binds is not known; undefined where the analysis itself ends. */
function reasonOf(m: Runner, error: unknown): string | undefined {
  if (error instanceof PyRaise && endsProgram(error)) return "the program ends before";
  if (error instanceof PyRaise) return `the statement that binds it fails: ${m.exceptionText(error.exception)}`;
  if (error instanceof TooDeep || isOverflow(error)) return "it nests too deeply to be followed";
  if (error instanceof TooLong || error instanceof NotExecuted) return error.reason;
  return isDefect(error) ? `the analysis of this statement failed: ${error.message}` : undefined;
}

/** Runs a definition of an imported module, now that its name is used. */
function define(m: Runner, statement: ModuleStatement, name: string, frame: Frame, prelude: boolean): Value {
  const { globals, name: module } = frame.module;
  const waiting = globals.get(name);
  const define = () => {
    // The module itself may still be under way.
    const twin = frame.twin();
    return m.within(twin, () => {
      globals.delete(name);
      runStatement(m, statement, twin, prelude);
      return orElse(globals.get(name), () => m.unknown(`\`${name}\` could not be defined`));
    });
  };
  const giveUp = (reason: string) => {
    const unknown = m.unknown(reason);
    globals.set(name, unknown);
    return unknown;
  };
  try {
    return unlogged(isLibrary(frame.module), () => m.loading(frame.module, `${module}.${name}`, define, giveUp));
  } catch (error) {
    // What was cut off still waits for its use.
    if (error instanceof Stopped && waiting !== undefined) globals.set(name, waiting);
    throw error;
  }
}

import { codeClass } from "../machine/attributes";
import type { Code } from "../machine/compile/code";
import { compileExpression } from "../machine/compile/expressions";
import { compileModule, moduleUnit } from "../machine/compile/module";
import { Frame, type Interpreter } from "../machine/machine";
import { NamespaceDict } from "../machine/namespace";
import { Instance, PyDict, PyModule, type Unknown, type Value } from "../values";

/** Longer texts are not followed. */
const MAX_TEXT = 100_000;
/** Units for a character that is parsed, and for a name that is copied from one namespace to another. */
const PARSE_WORK = 1;
const NAME_WORK = 1 / 4;

const NOT_FOLLOWED = "code made at run time is not followed";

/**
 * `eval` of a text that is known: an expression, evaluated by this same machine.
 * https://docs.python.org/3/library/functions.html#eval
 */
export function evaluate(m: Interpreter, text: Value, globals: Value, locals: Value): Value {
  const source = sourceOf(m, text);
  const [only, ...more] = source?.tree.body ?? [];
  if (source === undefined || only?.kind !== "ExprStmt" || more.length > 0) return m.unknown(NOT_FOLLOWED);
  const module = namespaceOf(m, globals, locals);
  if (module === undefined) return m.unknown(NOT_FOLLOWED);
  const frame = new Frame(m, source, module, undefined, [], undefined);
  const code = compileExpression(moduleUnit(source, false), only.value);
  return m.within(frame, () => code(frame));
}

/**
 * `exec` of a text that is known. What it binds is found in the namespace that it was given, if only by the names it had before:
 * a function that it defines sees that namespace as it was then. Where the text is not known, nothing is known of the namespace either.
 * https://docs.python.org/3/library/functions.html#exec
 */
export function execute(m: Interpreter, text: Value, globals: Value, locals: Value): null {
  const caller = m.top!;
  if (caller.fn !== undefined && isOwn(locals))
    ranCode.set(caller, m.unknown("code made at run time may bind it, or not, by the version of Python"));
  const source = sourceOf(m, text);
  const module = source && namespaceOf(m, globals, locals);
  if (module === undefined) {
    const unknown = m.unknown(NOT_FOLLOWED);
    for (const one of [globals, locals]) if (one instanceof PyDict) one.open(unknown);
    if (isOwn(globals) && isOwn(locals)) m.top!.module.beyond ??= unknown;
    return null;
  }
  const code = compileModule(source!, false);
  const frame = code.frame(m, module);
  const before = new Map(module.globals);
  m.within(frame, () => {
    for (const statement of code.statements) statement.run(frame);
  });
  const target = locals instanceof PyDict ? locals : globals instanceof PyDict ? globals : undefined;
  for (const [name, value] of module.globals) {
    if (before.get(name) === value) continue;
    if (target !== undefined) target.set(name, value);
    else if (m.top!.fn === undefined) m.top!.module.setAttr(name, value);
  }
  return null;
}

const isOwn = (namespace: Value) => !(namespace instanceof PyDict) || namespace instanceof NamespaceDict;

/** The texts of code objects that `compile` made. */
const texts = new WeakMap<Value & object, string>();

/**
 * `compile` of a text that is known: a code object that `eval` and `exec` take.
 * https://docs.python.org/3/library/functions.html#compile
 */
export function compileText(m: Interpreter, text: Value, filename: Value, mode: Value): Value {
  const source = sourceOf(m, text);
  const [only, ...more] = source?.tree.body ?? [];
  const isExpression = only?.kind === "ExprStmt" && more.length === 0;
  if (mode === "eval" && typeof text === "string" && text.length <= MAX_TEXT && !isExpression)
    return m.raise("SyntaxError", "invalid syntax");
  if (source === undefined || (mode !== "eval" && mode !== "exec")) return m.unknown(NOT_FOLLOWED);
  const code = new Instance(codeClass);
  code.setAttr("co_filename", filename);
  code.setAttr("co_name", "<module>");
  texts.set(code, text as string);
  return code;
}

function sourceOf(m: Interpreter, value: Value) {
  const text = value instanceof Instance ? texts.get(value) : value;
  if (typeof text !== "string" || text.length > MAX_TEXT) return undefined;
  m.pay(text.length * PARSE_WORK);
  const source = m.parse("<string>", text.trimStart());
  return source.tree.problems.length > 0 ? undefined : source;
}

/** A module with the names that the code sees; undefined where they are not all known. */
function namespaceOf(m: Interpreter, globals: Value, locals: Value): PyModule | undefined {
  const caller = m.top!;
  const module = new PyModule(caller.module.name, caller.module.file, caller.module.packageName);
  const take = (names: Iterable<readonly [Value, Value]>) => {
    for (const [name, value] of names) {
      m.pay(NAME_WORK);
      if (typeof name === "string") module.globals.set(name, value);
    }
  };
  for (const namespace of [globals, locals])
    if (namespace !== null && !(namespace instanceof PyDict)) return undefined;
    else if (namespace instanceof PyDict && namespace.tail !== undefined) return undefined;
  if (globals instanceof NamespaceDict) {
    take(globals.owner.attrs ?? []);
    module.beyond = globals.owner instanceof PyModule ? globals.owner.beyond : undefined;
  } else if (globals instanceof PyDict) take(globals.items());
  else {
    take(caller.module.globals);
    module.beyond = caller.module.beyond;
    if (locals === null) for (const frame of enclosing(caller)) take(localNames(frame));
  }
  if (locals instanceof PyDict) take(locals.items());
  return module;
}

/** A frame and those that its code closes over, outermost first. */
function enclosing(frame: Frame): Frame[] {
  const frames: Frame[] = [];
  for (let one: Frame | undefined = frame; one !== undefined; one = one.parent) frames.unshift(one);
  return frames;
}

/** Frames of functions in which code was run that was made at run time: up to Python 3.12, `locals()` has what it binds. */
const ranCode = new WeakMap<Frame, Unknown>();

/** What `locals()` gives in a frame. */
export function localsOf(m: Interpreter, frame: Frame): PyDict {
  const found = m.dictOf(localNames(frame));
  const unknown = ranCode.get(frame);
  if (unknown !== undefined) found.open(unknown, () => unknown);
  return found;
}

/** What a frame has bound so far: a function's names, a class body's, a module's. */
export function localNames(frame: Frame): Map<string, Value> {
  if (frame.names !== undefined) return frame.names;
  if (frame.fn === undefined) return frame.module.globals;
  const names = new Map<string, Value>();
  for (const [name, slot] of (frame.fn.code as Code | undefined)?.names() ?? []) {
    const value = frame.slots[slot];
    if (value !== undefined) names.set(name, value);
  }
  return names;
}

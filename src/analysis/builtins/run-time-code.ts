import { codeClass } from "../machine/attributes";
import type { Code } from "../machine/compile/code";
import { compileExpression } from "../machine/compile/expressions";
import { compileModule, moduleUnit } from "../machine/compile/module";
import { Frame, type Interpreter } from "../machine/machine";
import { NamespaceDict, PreparedNames } from "../machine/namespace";
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
  const code = compileExpression(moduleUnit(source, {}), only.value);
  return m.within(frame, () => code(frame));
}

/**
 * `exec` of a text that is known: it runs in the module or the dict that it is given. Names that are its own, of a call or of a second dict,
 * are found in that dict afterwards. Where the text is not known, nothing is known of the namespace either.
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
  const code = compileModule(source!, {});
  const frame = code.frame(m, module);
  const before = module.globals instanceof OverNames ? new Map(module.globals) : undefined;
  m.within(frame, () => {
    for (const statement of code.statements) statement.run(frame);
  });
  if (module.globals instanceof OverNames)
    for (const statement of source!.tree.body)
      if (statement.kind === "Global") for (const name of statement.names) module.globals.sink(name);
  if (before !== undefined && locals instanceof PyDict)
    for (const [name, value] of module.globals) if (before.get(name) !== value) locals.set(name, value);
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

/** Names of a call or of a second dict, above those of a module: these stay as they are there. */
class OverNames extends Map<string, Value> {
  constructor(
    own: Iterable<readonly [string, Value]>,
    private readonly module: PyModule,
  ) {
    super();
    for (const [name, value] of own) this.set(name, value);
  }

  override get(name: string): Value | undefined {
    return super.get(name) ?? this.module.globals.get(name);
  }
  override has(name: string): boolean {
    return super.has(name) || this.module.globals.has(name);
  }
  /** A name that `global` says is the module's. */
  sink(name: string): void {
    const value = super.get(name);
    if (value !== undefined && super.delete(name)) this.module.setAttr(name, value);
  }
}

/** A dict in which code runs as in a module. The dict's own snapshots hold the state. */
class DictModule extends PyModule {
  constructor(m: Interpreter, dict: PyDict, { name, file, packageName }: PyModule) {
    super(name, file, packageName, false, new PreparedNames(m, dict));
  }
  override snapshot(): never {
    return undefined as never;
  }
  override restore(): void {}
  override merge(): never {
    return undefined as never;
  }
}

const ofDicts = new WeakMap<PyDict, DictModule>();

/** The one module that is a dict's; as Python does, its builtins are put in. */
function moduleOfDict(m: Interpreter, dict: PyDict): PyModule {
  let module = ofDicts.get(dict);
  if (module === undefined) {
    module = new DictModule(m, dict, m.top!.module);
    ofDicts.set(dict, module);
  }
  if (!dict.has("__builtins__"))
    dict.set("__builtins__", m.unknown("the namespace of Python's builtins is not followed"));
  module.beyond = dict.tail;
  return module;
}

/** The module whose names the code sees and binds, others unknown where there may be others; undefined where it is no dict that has them. */
function namespaceOf(m: Interpreter, globals: Value, locals: Value): PyModule | undefined {
  for (const namespace of [globals, locals]) if (namespace !== null && !(namespace instanceof PyDict)) return undefined;
  const caller = m.top!;
  let module = caller.module;
  if (globals instanceof NamespaceDict) {
    if (!(globals.owner instanceof PyModule)) return undefined;
    module = globals.owner;
  } else if (globals instanceof PyDict) module = moduleOfDict(m, globals);
  const own = locals === null && globals === null ? ownNames(caller) : namesIn(locals, module, globals);
  if (own === undefined) return module;
  m.pay(own.length * NAME_WORK);
  const over = new PyModule(module.name, module.file, module.packageName, false, new OverNames(own, module));
  over.beyond = module.beyond ?? (locals instanceof PyDict ? locals.tail : undefined);
  return over;
}

/** What a call or a class body has bound; undefined at the top of a module. */
function ownNames(caller: Frame): [string, Value][] | undefined {
  const frames = enclosing(caller).filter((frame) => frame.fn !== undefined || frame.names !== undefined);
  return frames.length === 0 ? undefined : frames.flatMap((frame) => [...localNames(frame)]);
}

/** What a second dict holds; undefined where it is none, or the first again. */
function namesIn(locals: Value, module: PyModule, globals: Value): [string, Value][] | undefined {
  if (!(locals instanceof PyDict) || locals === globals) return undefined;
  if (locals instanceof NamespaceDict && locals.owner === module) return undefined;
  return locals.items().filter((item): item is [string, Value] => typeof item[0] === "string");
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

import { mayBeRegistered } from "../../machine/escapes";
import type { Interpreter } from "../../machine/machine";
import { certainly, OLDEST } from "../../trace/version";
import { Assumed, native, PyDict, PyModule, PyTuple, Unknown, type UnknownType, type Value } from "../../values";

const TYPES: readonly string[] = ["Tensor", "int", "float", "bool", "str", "module", "any"] satisfies UnknownType[];

/** What the prelude can't know, and modules that are named at run time. */
export const unknowns: Record<string, Value> = {
  _unknown: native("_unknown(reason, type='any')", (m, { reason, type }) =>
    m.unknown(String(reason), TYPES.includes(String(type)) ? (type as UnknownType) : "any"),
  ),
  _is_unknown: native("_is_unknown(value)", (_, { value }) => value instanceof Unknown),
  /** The items of a dict that are known, though it may lack them or have others. */
  _shown: native(
    "_shown(table)",
    (_, { table }) => new PyTuple(table instanceof PyDict ? table.items().map((pair) => new PyTuple(pair)) : []),
  ),
  _import_module: native("_import_module(name, package=None)", (m: Interpreter, args) =>
    importModule(m, args.name, args.package),
  ),
  /** What a variable of the environment that a library reads gives where it is not set; of the program's own nothing is assumed. */
  _unset: native("_unset(name, default)", (m: Interpreter, { name, default: fallback }) => {
    const reason = `it depends on the environment variable ${m.str(name)}`;
    let asking = m.top;
    while (asking?.source.prelude === true) asking = asking.caller;
    return isConstant(fallback) && asking?.module.isInstalled === true
      ? new Assumed(reason, m.placeIn(asking), fallback)
      : m.unknown(reason);
  }),
  /** A constant that is likely, and proves nothing. */
  _assume: native("_assume(value, reason)", (m: Interpreter, { value, reason }) =>
    isConstant(value) ? new Assumed(m.str(reason), m.place(), value) : m.unknown(m.str(reason)),
  ),
  /** The constant that is assumed for what is not known; anything else as it is. */
  _assumed: native("_assumed(value)", (_, { value }) => (value instanceof Assumed ? value.assumed : value)),
  /** A folder is added to `sys.path`. */
  _search_in: native("_search_in(folder, first)", (m: Interpreter, { folder, first }) => {
    m.importer.searchIn(typeof folder === "string" ? folder : undefined, first === true);
    return null;
  }),
  /** Whether a module could be imported. */
  _is_available: native(
    "_is_available(name)",
    (m: Interpreter, { name }) =>
      (typeof name === "string" ? m.importer.isAvailable(name) : undefined) ??
      m.unknown("it depends on what is installed", "bool"),
  ),
  /** The source of a module, None where there is none. */
  _text_of: native("_text_of(module)", (m: Interpreter, { module }) =>
    module instanceof PyModule ? (m.importer.textOf(module) ?? null) : null,
  ),
  /** A module is taken out of `sys.modules`: the next import of it may find another one. */
  _reload: native("_reload(name)", (m: Interpreter, { name }) => {
    m.importer.searchIn(undefined, true);
    if (typeof name === "string") m.importer.unload(name);
    return null;
  }),
  /** Whether something has imported a module. */
  _is_loaded: native(
    "_is_loaded(name)",
    (m: Interpreter, { name }) => typeof name === "string" && m.importer.isLoaded(name),
  ),
  /** The version of an installed distribution, None where it is not installed. */
  _installed_version: native("_installed_version(name)", (m: Interpreter, { name }) => {
    const found = typeof name === "string" ? m.importer.version(name) : undefined;
    return found === undefined ? m.unknown("it depends on what is installed", "str") : found;
  }),
  /** `torch.__version__` */
  _python_minor: native("_python_minor()", (m: Interpreter) => m.importer.python ?? null),
  _torch_version: native("_torch_version()", (m: Interpreter) => m.torch.text),
  /** What the reference says or does, or what 1.13 does instead. */
  _by_version: native("_by_version(now, then)", (m: Interpreter, { now, then }) =>
    m.torch.version === OLDEST ? then : now,
  ),
  /** Whether it is certain that what PyTorch 2.15 refuses, and 1.13 takes, is refused. */
  _refuses_lately: native("_refuses_lately()", (m: Interpreter) => certainly(m.torch, { since: "2.15" })),
  /** `sys.modules[name] = …`: what the other module has is not known. */
  _replace_module: native("_replace_module(name)", (m: Interpreter, { name }) => {
    const module = typeof name === "string" ? m.importer.find(name) : undefined;
    if (module !== undefined) m.importer.replace(module);
    return null;
  }),
};

function isConstant(value: Value): value is Assumed["assumed"] {
  return value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string";
}

/** `importlib.import_module`: a relative name counts its dots from `anchor`. */
function importModule(m: Interpreter, name: Value, anchor: Value): Value {
  if (typeof name !== "string") {
    const unknown = m.unknown("the module's name is not known", "module");
    mayBeRegistered(m, unknown);
    return unknown;
  }
  const level = name.length - name.replace(/^\.+/, "").length;
  if (level === 0) return m.importer.import(name, m.tryDepth > 0);
  if (typeof anchor !== "string")
    return m.raise("TypeError", `the 'package' argument is required to perform a relative import for ${m.repr(name)}`);
  const parts = anchor.split(".");
  const base = parts.slice(0, parts.length - (level - 1)).join(".");
  return m.importer.import(name.length > level ? `${base}.${name.slice(level)}` : base, m.tryDepth > 0);
}

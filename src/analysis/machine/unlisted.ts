import { NUMBERED } from "../../syntax/notebook/magics";
import type { Failure } from "../failure";
import {
  ALIASED,
  classes,
  classOf,
  Instance,
  Obj,
  PyClass,
  PyFunction,
  PyModule,
  PySuper,
  Unknown,
  type Value,
} from "../values";
import { TOOLS } from "./given-names";
import { type Frame, type Interpreter, slotsOf } from "./machine";
import { isMisspelt } from "./misspelt";
import { attributeOfNumPys } from "./numpy-numbers";
import { boundNames } from "./scope";

/**
 * Why an object may have one of some methods that were not found: it was made in a way that is not followed, a base of its class is not known,
 * or it is recorded that the real class behind a stand-in has it.
 */
export function openObject(m: Interpreter, object: Value, ...methods: string[]): Unknown | undefined {
  if (object instanceof Instance && object.beyond instanceof Unknown) return object.beyond;
  if (!(object instanceof Obj)) return undefined;
  if (object instanceof PyClass && object.hasUnknownBase) return m.unknown("its metaclass is not known");
  const cls = classOf(object);
  if (cls.hasUnknownBase) return m.unknown("a base class is not known");
  const libraries = cls.mro.filter((base) => base.module !== "builtins" && m.importer.isLibrary(base.module));
  if (libraries.length === 0) return undefined;
  const lacked = methods.find(
    (name) => cls.lookup(name) === undefined && m.importer.recorded.hasAttribute(libraries, name) === true,
  );
  return lacked === undefined ? undefined : m.unknown(`\`${libraries[0].name}.${lacked}\` is not followed`);
}

/** What a stand-in lacks is not known, unless it is recorded that the real thing lacks it too. */
export function unlistedName(m: Interpreter, object: Value, name: string): Value | undefined {
  const owner = object instanceof PyClass || !(object instanceof Obj) ? object : object.cls;
  // A function may stand for what has more than a function: NumPy's `add.reduce`.
  if (object instanceof PyFunction && !name.startsWith("_") && m.importer.isPrelude(object.module.name))
    return m.unknown(`\`${object.name}.${name}\` is not followed`);
  const numpys = attributeOfNumPys(m, object, name);
  if (numpys !== undefined) return numpys;
  const unfollowed = owner instanceof PyClass ? slotsOf(owner)?.unfollowed?.(name) : undefined;
  if (unfollowed !== undefined) return m.unknown(unfollowed);
  if (object instanceof PyModule) return unlistedInModule(m, object, name);
  if (object instanceof Instance && object.beyond !== undefined) return object.beyond;
  const cls = object instanceof PyClass ? object : classOf(object);
  // `Queue[int]` may be `Queue` here.
  if (object instanceof PyClass && ALIAS_ATTRIBUTES.has(name) && takesBrackets(m, object) === undefined)
    return m.unknown(`\`${object.name}\` may be an alias with types in brackets`);
  if (cls.hasUnknownBase && !name.startsWith("__")) {
    const unknown = m.unknown(`\`${name}\` may come from a base class that is not known`);
    return object instanceof Instance ? unknown.attributeOf(object) : unknown;
  }
  const libraries = classesAsked(object, cls).filter(
    (base) => base !== classes.object && m.importer.isLibrary(base.module),
  );
  if (libraries.length === 0) return undefined;
  const has = m.importer.recorded.hasAttribute(libraries, name);
  if (has === false) return undefined;
  // What a stand-in does not follow of its instances, it does not of itself.
  if (
    object instanceof PyClass &&
    has === undefined &&
    libraries.some(({ own }) => own.get("__getattr__") instanceof PyFunction)
  )
    return m.unknown(`\`${object.name}.${name}\` is not followed`);
  const unrecorded = libraries.filter((base) => m.importer.recorded.hasAttribute([base], name) === undefined);
  const isThere = (base: PyClass) => isWhole(base.module) || (base.module === "enum" && !isReservedByEnum(name));
  if (has === undefined && (name.startsWith("__") || unrecorded.every(isThere))) return undefined;
  return m.unknown(`\`${libraries[0].name}.${name}\` is not followed`);
}

/** The classes that an attribute may come from: of `super()` those after the class that it stands in. */
function classesAsked(object: Value, cls: PyClass): readonly PyClass[] {
  if (!(object instanceof PySuper)) return cls.mro;
  const { mro } = object.self instanceof PyClass ? object.self : classOf(object.self);
  return mro.slice(mro.indexOf(object.after) + 1);
}

function unlistedInModule(m: Interpreter, module: PyModule, name: string): Value | undefined {
  const { importer } = m;
  const unknown = () => m.unknown(`\`${module.name}.${name}\` is not known to ShapeScope`);
  if (importer.isLibrary(module.name)) {
    const has = importer.recorded.hasName(module.name, name);
    if (has !== undefined) return has ? unknown() : undefined;
  }
  if (m.tryDepth > 0) return undefined;
  if (importer.isUnfinished(module, name)) return m.unknown(`\`${module.name}.${name}\` is not there yet`);
  if (!importer.isPrelude(module.name)) return importer.elsewhere(module, name, m.top?.module);
  for (const known of module.globals.keys()) if (isMisspelt(name, known)) return undefined;
  return unknown();
}

/**
 * `torch.NAME` of which something is asked that modules of devices have (`torch.cuda` and the like): another package may have registered one
 * of that name. https://docs.pytorch.org/docs/stable/notes/privateuseone.html
 */
export function deviceModule(m: Interpreter, lacking: Failure, asked: string): Unknown | undefined {
  if (lacking.kind !== "attribute" || lacking.owner !== "torch") return undefined;
  const { recorded } = m.importer;
  if (recorded.hasName("torch.cuda", asked) !== true) return undefined;
  if (recorded.publicNames("torch").some((known) => isMisspelt(lacking.name, known))) return undefined;
  return m.unknown(`\`torch.${lacking.name}\` is there if a package for such devices is`);
}

/** A name that a module binds under a condition, where it has asked for a package that is not there. */
function nameOfPackage(m: Interpreter, { source }: Frame, name: string): Unknown | undefined {
  if (!m.importer.asksInVain) return undefined;
  const conditional = source.tree.body.filter(({ kind }) => kind === "If" || kind === "Try");
  if (!boundNames(conditional).includes(name)) return undefined;
  return m.unknown(`\`${name}\` may be bound where another package is installed`);
}

/** A name that nothing has bound: an error, but where a package that is not there, or the tool that runs the program, may bind it. */
export function undefinedName(m: Interpreter, frame: Frame, name: string): Value {
  if (frame.module.beyond !== undefined) return frame.module.beyond;
  if (frame.source.tree.problems.length > 0)
    return m.unknown(`\`${name}\` is not defined, and the file has syntax errors`);
  const open = nameOfPackage(m, frame, name);
  if (open !== undefined) return open;
  // A program that asks for it takes both ways.
  const isNotebooks = NUMBERED.test(name) && frame.source.file.endsWith(".ipynb");
  if ((TOOLS.has(name) || isNotebooks) && m.tryDepth === 0)
    return m.unknown(`\`${name}\` is given by the tool that runs the program, if any`);
  return m.raise("NameError", `name '${name}' is not defined`, { kind: "name", name });
}

/** Whether brackets make something else of a class without a rule of its own for them: `list[int]`; undefined where that is not known. */
export function takesBrackets(m: Interpreter, cls: PyClass): boolean | undefined {
  if (cls.hasUnknownBase) return undefined;
  // The brackets of `type` are not inherited.
  if (cls.mro.some((base) => ALIASED.has(base) && (base !== classes.type || base === cls))) return true;
  const others = cls.mro.filter((base) => base !== classes.object && base !== classes.type && !isOwnClass(m, base));
  return others.length > 0 && m.importer.recorded.hasAttribute(others, "__class_getitem__");
}

/** A class of which everything is known: the user's own, or a module of PyTorch's. Other libraries' classes may be generic. */
function isOwnClass(m: Interpreter, cls: PyClass): boolean {
  return cls.module.startsWith("torch.nn.modules.") || (cls.module !== "builtins" && !m.importer.isLibrary(cls.module));
}

/** What `types.GenericAlias` has, and the class behind it has not. */
const ALIAS_ATTRIBUTES = new Set(["__origin__", "__args__", "__parameters__", "__unpacked__"]);

/** `_sunder_` names: the private attributes of enumerations are called so. https://docs.python.org/3/library/enum.html#supported-sunder-names */
const isReservedByEnum = (name: string) => name.startsWith("_") && name.endsWith("_");

/** Modules of the prelude whose classes are there with all that they have. */
export const isWhole = (module: string) =>
  module === "builtins" || module === "abc" || isWrittenOut(module) || /^torch(\.nn\b|$)/.test(module);

/** Whether what a module of the prelude has is CPython's, private classes too: how they are made, and what they refuse. */
export const isWrittenOut = (module: string) => /^(argparse$|contextlib$|functools$|typing\b)/.test(module);

/** Whether an object is no class, nor stands for one: a function of a stand-in may stand for a class of the real module. */
export function isNoClass(m: Interpreter, object: Value): boolean {
  if (object instanceof PyFunction)
    return !m.importer.isLibrary(object.module.name) || object.module.name.startsWith("typing");
  if (!(object instanceof Instance) || object.beyond !== undefined || object.cls.hasUnknownBase) return false;
  return object.cls.mro.every((base) => !m.importer.isLibrary(base.module) || isWhole(base.module));
}

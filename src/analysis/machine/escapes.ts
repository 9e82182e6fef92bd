import type { Attribute } from "../../syntax/ast";
import { visit } from "../../syntax/walk";
import { isSelf, writtenAttributes } from "../facts/assignments";
import { Tensor } from "../tensor/tensor";
import { note } from "../trace/note";
import {
  BoundMethod,
  Either,
  Instance,
  Obj,
  PyClass,
  PyDict,
  PyFunction,
  PyList,
  PyModule,
  PySet,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { work } from "../work";
import { Lazy } from "./lazy";
import type { Interpreter } from "./machine";

/** Methods that change a list, dict, set or deque. */
const CHANGING = new Set(
  (
    "append extend insert remove pop clear sort reverse appendleft extendleft popleft rotate " +
    "update setdefault popitem add discard difference_update intersection_update symmetric_difference_update"
  ).split(" "),
);

/** How many things one value that is not known may stand for or hold; of more nothing is remembered. */
const MAX_HELD = 64;

/** Units for a value that is looked at. */
const VISIT_WORK = 1 / 8;

/** Units for an item that is only asked whether it can be changed. */
const GLANCE_WORK = 1 / 128;

/** How deep the objects of the program are looked through. */
const DEPTH = 3;

type Container = PyList | PyDict | PySet;

const isContainer = (value: Value): value is Container =>
  value instanceof PyList || value instanceof PyDict || value instanceof PySet;

/** What of some values can be changed through a value that is not known and stands for one of them, or was made of them. */
export function heldOf(values: readonly Value[]): readonly Value[] | undefined {
  let held: Set<Value> | undefined;
  let count = 0;
  const add = (value: Value) => {
    held ??= new Set();
    held.add(value);
    count++;
  };
  for (const value of values.flatMap((value) => (value instanceof Either ? value.options : [value]))) {
    if (value instanceof Unknown) value.held?.forEach(add);
    else if (isContainer(value) || value instanceof Instance) add(value);
    if (count > MAX_HELD) return undefined;
  }
  return held && [...held];
}

/** The items of what a value may stand for. */
export function itemsHeld(values: readonly Value[] | undefined): readonly Value[] | undefined {
  if (values === undefined) return undefined;
  const items: Value[] = [];
  for (const value of values) {
    if (!(value instanceof Obj)) continue;
    const own = itemsOf(value);
    work.pay(own.length * GLANCE_WORK);
    for (const item of own)
      if (item instanceof Unknown || isContainer(item) || item instanceof Instance) items.push(item);
  }
  return heldOf(items);
}

function itemsOf(value: Obj): readonly Value[] {
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  if (value instanceof PyDict) return value.values();
  return value instanceof PySet ? value.values() : [];
}

/** A method is asked of one of these, which one is not known. */
export function mayChange(m: Interpreter, held: readonly Value[], method: string): void {
  if (CHANGING.has(method)) change(m, held);
}

/** One of these was written into, which one is not known. */
export function change(m: Interpreter, held: readonly Value[]): void {
  for (const one of held) if (isContainer(one)) open(one, m.unknown("it may have been changed under another name"));
}

/** An attribute of one of these was set, of which one is not known. */
export function changeAttribute(m: Interpreter, held: readonly Value[], name: string, value: Value): void {
  for (const one of held) {
    if (!(one instanceof Instance)) continue;
    const old = m.orUndefined("AttributeError", () => m.findattr(one, name));
    if (old === undefined) one.setUnknownAttr(m.unknown(`\`${name}\` may have been set under another name`));
    // One that cannot have the attribute was not meant.
    else m.orUndefined("AttributeError", () => void m.setattr(one, name, m.joinValues([() => old, () => value])));
  }
}

/** What is given an object and the name of one of its attributes may set it: `monkeypatch.setattr(module, "size", 3)`, `patch.object(Model, "load")`. */
export function mayBeReplaced(m: Interpreter, [object, name]: readonly Value[]): void {
  if (typeof name !== "string") return;
  const owner = object instanceof PyModule ? object.name : object instanceof PyClass ? object.module : undefined;
  if (owner === undefined || m.importer.isLibrary(owner)) return;
  const has = object instanceof PyClass ? object.own.has(name) : (object as PyModule).globals.has(name);
  if (has) (object as Obj).setAttr(name, m.unknown(`\`${name}\` may have been set by what it was given to`));
}

/** An object that lacks an attribute may be what is not known, of which it was set, or whose method that sets it was called. */
export function openWhereSetElsewhere(m: Interpreter, object: Instance, name: string): void {
  const { setElsewhere, askedElsewhere } = m.state;
  if (object.openAttrs !== undefined || (setElsewhere.size === 0 && askedElsewhere.size === 0)) return;
  if (setElsewhere.has(name) || setBy(m, object.cls, askedElsewhere).has(name))
    object.setUnknownAttr(m.unknown(`\`${name}\` may have been set under another name`));
}

/** What some methods of the program's own classes set of their object, themselves or through others of its methods. */
function setBy(m: Interpreter, cls: PyClass, methods: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<PyFunction>();
  const take = (method: string) => {
    const fn = cls.lookup(method);
    if (!(fn instanceof PyFunction) || seen.has(fn) || m.importer.isLibrary(fn.module.name)) return;
    seen.add(fn);
    for (const { value, attr } of writtenAttributes(fn.node)) if (isSelf(value)) names.add(attr);
    visit(fn.node, (node) => {
      if (node.kind === "Attribute" && isSelf((node as Attribute).value)) take((node as Attribute).attr);
    });
  };
  methods.forEach(take);
  return names;
}

/**
 * What is given to a call that is not followed may be changed by it: it may have more items and attributes afterwards, or others under their names.
 * The values that it has are taken as they are: a model that is handed to a logger, or to what spreads it over devices, stays a model.
 */
export function mayBeChanged(given: Iterable<Value>, reason: Unknown, walk = new Walk()): void {
  for (const value of given) {
    mayBeMoved(value, reason, walk);
    if (value instanceof PyList) value.openEnd(reason);
    else if (value instanceof PyDict || value instanceof PySet) value.open(reason);
    else if (value instanceof PyTuple) mayBeChanged(value.items, reason, walk);
    else if (value instanceof Instance && value.payload === undefined) value.setUnknownAttr(reason);
  }
}

/**
 * A module of the project may have run, of which it is not known which one: it may have put things into the tables of those that are loaded, as into
 * a registry.
 */
export function mayBeRegistered(m: Interpreter, reason: Unknown): void {
  const seen = new Set<Value>();
  const fill = (value: Value, depth: number): void => {
    if (seen.has(value)) return;
    seen.add(value);
    if (value instanceof PyDict || value instanceof PySet) value.open(reason);
    else if (value instanceof PyList && value.items.length === 0) value.openEnd(reason);
    else if (depth > 0 && value instanceof Instance)
      for (const one of value.attrs?.values() ?? []) fill(one, depth - 1);
    else if (depth > 0 && value instanceof PyClass && !m.importer.isLibrary(value.module))
      for (const one of value.own.values()) fill(one, depth - 1);
  };
  // A definition that has not been used yet is run when it is.
  const later = (value: Lazy) =>
    new Lazy((machine) => {
      const found = value.force(machine);
      fill(found, DEPTH);
      return found;
    });
  for (const { globals } of m.importer.ownModules())
    for (const [name, value] of [...globals])
      if (value instanceof Lazy) globals.set(name, later(value));
      else fill(value, DEPTH);
}

/** The tables in which a module has its tensors and the modules below it. */
const TABLES = ["_parameters", "_buffers", "_modules"];

/**
 * Modules that something not known was given, or that hang on what it was given, may lie on another device afterwards, and their parameters may
 * be tensors of another class, with attributes of its own.
 */
function mayBeMoved(value: Value, reason: Unknown, walk: Walk, depth = DEPTH): void {
  if (!walk.enters(value, depth)) return;
  if (value instanceof BoundMethod) {
    mayBeMoved(value.self, reason, walk, depth);
    return;
  }
  if (value instanceof PyList || value instanceof PyTuple || value instanceof PyDict) {
    if (depth > 0) for (const item of itemsOf(value)) mayBeMoved(item, reason, walk, depth - 1);
    return;
  }
  if (!(value instanceof Instance)) return;
  let isModule = false;
  for (const name of TABLES) {
    const table = value.attrs?.get(name);
    if (!(table instanceof PyDict)) continue;
    isModule = true;
    for (const member of table.values()) {
      if (!(member instanceof Tensor)) mayBeMoved(member, reason, walk, depth);
      else if (walk.enters(member, depth)) {
        if (member.device !== undefined) member.update({ device: undefined });
        if (!isOpen(member)) member.setUnknownAttr(reason);
      }
    }
  }
  if (depth === 0 || isModule) return;
  for (const attribute of value.attrs?.values() ?? []) mayBeMoved(attribute, reason, walk, depth - 1);
}

/** Whether all has been said of an object whose attributes are not known. */
function isOpen({ openAttrs, attrs }: Obj): boolean {
  if (openAttrs === undefined) return false;
  for (const value of attrs?.values() ?? []) if (value === null || value === "") return false;
  return true;
}

/** A walk through what values hold: what is reached in several ways is looked at once. */
class Walk {
  /** How deep it was still to be looked into an object. */
  private readonly depths = new Map<Obj, number>();

  /** Whether a value is to be looked at, from which it goes so deep. */
  enters(value: Value, depth: number): value is Obj {
    if (!(value instanceof Obj) || (this.depths.get(value) ?? -1) >= depth) return false;
    work.pay(VISIT_WORK);
    this.depths.set(value, depth);
    return true;
  }
}

/**
 * Values that were given to something that is not known: it may fill them, now or later. What holds something already is taken to be given to be
 * read; what is empty to be filled.
 */
export function mayBeFilled(m: Interpreter, given: readonly Value[], walk = new Walk(), depth = DEPTH): void {
  if (given.length > 0) m.trace.passes = true;
  for (const value of given) {
    if (depth === DEPTH && (value instanceof Instance || isContainer(value))) note(m, "given", value);
    if (!walk.enters(value, depth)) continue;
    if (isContainer(value)) {
      if (itemsOf(value).length === 0) open(value, m.unknown("it was given to something that is not known"));
    } else if (depth === 0) continue;
    else if (value instanceof Unknown && value.held !== undefined) mayBeFilled(m, value.held, walk, depth - 1);
    else if (value instanceof Instance && !m.importer.isLibrary(value.cls.module)) {
      const own: Value[] = [];
      for (const [name, attribute] of value.attrs ?? [])
        if (attribute instanceof Obj && !isInner(value, name)) own.push(attribute);
      mayBeFilled(m, own, walk, depth - 1);
    }
  }
}

/** An attribute that a class of a library made for itself. */
function isInner({ cls }: Instance, name: string): boolean {
  return name.startsWith("_") && cls.mro.some((base) => base.module.startsWith("torch"));
}

function open(container: Container, reason: Unknown): void {
  if (container instanceof PyList) {
    container.openEnd(reason);
    container.mayLackItems(() => true);
  } else {
    container.open(reason);
    container.doubtAll();
  }
}

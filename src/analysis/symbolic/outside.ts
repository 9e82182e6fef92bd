import type { Attribute, Call, ClassDef, Expr, Module } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Node, nodesOfKind, visit } from "../../syntax/walk";
import { attributesWritten, isSelf } from "../facts/assignments";
import type { Interpreter } from "../machine/machine";
import {
  classOf,
  Instance,
  Obj,
  type PyClass,
  PyDict,
  PyList,
  type PyModule,
  PyTuple,
  Unknown,
  type Value,
} from "../values";

/** Methods that fill or empty a container in place. */
const FILLS = new Set([
  "append",
  "extend",
  "insert",
  "update",
  "add_module",
  "register_module",
  "pop",
  "clear",
  "remove",
]);

/** What the program's text says about attributes that are not as a constructor left them when `forward` is called. */
export class OutsideWrites {
  /** Written through anything but `self`, by any code: `model.head = nn.Identity()`, `setattr(m, "bias", b)`. */
  private readonly byOthers = new Set<string>();
  /** By class: written through `self` outside of the constructor. */
  private readonly byMethods = new Map<string, Set<string>>();
  /** By class: what it defines and its constructor writes, which hold for those that it derives from as well. */
  private readonly byDerived = new Map<string, Set<string>>();
  private readonly bases = new Map<string, string[]>();
  /** By file: names of its module that its functions write. */
  private readonly globals = new Map<string, Set<string>>();

  constructor(sources: readonly Source[]) {
    for (const { tree, file } of sources) {
      const written = [...nodesOfKind(tree, "Global").flatMap(({ names }) => names), ...namedGlobals(tree)];
      if (written.length > 0) this.globals.set(file, new Set(written));
      for (const kind of WRITING)
        for (const node of nodesOfKind(tree, kind))
          for (const { value, attr } of changedBy(node)) if (!isSelf(value)) this.byOthers.add(attr);
      for (const call of nodesOfKind(tree, "Call")) this.takeNamed(call);
      for (const node of nodesOfKind(tree, "ClassDef")) this.take(node);
    }
  }

  /** All of it as text, to compare. */
  get text(): string {
    const lists = (sets: ReadonlyMap<string, Iterable<string>>) =>
      [...sets].map(([name, one]) => `${name}: ${[...one].sort().join(" ")}`).sort();
    const parts = [this.byMethods, this.byDerived, this.bases, this.globals].flatMap((sets) => ["", ...lists(sets)]);
    return [...this.byOthers].sort().concat(parts).join("\n");
  }

  private take({ name: cls, bases, body }: ClassDef): void {
    const [written, ofMethods, own]: string[][] = [[], [], []];
    for (const statement of body) {
      const names = writtenThroughSelf(statement);
      written.push(...names);
      if (statement.kind === "FunctionDef" && statement.name !== "__init__") ofMethods.push(...names);
      own.push(...namesDefined(statement).filter((name) => name !== "__init__" && name !== "forward"));
    }
    this.byMethods.set(cls, new Set(ofMethods));
    this.byDerived.set(cls, new Set([...own, ...written]));
    this.bases.set(
      cls,
      bases.flatMap((base) => (base.kind === "Name" ? [base.id] : base.kind === "Attribute" ? [base.attr] : [])),
    );
  }

  /** Attributes that are written by a name in quotes: `setattr(block, "weight", …)`, `register_buffer("mean", …)` from outside. */
  private takeNamed({ func, args }: Call): void {
    const [at, owner] =
      func.kind === "Name" && (func.id === "setattr" || func.id === "delattr")
        ? [1, args[0]]
        : func.kind === "Attribute" && (func.attr.startsWith("register_") || SETTERS.has(func.attr))
          ? [0, func.value]
          : [-1, undefined];
    const name = args[at];
    if (owner !== undefined && !isSelf(owner) && name?.kind === "Str") this.byOthers.add(name.value);
  }

  /** Makes unknown what may be another thing, or be there at all, once the program has gone on: in a module and in all that it holds. */
  loosen(machine: Interpreter, root: Obj, tested: PyClass): void {
    const seen = new Set<Obj>();
    const open = (value: Value | undefined) => {
      if (!(value instanceof Obj) || seen.has(value)) return;
      seen.add(value);
      if (value instanceof PyList || value instanceof PyTuple) value.items.forEach(open);
      else if (value instanceof PyDict) [...value.values()].forEach(open);
      else if (value.attrs !== undefined && !(value instanceof Unknown)) {
        [...value.attrs.values()].forEach(open);
        for (const name of this.namesOf(machine, value, tested))
          value.setAttr(name, new Unknown(`\`${name}\` is written elsewhere as well`));
      }
    };
    open(root);
  }

  /** Makes unknown what a module's names may be bound to once the program has gone on, and what is written to the objects that they hold. */
  loosenGlobals(module: PyModule): void {
    const seen = new Set<Value>();
    const open = (value: Value) => {
      if (seen.has(value)) return;
      seen.add(value);
      if (value instanceof PyList || value instanceof PyTuple) value.items.forEach(open);
      else if (value instanceof PyDict) [...value.values()].forEach(open);
      else if (value instanceof Instance && value.attrs !== undefined) {
        const methods = value.cls.mro.flatMap(({ name }) => [...(this.byMethods.get(name) ?? [])]);
        for (const name of [...this.byOthers, ...methods])
          if (value.attrs.has(name)) value.setAttr(name, new Unknown(`\`${name}\` is written elsewhere as well`));
      }
    };
    for (const value of module.globals.values()) open(value);
    const ofFile = this.globals.get(module.file ?? "") ?? new Set<string>();
    for (const name of [...ofFile, ...this.byOthers])
      if (module.globals.has(name) || ofFile.has(name))
        module.setAttr(name, new Unknown(`\`${name}\` is written elsewhere as well`));
  }

  private namesOf(machine: Interpreter, object: Obj, tested: PyClass): Set<string> {
    const cls = classOf(object);
    const own = cls.mro.filter(({ module }) => !module.startsWith("torch."));
    if (own.every(({ name }) => !this.byMethods.has(name)))
      return new Set([...this.byOthers].filter((name) => machine.findattr(object, name) !== undefined));
    return new Set([
      ...this.byOthers,
      ...own.flatMap(({ name }) => [...(this.byMethods.get(name) ?? [])]),
      ...(cls === tested ? this.derived(cls.name).flatMap((name) => [...this.byDerived.get(name)!]) : []),
    ]);
  }

  /** Classes that derive from one, directly or not. */
  private derived(name: string): string[] {
    const found = new Set<string>();
    const follow = (base: string) => {
      for (const [cls, bases] of this.bases) {
        if (!bases.includes(base) || found.has(cls)) continue;
        found.add(cls);
        follow(cls);
      }
    };
    follow(name);
    return [...found];
  }
}

/** Kinds of nodes that `changedBy` looks at. */
const WRITING = ["Assign", "AnnAssign", "AugAssign", "Delete", "Call"] as const;
const WRITES: ReadonlySet<string | undefined> = new Set(WRITING);

/** The attributes that a statement or call writes, deletes or fills in place. */
function changedBy(node: Node): Attribute[] {
  const found = attributesWritten(node);
  const take = (target: Expr | undefined) => {
    if (target?.kind === "Subscript") take(target.value);
    else if (target?.kind === "Attribute") found.push(target);
  };
  const one = node as Node & { target?: Expr; targets?: Expr[]; func?: Expr };
  if (one.kind === "AugAssign") take(one.target);
  if (one.kind === "Delete") one.targets!.forEach(take);
  if (one.kind === "Assign") for (const target of one.targets!) if (target.kind === "Subscript") take(target);
  if (one.kind === "Call" && one.func?.kind === "Attribute" && FILLS.has(one.func.attr)) take(one.func.value);
  return found;
}

function writtenThroughSelf(part: unknown): string[] {
  const found: string[] = [];
  visit(part, (node) => {
    if (!WRITES.has(node.kind)) return;
    for (const { value, attr } of changedBy(node)) if (isSelf(value)) found.push(attr);
  });
  return found;
}

/** Names of a module that are written by their text: `globals()["config"] = config`. */
function namedGlobals(tree: Module): string[] {
  return nodesOfKind(tree, "Subscript").flatMap(({ value, slice }) =>
    value.kind === "Call" && value.func.kind === "Name" && value.func.id === "globals" && slice.kind === "Str"
      ? [slice.value]
      : [],
  );
}

const SETTERS = new Set(["add_module", "__setattr__"]);

/** The names that a statement of a class's body gives to the class. */
function namesDefined(statement: ClassDef["body"][number]): string[] {
  if (statement.kind === "FunctionDef" || statement.kind === "ClassDef") return [statement.name];
  if (statement.kind === "Assign") return statement.targets.flatMap((one) => (one.kind === "Name" ? [one.id] : []));
  if (statement.kind === "AnnAssign" && statement.target.kind === "Name") return [statement.target.id];
  return [];
}

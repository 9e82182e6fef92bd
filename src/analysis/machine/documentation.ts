import type * as ast from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";
import { PyClass, PyFunction, PyModule, type Value } from "../values";
import type { Interpreter } from "./machine";

/** Functions of Python's own that read what they are given. */
const READERS = new Set(
  "all any callable dict dir enumerate getattr hasattr hash id isinstance issubclass iter len list print repr reversed set sorted str sum tuple type zip".split(
    " ",
  ),
);
/** Modules of the standard library whose functions only look at functions and classes. */
const LOOKING = new Set(["inspect", "typing", "textwrap", "types"]);
/** Attributes that are texts, which nobody can change. */
const TEXTS = new Set(["__doc__", "__name__", "__qualname__", "__module__"]);
/** Methods that change a dict, a list or a set, or keep what they are given. */
const CHANGING =
  /^(?:add|append|clear|discard|extend|insert|pop|popitem|remove|reverse|setdefault|sort|update)$|^_?set|regist/i;

/** Methods of regular expressions. */
const SEARCHING = new Set(["findall", "finditer", "fullmatch", "match", "search", "sub"]);

/** What is found out of a function: by the function and the parameter that it is given something as. */
const known = new WeakMap<ast.FunctionDef, Map<string, boolean>>();

/**
 * Whether a decorator gives back what it decorates, changes nothing of it but its `__doc__`, and hands it to nobody who could keep it. What it
 * computes is a text for people, at the cost of reading signatures and sources: nothing of it has to be followed.
 */
export function documents(m: Interpreter, decorator: Value): boolean {
  if (!(decorator instanceof PyFunction) || decorator.module.file === undefined) return false;
  const { node } = decorator;
  if (node.kind !== "FunctionDef" || node.isGenerator || node.isAsync || node.decorators.length > 0) return false;
  return gives(m, node, decorator.module, []);
}

function firstOf(node: ast.FunctionDef): string | undefined {
  return (node.params.positionalOnly[0] ?? node.params.positional[0])?.name;
}

/** Whether a function writes documentation and returns its first argument, or where it has none a function that does. */
function gives(m: Interpreter, node: ast.FunctionDef, module: PyModule, around: readonly ast.FunctionDef[]): boolean {
  const subject = firstOf(node);
  if (subject === undefined || !writesDocumentation(node) || !endsInReturn(node.body)) return false;
  if (!leavesAlone(m, node, subject, module, around)) return false;
  const inner = [...around, ...nested(node)];
  const optional = [...node.params.positionalOnly, ...node.params.positional][0].default !== null;
  let holds = true;
  let some = false;
  const visitReturns = (body: unknown): void =>
    visitOwn(body, (part) => {
      if (part.kind !== "Return") return;
      const { value } = part as ast.Return;
      some = true;
      if (value?.kind === "Name" && value.id === subject) return;
      if (value?.kind === "Call" && value.func.kind === "Name" && value.args[0]?.kind === "Name") {
        const called = definition(m, value.func.id, module, inner);
        if (value.args[0].id === subject && called !== undefined && gives(m, called.node, called.module, inner)) return;
      }
      if (value?.kind === "Name" && optional) {
        const returned = inner.find(({ name }) => name === value.id);
        if (returned !== undefined && gives(m, returned, module, inner)) return;
      }
      holds = false;
    });
  visitReturns(node.body);
  return holds && some;
}

/** `x.__doc__ = …` in it or in what it hands its argument on to. */
function writesDocumentation(node: ast.FunctionDef): boolean {
  let writes = false;
  visit(node.body, (part) => {
    if (part.kind === "Attribute" && (part as ast.Attribute).attr === "__doc__") writes = true;
    if (part.kind === "Return" && (part as ast.Return).value?.kind === "Call") writes = true;
  });
  return writes;
}

function endsInReturn(body: readonly ast.Stmt[]): boolean {
  const last = body.at(-1);
  if (last?.kind === "Return" || last?.kind === "Raise") return true;
  return last?.kind === "If" && last.orelse.length > 0 && endsInReturn(last.body) && endsInReturn(last.orelse);
}

/** Whether a function leaves what it gets for a parameter as it is but for its `__doc__`, and gives it to nobody who could keep it. */
function leavesAlone(
  m: Interpreter,
  node: ast.FunctionDef,
  subject: string,
  module: PyModule,
  around: readonly ast.FunctionDef[],
): boolean {
  let byName = known.get(node);
  if (byName === undefined) {
    byName = new Map();
    known.set(node, byName);
  }
  const found = byName.get(subject);
  if (found !== undefined) return found;
  // One that calls itself is judged by the rest of it.
  byName.set(subject, true);
  const result = new Reading(m, node, subject, module, [...around, ...nested(node)]).holds();
  byName.set(subject, result);
  return result;
}

/** One function, read for what it does to one of its arguments. */
class Reading {
  /** Names that may stand for the argument or for something of it. */
  private readonly names: Set<string>;
  private readonly locals = new Set<string>();

  constructor(
    private readonly m: Interpreter,
    private readonly node: ast.FunctionDef,
    subject: string,
    private readonly module: PyModule,
    private readonly functions: readonly ast.FunctionDef[],
  ) {
    this.names = new Set([subject]);
  }

  holds(): boolean {
    this.spread();
    let holds = true;
    visit(this.node.body, (part) => {
      holds &&= this.allows(part);
    });
    return holds;
  }

  /** Finds the names that the argument is bound to. */
  private spread(): void {
    for (let size = -1; size !== this.names.size; ) {
      size = this.names.size;
      visit(this.node.body, (part) => {
        const node = part as ast.Stmt | ast.Expr;
        if (node.kind === "Assign") for (const target of node.targets) this.bind(target, node.value);
        else if (node.kind === "AnnAssign" && node.value !== null) this.bind(node.target, node.value);
        else if (node.kind === "NamedExpr") this.bind(node.target, node.value);
        else if (node.kind === "For") this.bind(node.target, node.iter);
        else if (node.kind === "With") {
          for (const { target, context } of node.items) if (target !== null) this.bind(target, context);
        } else if (
          node.kind === "ListComp" ||
          node.kind === "SetComp" ||
          node.kind === "GeneratorExp" ||
          node.kind === "DictComp"
        )
          for (const { target, iter } of node.generators) this.bind(target, iter);
      });
    }
  }

  private bind(target: ast.Expr, value: ast.Expr): void {
    visit(target, (part) => {
      if (part.kind !== "Name") return;
      const { id } = part as ast.Name;
      if (target.kind === "Name" || target.kind === "Tuple" || target.kind === "List") this.locals.add(id);
      if (this.isOf(value)) this.names.add(id);
    });
  }

  /** Whether an expression may be the argument, something of it, or something that holds it. */
  private isOf(value: ast.Expr | null): boolean {
    if (value === null) return false;
    switch (value.kind) {
      case "Name":
        return this.names.has(value.id);
      case "Attribute":
        return !TEXTS.has(value.attr) && this.isOf(value.value);
      case "Subscript":
      case "Starred":
        return this.isOf(value.value);
      case "IfExp":
        return this.isOf(value.body) || this.isOf(value.orelse);
      case "BoolOp":
        return value.values.some((one) => this.isOf(one));
      case "NamedExpr":
        return this.isOf(value.value);
      case "Tuple":
      case "List":
      case "Set":
        return value.elements.some((one) => this.isOf(one));
      case "Dict":
        return value.values.some((one) => this.isOf(one));
      case "ListComp":
      case "SetComp":
      case "GeneratorExp":
        return this.isOf(value.element);
      case "Call": {
        // Of a call only these give something of what they are given.
        const { func } = value;
        if (func.kind === "Attribute" && func.attr === "unwrap") return value.args.some((one) => this.isOf(one));
        if (func.kind === "Name" && (func.id === "getattr" || func.id === "type"))
          return this.isOf(value.args[0] ?? null);
        return func.kind === "Attribute" && (func.attr === "items" || func.attr === "values") && this.isOf(func.value);
      }
      default:
        return false;
    }
  }

  private allows(part: Node): boolean {
    const node = part as ast.Stmt | ast.Expr;
    switch (node.kind) {
      case "Assign":
        return node.targets.every((target) => this.allowsTarget(target, node.value));
      case "AnnAssign":
        return this.allowsTarget(node.target, node.value);
      case "AugAssign":
        return this.allowsTarget(node.target, node.value);
      case "Delete":
        return node.targets.every((target) => target.kind === "Name" || !this.isOf(rootOf(target)));
      case "Global":
      case "Nonlocal":
        return !node.names.some((name) => this.names.has(name));
      case "ExprStmt":
        // What is called for its effect is no method of the argument.
        return !(
          node.value.kind === "Call" &&
          node.value.func.kind === "Attribute" &&
          this.isOf(node.value.func.value)
        );
      case "Yield":
      case "YieldFrom":
      case "Await":
        return false;
      case "Call":
        return this.allowsCall(node);
      default:
        return true;
    }
  }

  private allowsTarget(target: ast.Expr, value: ast.Expr | null): boolean {
    if (target.kind === "Attribute") {
      if (target.attr === "__doc__") return true;
      return !this.isOf(rootOf(target)) && !this.isOf(value);
    }
    if (target.kind !== "Subscript") return true;
    if (this.isOf(target.value)) return false;
    const root = rootOf(target);
    return !this.isOf(value) || (root.kind === "Name" && this.locals.has(root.id));
  }

  private allowsCall({ func, args, keywords }: ast.Call): boolean {
    // A method of something of the argument, asked for its value.
    if (func.kind === "Attribute" && this.isOf(func.value)) return !CHANGING.test(func.attr);
    const positions = args.flatMap((one, n) => (this.isOf(one) ? [n] : []));
    const named = keywords.filter(({ value }) => this.isOf(value));
    if (positions.length === 0 && named.length === 0) return true;
    if (func.kind === "Attribute")
      return SEARCHING.has(func.attr) || (func.value.kind === "Name" && this.isLooking(this.global(func.value.id)));
    if (func.kind !== "Name") return false;
    if (READERS.has(func.id)) return true;
    const called = definition(this.m, func.id, this.module, this.functions);
    if (called === undefined || keywords.some(({ name }) => name === null)) return this.isLooking(this.global(func.id));
    const params = [...called.node.params.positionalOnly, ...called.node.params.positional];
    const given = [...positions.map((n) => params[n]?.name), ...named.map(({ name }) => name ?? undefined)];
    const around = called.module === this.module ? this.functions : [];
    return given.every((name) => name !== undefined && leavesAlone(this.m, called.node, name, called.module, around));
  }

  private global(name: string): Value | undefined {
    return this.locals.has(name) ? undefined : this.m.findattr(this.module, name);
  }

  private isLooking(value: Value | undefined): boolean {
    if (value instanceof PyModule) return value.file === undefined && LOOKING.has(value.name);
    if (value instanceof PyClass) return LOOKING.has(value.module);
    if (!(value instanceof PyFunction)) return false;
    return (
      LOOKING.has(value.module.name.split(".")[0]) ||
      (value.module.name === "dataclasses" && /^(is_dataclass|fields)$/.test(value.name))
    );
  }
}

function rootOf(target: ast.Expr): ast.Expr {
  return target.kind === "Attribute" || target.kind === "Subscript" ? rootOf(target.value) : target;
}

/** The function that a name stands for: one of the functions around, or of the module. */
function definition(
  m: Interpreter,
  name: string,
  module: PyModule,
  around: readonly ast.FunctionDef[],
): { node: ast.FunctionDef; module: PyModule } | undefined {
  const inner = around.findLast((one) => one.name === name);
  if (inner !== undefined) return { node: inner, module };
  const value = m.findattr(module, name);
  if (!(value instanceof PyFunction) || value.module.file === undefined || value.node.kind !== "FunctionDef") return;
  return { node: value.node, module: value.module };
}

/** The functions that are defined inside another. */
function nested(node: ast.FunctionDef): ast.FunctionDef[] {
  const found: ast.FunctionDef[] = [];
  visitOwn(node.body, (part) => {
    if (part.kind === "FunctionDef") found.push(part as ast.FunctionDef);
  });
  return found;
}

/** The nodes of a body without those inside the functions that it defines. */
function visitOwn(part: unknown, see: (node: Node) => void): void {
  if (Array.isArray(part)) {
    for (const item of part) visitOwn(item, see);
    return;
  }
  if (part === null || typeof part !== "object") return;
  const node = part as Node & Record<string, unknown>;
  if (typeof node.kind === "string") see(node);
  if (node.kind === "FunctionDef" || node.kind === "Lambda" || node.kind === "ClassDef") return;
  for (const key in node) if (typeof node[key] === "object") visitOwn(node[key], see);
}

import type * as ast from "../../../syntax/ast";
import type { Part } from "../../../syntax/outline";
import type { Source } from "../../../syntax/source";
import { someNode } from "../../../syntax/walk";
import { docstring } from "../../facts/functions";
import type { PyModule } from "../../values";
import { type Exec, Frame, type Interpreter } from "../machine";
import { boundNames, Scope } from "../scope";
import { compileComprehension, compileDictComprehension } from "./comprehensions";
import { compileLambda } from "./functions";
import { compileBlock, compileStatement } from "./statements";
import { type Compilers, Unit } from "./unit";

export interface ModuleStatement {
  run: Exec;
  readonly node: ast.Stmt;
  /** Offset in the file. */
  start: number;
  binds: string[];
  /** The one name that it defines and nothing else does: of an imported module it is run when that name is first used. */
  defines: string | undefined;
}

/** A file's compiled statements. Compiled once for each way in which it is used. */
export interface ModuleCode {
  source: Source;
  statements: ModuleStatement[];
  frame(machine: Interpreter, module: PyModule): Frame;
}

const compilers: Compilers = {
  block: compileBlock,
  statement: compileStatement,
  lambda: compileLambda,
  comprehension: compileComprehension,
  dictComprehension: compileDictComprehension,
};

/** What code at the top of a file is compiled in. */
export function moduleUnit(source: Source, { watched = false, held = false }: Ways): Unit {
  return new Unit(source, new Scope("module", undefined), watched, held, compilers);
}

/** What is recorded of the code of a file while it runs. */
interface Ways {
  /** Values of its expressions. */
  watched?: boolean;
  /** Which values are held. */
  held?: boolean;
}

const compiled = new WeakMap<Source, Map<string, ModuleCode>>();

export function compileModule(source: Source, ways: Ways): ModuleCode {
  const { watched = false, held = false } = ways;
  const form = `${watched} ${held}`;
  let forms = compiled.get(source);
  if (forms === undefined) {
    forms = new Map();
    compiled.set(source, forms);
  }
  let code = forms.get(form);
  if (code === undefined) {
    const unit = moduleUnit(source, ways);
    const statements = moduleStatements(unit, source);
    code = {
      source,
      statements,
      frame: (machine, module) => {
        const [first] = statements;
        const doc = first?.defines === undefined && first !== undefined ? docstring([first.node]) : undefined;
        if (doc !== undefined) module.globals.set("__doc__", doc);
        return new Frame(machine, source, module, undefined, [], undefined);
      },
    };
    forms.set(form, code);
  }
  return code;
}

function moduleStatements(unit: Unit, source: Source): ModuleStatement[] {
  const { parts } = source;
  const statements =
    parts === undefined ? source.tree.body.map((node) => whole(unit, node)) : inParts(unit, source, parts);
  const counts = new Map<string, number>();
  for (const { binds } of statements) for (const name of binds) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const statement of statements)
    if (statement.defines !== undefined && counts.get(statement.defines) !== 1) statement.defines = undefined;
  return statements;
}

function whole(unit: Unit, node: ast.Stmt): ModuleStatement {
  return { run: lazily(unit, node), node, start: node.start, binds: boundNames([node]), defines: definedName(node) };
}

/** Definitions are parsed when they are run, all else at once. */
function inParts(unit: Unit, source: Source, parts: readonly Part[]): ModuleStatement[] {
  const later = ({ name, decorators }: Part) =>
    name !== undefined && !REGISTERS.test(decorators) && !/@\s*[A-Z]/.test(decorators);
  const now = source.statements(parts.filter((part) => !later(part))).map((node) => whole(unit, node));
  const definitions = parts.filter(later).map((part) => inPart(unit, source, part));
  return [...now, ...definitions].sort((a, b) => a.start - b.start);
}

function inPart(unit: Unit, source: Source, part: Part): ModuleStatement {
  let read: ModuleStatement[] | undefined;
  const statements = () => {
    read ??= source.statements([part]).map((node) => whole(unit, node));
    return read;
  };
  return {
    run: (frame) => {
      for (const statement of statements()) statement.run(frame);
      return undefined;
    },
    get node() {
      return statements()[0].node;
    },
    start: part.start,
    binds: [part.name!],
    defines: part.name,
  };
}

/** A definition whose time does not matter: a class, a function or a plain assignment. Decorators that register have an effect. */
function definedName(node: ast.Stmt): string | undefined {
  switch (node.kind) {
    case "FunctionDef":
    case "ClassDef":
      return node.decorators.some(registers) ? undefined : node.name;
    case "Assign": {
      const [target, ...more] = node.targets;
      return more.length === 0 && target.kind === "Name" ? target.id : undefined;
    }
    case "AnnAssign":
      return node.target.kind === "Name" && node.value !== null ? node.target.id : undefined;
    default:
      return undefined;
  }
}

const REGISTERS = /regist/i;

/** `@register_model`, `@MODELS.add("swin")`: what belongs to an object or a class of the program may keep what it is given. */
function registers(decorator: ast.Expr): boolean {
  if (decorator.kind === "Call") return registers(decorator.func);
  if (decorator.kind === "Attribute") return REGISTERS.test(decorator.attr) || registers(decorator.value);
  return decorator.kind === "Name" && (REGISTERS.test(decorator.id) || /^[A-Z]/.test(decorator.id));
}

/** What `from module import *` takes from a file, read off its syntax; undefined where loading it has effects or the list is computed. */
export function starNames(source: Source): string[] | undefined {
  const statements = compileModule(source, {}).statements;
  const listed = statements.filter(({ binds }) => binds.includes("__all__"));
  // Definitions have no effect; what else there is has been read.
  const others = statements.filter(({ defines }) => defines === undefined).map(({ node }) => node);
  if (listed.length > 1 || others.some(hasEffect)) return undefined;
  if (others.some((node) => node !== listed[0]?.node && reachesForNames(node))) return undefined;
  if (listed.length === 1) {
    const [{ node }] = listed;
    if (node.kind !== "Assign" || (node.value.kind !== "List" && node.value.kind !== "Tuple")) return undefined;
    const names = node.value.elements.map((element) => (element.kind === "Str" ? element.value : undefined));
    return names.every((name) => name !== undefined) ? (names as string[]) : undefined;
  }
  if (others.some((node) => node.kind === "ImportFrom" && node.names.some((alias) => alias.name === "*")))
    return undefined;
  return [...new Set(statements.flatMap(({ binds }) => binds))].filter((name) => !name.startsWith("_"));
}

/** What else a module's names, or the list of those that it gives away, may be changed by. */
const REACHES = new Set(["__all__", "globals", "locals", "vars", "exec"]);

function reachesForNames(node: ast.Stmt): boolean {
  return someNode(node, (part) => part.kind === "Name" && REACHES.has((part as ast.Name).id));
}

function hasEffect(node: ast.Stmt): boolean {
  return (node.kind === "FunctionDef" || node.kind === "ClassDef") && node.decorators.some(registers);
}

function lazily(unit: Unit, node: ast.Stmt): Exec {
  let exec: Exec | undefined;
  return (frame) => {
    exec ??= compileStatement(unit, node);
    return exec(frame);
  };
}

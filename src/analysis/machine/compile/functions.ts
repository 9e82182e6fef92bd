import type * as ast from "../../../syntax/ast";
import { type Parameter, PyFunction, type Value } from "../../values";
import type { AnnotatedFunction } from "../annotated-calls";
import { Frame } from "../frame";
import { declareBody, declareParameters, declareWalrus } from "../scope";
import { compileExpression, type Eval } from "./expressions";
import { generatorBody } from "./generators";
import { compileBlock, type Exec } from "./statements";
import type { Unit } from "./unit";

/** A function's compiled form, made when it is first called. */
export class Code {
  private compiled:
    | { names: Map<string, number>; slots: number; params: number[]; run: Exec | undefined; value: Eval | undefined }
    | undefined;
  /** How many calls of it are under way. */
  active = 0;
  /** The number of parameters where all are plain ones, so that as many positional arguments need no binding; else -1. */
  readonly plainParameters: number;
  /** What its jaxtyping annotations say, once it was asked for; null where it has none. */
  annotated: AnnotatedFunction | null | undefined;
  /** The generator form of the body, where it yields. */
  private generator: ReturnType<typeof generatorBody> | undefined;

  constructor(
    readonly unit: Unit,
    readonly node: ast.FunctionDef | ast.Lambda,
  ) {
    const { vararg, kwarg, keywordOnly, positional, positionalOnly } = node.params;
    this.plainParameters =
      vararg === null && kwarg === null && keywordOnly.length === 0 ? positional.length + positionalOnly.length : -1;
  }

  /** True for what only gives parameters their first values: `nn.init`, and the layers' `reset_parameters`. */
  get initialises(): boolean {
    const { source } = this.unit;
    if (!source.prelude || this.node.kind === "Lambda") return false;
    return source.file.endsWith("/torch.nn.init") || this.node.name.endsWith("reset_parameters");
  }

  get isGenerator(): boolean {
    return this.node.kind === "FunctionDef" && this.node.isGenerator;
  }

  private prepare() {
    if (this.compiled !== undefined) return this.compiled;
    const inner = this.unit.inner("function");
    const { node } = this;
    declareParameters(inner.scope, node.params);
    if (node.kind === "Lambda") declareWalrus(inner.scope, node.body);
    else declareBody(inner.scope, node.body);
    const params = parameterNodes(node.params).map((param) => inner.scope.slots.get(param.name)!);
    const run = node.kind === "Lambda" || this.isGenerator ? undefined : compileBlock(inner, node.body);
    const value = node.kind === "Lambda" ? compileExpression(inner, node.body) : undefined;
    if (node.kind === "FunctionDef" && node.isGenerator) this.generator = generatorBody(inner, node.body);
    this.compiled = { names: inner.scope.slots, slots: inner.scope.slots.size, params, run, value };
    return this.compiled;
  }

  names(): Iterable<[string, number]> {
    return this.prepare().names;
  }

  /** The slot of the n-th parameter, once the function has been called. */
  parameterSlot(n: number): number | undefined {
    return this.compiled?.params[n];
  }

  /** A frame with the arguments in their slots, in the order of the parameters. */
  frame(fn: PyFunction, closure: Frame, args: readonly (Value | undefined)[]): Frame {
    const { slots, params } = this.prepare();
    const values = new Array<Value | undefined>(slots).fill(undefined);
    for (let n = 0; n < params.length; n++) values[params[n]] = args[n];
    const frame = new Frame(closure.machine, this.unit.source, fn.module, closure, values, fn);
    frame.owner = closure.owner;
    return frame;
  }

  run(frame: Frame): Value {
    const { run, value } = this.prepare();
    if (value !== undefined) return value(frame);
    run!(frame);
    return frame.machine.leaveFunction(frame);
  }

  start(frame: Frame): Generator<Value, Value, Value> {
    this.prepare();
    return this.generator!(frame);
  }
}

export function parameterNodes(params: ast.Parameters): ast.Param[] {
  const all = [...params.positionalOnly, ...params.positional];
  if (params.vararg !== null) all.push(params.vararg);
  all.push(...params.keywordOnly);
  if (params.kwarg !== null) all.push(params.kwarg);
  return all;
}

/** Evaluates defaults where the function is defined, and makes the function. */
export function compileFunction(unit: Unit, node: ast.FunctionDef | ast.Lambda): (frame: Frame) => PyFunction {
  const code = new Code(unit, node);
  const { params } = node;
  const kinds: [readonly ast.Param[], Parameter["kind"]][] = [
    [params.positionalOnly, "positionalOnly"],
    [params.positional, "positional"],
    [params.vararg === null ? [] : [params.vararg], "vararg"],
    [params.keywordOnly, "keywordOnly"],
    [params.kwarg === null ? [] : [params.kwarg], "kwarg"],
  ];
  const declared = kinds.flatMap(([list, kind]) =>
    list.map((param) => ({
      name: param.name,
      kind,
      value: param.default === null ? undefined : compileExpression(unit, param.default),
      annotation:
        param.annotation === null ? undefined : unit.source.text.slice(param.annotation.start, param.annotation.end),
    })),
  );
  const name = node.kind === "Lambda" ? "<lambda>" : node.name;
  return (frame) => {
    const formal: Parameter[] = declared.map(({ name: parameter, kind, value, annotation }) => ({
      name: parameter,
      kind,
      ...(value === undefined ? {} : { default: value(frame) }),
      ...(annotation === undefined ? {} : { annotation }),
    }));
    const place = { file: frame.source.file, start: node.start, end: node.end };
    return new PyFunction(name, qualifiedName(frame, name), node, formal, code, frame, frame.module, place);
  };
}

/** `Class.method`, `function.<locals>.inner`: the name of what is defined in a frame. */
export function qualifiedName(frame: Frame, name: string): string {
  if (frame.names !== undefined && frame.className !== undefined) return `${frame.className}.${name}`;
  return frame.fn === undefined ? name : `${frame.fn.qualname}.<locals>.${name}`;
}

export function compileLambda(unit: Unit, node: ast.Lambda): Eval {
  return compileFunction(unit, node);
}

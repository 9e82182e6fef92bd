import type * as ast from "../../../syntax/ast";
import { type Node, someNode } from "../../../syntax/walk";
import { parameterNodes } from "../../facts/functions";
import type { TensorAnnotation } from "../../tensor/jaxtyping";
import type { PyFunction, Value } from "../../values";
import { type Eval, type Exec, Frame } from "../machine";
import { declareBody, declareParameters, declareWalrus } from "../scope";
import { compileExpression } from "./expressions";
import { generatorBody } from "./generators";
import type { Unit } from "./unit";

/** An annotation with tensors inside. */
export type Annotated = { tensor: TensorAnnotation; node: ast.Expr } | { items: (Annotated | undefined)[] };

/** What a function says of its tensors. */
export interface AnnotatedFunction {
  /** By the parameter's index. */
  params: Map<number, { name: string; annotated: Annotated; starred: boolean }>;
  returns: Annotated | undefined;
}

/** A function's compiled form, made when it is first called. */
export class Code {
  private compiled:
    | { names: Map<string, number>; slots: number; params: number[]; run: Exec | undefined; value: Eval | undefined }
    | undefined;
  /** How many calls of it are under way. */
  active = 0;
  /** It calls itself too deeply: calls of it that are inside another one are not followed. */
  isCutOff = false;
  /** The number of parameters where all are plain ones, so that as many positional arguments need no binding; else -1. */
  readonly plainParameters: number;
  /** Of what only gives parameters their first values: whether it gives its tensor back, as those of `nn.init`, or None, as the layers' `reset_parameters`. */
  readonly initialises: "tensor" | "none" | undefined;
  /** What its jaxtyping annotations say, once it was asked for; null where it has none. */
  annotated: AnnotatedFunction | null | undefined;
  /** What `readsAt` gives: null where there is none, undefined where nobody has asked. */
  private reads: number | null | undefined;
  private gives: boolean | undefined;
  private writes: boolean | undefined;
  /** The generator form of the body, where it yields. */
  private generator: ReturnType<typeof generatorBody> | undefined;

  constructor(
    readonly unit: Unit,
    readonly node: ast.FunctionDef | ast.Lambda,
  ) {
    const { source } = unit;
    if (source.prelude && node.kind !== "Lambda") {
      if (node.name.endsWith("reset_parameters")) this.initialises = "none";
      else if (source.file.endsWith("/torch.nn.init") && node.name.endsWith("_")) this.initialises = "tensor";
    }
    const { vararg, kwarg, keywordOnly, positional, positionalOnly } = node.params;
    this.plainParameters =
      vararg === null && kwarg === null && keywordOnly.length === 0 ? positional.length + positionalOnly.length : -1;
  }

  /**
   * The parameter by which it is told of a path that it reads from, where that is its first one (behind `cls` of a class method):
   * `from_pretrained(cls, path: str | os.PathLike)`.
   */
  get readsAt(): number | undefined {
    if (this.reads === undefined) this.reads = pathParameter(this.node) ?? null;
    return this.reads ?? undefined;
  }

  /** It says that it gives an instance of its class: `cls: type[T], … -> T`, or `-> Self`. */
  get givesInstance(): boolean {
    const { node } = this;
    if (node.kind === "Lambda" || node.returns === null) return false;
    const cls = node.params.positional[0]?.annotation;
    if (mentions(node.returns, "Self")) return true;
    return cls?.kind === "Subscript" && node.returns.kind === "Name" && mentions(cls, node.returns.id);
  }

  /** Whether it may give what is true: a `return` in it gives other than None or False. */
  get mayGiveTrue(): boolean {
    const { node } = this;
    if (node.kind === "Lambda") return true;
    this.gives ??= someNode(node.body, (part) => {
      if (part.kind !== "Return") return false;
      const { value } = part as ast.Return;
      return value !== null && (value.kind !== "Constant" || Boolean(value.value));
    });
    return this.gives;
  }

  /** Whether it may change something besides its own names, as far as its statements show: it writes an attribute or an item, or calls for effect. */
  get mayWrite(): boolean {
    const { node } = this;
    this.writes ??= node.kind === "Lambda" ? node.body.kind === "Call" : someNode(node.body, writesOutside);
    return this.writes;
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
    const run = node.kind === "Lambda" || this.isGenerator ? undefined : inner.block(node.body);
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

function pathParameter({ kind, params, ...node }: ast.FunctionDef | ast.Lambda): number | undefined {
  if (kind === "Lambda" || params.positional.length === 0) return undefined;
  const { decorators } = node as ast.FunctionDef;
  const at = decorators.some((decorator) => decorator.kind === "Name" && decorator.id === "classmethod") ? 1 : 0;
  const annotation = params.positional[at]?.annotation;
  return annotation != null && mentions(annotation, "PathLike") ? at : undefined;
}

function mentions(type: ast.Expr, name: string): boolean {
  return someNode(type, (inner) => {
    const { kind, id, attr } = inner as { kind?: string; id?: string; attr?: string };
    return (kind === "Name" && id === name) || (kind === "Attribute" && attr === name);
  });
}

function writesOutside(part: Node): boolean {
  switch (part.kind) {
    case "Global":
    case "Nonlocal":
      return true;
    case "ExprStmt":
      return (part as ast.ExprStmt).value.kind === "Call";
    case "Assign":
      return (part as ast.Assign).targets.some((target) => target.kind === "Attribute" || target.kind === "Subscript");
    case "AugAssign": {
      const { target } = part as ast.AugAssign;
      return target.kind === "Attribute" || target.kind === "Subscript";
    }
    default:
      return false;
  }
}

import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Dim, equal } from "../dims";
import type { Run } from "../machine/run";
import { Tensor } from "../tensor/tensor";
import type { ModuleCall, TraceStep } from "../trace/trace";
import { type Place, PyFunction } from "../values";
import type { Obj } from "../values/value";
import { Arguments } from "./arguments";
import type { History, Shape } from "./history";
import { connect, type End, type Links, placeKey, say, WHOLE } from "./links";
import type { Ref } from "./relation";
import { attributeDefinitions, callAt, type Definition, definitions, isSelf, type Scope, scopeAt } from "./syntax";

/** Where an expression stands. */
interface Setting {
  place: Place;
  source: Source;
  scope: Scope;
  /** The item of the expression's value that is meant. */
  item?: number;
  /** The number that it has, where that is known. */
  size?: Dim;
  /** The call of the module whose `forward` it stands in. */
  call?: ModuleCall;
}

/** The chain that numbers are followed for. */
interface Following {
  readonly run: Run;
  readonly history: History;
  readonly links: Links;
  sourceOf(file: string): Source | undefined;
  /** What a size of a tensor comes from directly. */
  follow(shape: Shape, axis: number): End[];
}

/** Names passed through before a number is left unexplained. */
const MAX_NAMES = 24;

/** Follows numbers that a program passes as sizes back through its names: read in the text, as numbers carry no history. */
export class Numbers {
  private readonly shapes = new Map<string, Map<string, Shape[]>>();
  private depth = 0;
  readonly argumentsOf: Arguments;

  constructor(private readonly chain: Following) {
    this.argumentsOf = new Arguments(chain.history);
  }

  /** Parameters of a module's constructor, in their order, without `self`. */
  constructorParams(module: Obj): string[] {
    const init = module.cls.lookup("__init__");
    return init instanceof PyFunction ? init.params.slice(1).map(({ name }) => name) : [];
  }

  /** Where a parameter of a module's `forward` stands. */
  parameterPlace(call: ModuleCall, name: string): { place: Place | undefined } {
    const forward = call.module.cls.lookup("forward");
    if (!(forward instanceof PyFunction) || forward.node.kind === "Lambda") return { place: call.place };
    const { params } = forward.node;
    const plain = name.split(".")[0];
    const all = [...params.positionalOnly, ...params.positional, params.vararg, ...params.keywordOnly, params.kwarg];
    const param = all.find((one) => one?.name === plain);
    const { file } = forward.place;
    const start = param?.start ?? 0;
    return { place: param ? { file, start, end: start + plain.length } : call.place };
  }

  /** Where a number among a step's arguments comes from. */
  argument(step: TraceStep, ref: Ref): End[] {
    const found = this.argumentsOf.at(step, ref);
    if (found === undefined || step.place === undefined) return [];
    const { expr, source, item } = found;
    const scope = scopeAt(source.tree, expr);
    return this.sources(expr, { place: step.place, source, scope, item, size: ref.size, call: step.call });
  }

  /** Where the module that a line calls was made: its settings are in that call. */
  moduleMade(step: TraceStep, call: ModuleCall): End[] {
    const { place } = step;
    const source = place && this.chain.sourceOf(place.file);
    const written = source && callAt(source.tree, place);
    if (source === undefined || written?.func.kind !== "Attribute") return [];
    const scope = scopeAt(source.tree, written);
    const { cls } = scope;
    if (cls === undefined || !isSelf(written.func.value, scope)) return [];
    const made = attributeDefinitions(cls, written.func.attr).find(({ value }) => value.kind === "Call");
    if (made?.value.kind !== "Call") return [];
    const name = made.value.func;
    const text = source.text.slice(name.start, name.end);
    if (text.split(".").at(-1) !== call.module.cls.name) return [];
    const at = { file: source.file, start: made.value.start, end: made.value.end };
    const link = this.chain.links.get(`module ${placeKey(at)}`, () => ({ place: at, kind: "module" }));
    say(link, { kind: "said", text: `\`${source.text.slice(written.func.start, written.func.end)}\` is made here` });
    return [{ link, axis: WHOLE }];
  }

  /** Where the number that an expression gives comes from. */
  sources(expr: Expr, at: Setting): End[] {
    if (this.depth >= MAX_NAMES) return [];
    this.depth++;
    try {
      return this.read(expr, at);
    } finally {
      this.depth--;
    }
  }

  private read(expr: Expr, at: Setting): End[] {
    const inside = { ...at, item: undefined, size: undefined };
    switch (expr.kind) {
      case "Name":
        return this.named(expr, definitions(at.source.tree, expr.id, expr, at.scope), at);
      case "Attribute":
        return isSelf(expr.value, at.scope) ? this.attribute(expr, at) : [];
      case "Subscript": {
        const size = dimensionOf(expr, undefined);
        return size
          ? this.axis(size.tensor, size.axis, at)
          : this.sources(expr.value, { ...at, item: literal(expr.slice) });
      }
      case "Call": {
        const size = dimensionOf(expr, undefined);
        if (size !== undefined) return this.axis(size.tensor, size.axis, at);
        return expr.args.flatMap((arg) => this.sources(arg, inside));
      }
      case "BinOp":
        return [expr.left, expr.right].flatMap((side) => this.sources(side, inside));
      case "UnaryOp":
        return this.sources(expr.operand, inside);
      case "BoolOp":
        return expr.values.flatMap((value) => this.sources(value, at));
      case "Tuple":
      case "List": {
        const item = at.item === undefined ? undefined : expr.elements.at(at.item);
        return (item === undefined ? expr.elements : [item]).flatMap((each) => this.sources(each, inside));
      }
      default:
        return [];
    }
  }

  /** A local name, by the first of its definitions that can have given the number. */
  private named(expr: Expr & { kind: "Name" }, found: readonly Definition[], at: Setting): End[] {
    for (const definition of found) {
      if (definition.kind === "parameter") return [this.parameterLink(expr.id, definition, at)];
      const { value, statement, item, scope } = definition;
      if (value.kind === "Int" && at.size !== undefined && value.value !== at.size) continue;
      const size = dimensionOf(value, item);
      const text = at.source.text;
      const place = { file: at.source.file, start: statement.start, end: statement.end };
      if (size !== undefined) {
        const { tensor, axis } = size;
        const sources = this.axis(tensor, axis, { ...at, scope });
        const link = this.chain.links.get(`name ${placeKey(place)}`, () => ({ place, kind: "name" }));
        const whole = text.slice(tensor.start, tensor.end);
        say(link, { kind: "named", to: axis, name: expr.id, of: whole });
        const end = { link, axis };
        connect(end, sources);
        return [end];
      }
      const link = this.chain.links.get(`name ${placeKey(place)}`, () => ({ place, kind: "name" }));
      say(link, { kind: "said", text: `\`${expr.id}\` is set here${this.valueText(at.size, value)}` });
      const end = { link, axis: item ?? WHOLE };
      connect(
        end,
        this.sources(value, { ...at, scope, item: item ?? at.item, size: item === undefined ? at.size : undefined }),
      );
      return [end];
    }
    return [];
  }

  private valueText(size: Dim | undefined, value: Expr): string {
    return typeof size !== "number" || value.kind === "Int" ? "" : ` to ${size}`;
  }

  private parameterLink(name: string, { param, fn }: Definition & { kind: "parameter" }, at: Setting): End {
    const place = { file: at.source.file, start: param.start, end: param.start + name.length };
    const { cls } = scopeAt(at.source.tree, fn);
    const here = typeof at.size !== "number" || at.item !== undefined ? "" : `, here ${at.size}`;
    const of = cls === undefined ? fn.name : `${cls.name}.${fn.name}`;
    const link = this.chain.links.get(`argument ${placeKey(place)}`, () => ({ place, kind: "name" }));
    say(link, { kind: "said", text: `argument \`${name}\` of \`${of}\`${here}` });
    return { link, axis: WHOLE };
  }

  private attribute(expr: Expr & { kind: "Attribute" }, at: Setting): End[] {
    const { cls } = at.scope;
    for (const definition of cls === undefined ? [] : attributeDefinitions(cls, expr.attr)) {
      const { value, statement, item, scope } = definition;
      if (value.kind === "Int" && at.size !== undefined && value.value !== at.size) continue;
      const place = { file: at.source.file, start: statement.start, end: statement.end };
      const link = this.chain.links.get(`name ${placeKey(place)}`, () => ({ place, kind: "name" }));
      const from = value.kind === "Name" ? `, from \`${value.id}\`` : "";
      say(link, { kind: "said", text: `attribute \`self.${expr.attr}\` is set here${from}` });
      const end = { link, axis: item ?? at.item ?? WHOLE };
      connect(end, this.sources(value, { ...at, scope, item: item ?? at.item, call: undefined }));
      return [end];
    }
    return [];
  }

  /** A dimension of the tensor that an expression gave. */
  private axis(expr: Expr, axis: number, at: Setting): End[] {
    const shapes = this.shapesOf(expr, at);
    const index = (shape: Shape) => (axis < 0 ? axis + shape.length : axis);
    const fits = (shape: Shape) =>
      at.size === undefined || equal(shape[index(shape)] ?? -1, at.size, this.chain.run.state.assumptions) === true;
    const shape = shapes.find(fits);
    return shape === undefined || index(shape) >= shape.length ? [] : this.chain.follow(shape, index(shape));
  }

  /** The shapes that an expression was seen to have, or that its name was passed with. */
  shapesOf(expr: Expr, { source, scope, call }: Pick<Setting, "source" | "scope" | "call">): Shape[] {
    const seen = this.seen(source.file).get(`${expr.start}:${expr.end}`);
    if (seen !== undefined || expr.kind !== "Name") return seen ?? [];
    const [definition] = definitions(source.tree, expr.id, expr, scope);
    const given = definition?.kind === "parameter" && call ? this.chain.history.argument(call, expr.id) : undefined;
    return given instanceof Tensor ? [given.shape] : [];
  }

  private seen(file: string): Map<string, Shape[]> {
    let found = this.shapes.get(file);
    if (found === undefined) {
      found = new Map();
      for (const { node, values } of this.chain.run.state.recorder.expressions.get(file)?.values() ?? []) {
        const shapes = [...values.values()].flatMap(({ value }) => ("tensor" in value ? [value.tensor] : []));
        if (shapes.length > 0) found.set(`${node.start}:${node.end}`, shapes);
      }
      this.shapes.set(file, found);
    }
    return found;
  }
}

/** Where a slice without a step begins. */
function sliceStart(expr: Expr): number | undefined {
  if (expr.kind !== "Slice" || expr.step !== null) return undefined;
  return expr.lower === null ? 0 : literal(expr.lower);
}

/** An index that is written as a number. */
function literal(expr: Expr): number | undefined {
  if (expr.kind === "Int") return typeof expr.value === "number" ? expr.value : undefined;
  if (expr.kind !== "UnaryOp" || expr.op !== "-") return undefined;
  const size = literal(expr.operand);
  return size === undefined ? undefined : -size;
}

/** The tensor and the dimension whose size an expression is: `x.shape[1]`, `x.size(1)`, `len(x)`, or one item of `x.shape`. */
function dimensionOf(expr: Expr, item: number | undefined): { tensor: Expr; axis: number } | undefined {
  const whole = shapeOwner(expr);
  if (whole !== undefined) return item === undefined ? undefined : { tensor: whole, axis: item };
  if (item !== undefined) {
    const [part, first] = expr.kind === "Subscript" ? [shapeOwner(expr.value), sliceStart(expr.slice)] : [];
    return part === undefined || first === undefined ? undefined : { tensor: part, axis: first + item };
  }
  if (expr.kind === "Subscript") {
    const [tensor, axis] = [shapeOwner(expr.value), literal(expr.slice)];
    return tensor === undefined || axis === undefined ? undefined : { tensor, axis };
  }
  if (expr.kind !== "Call" || expr.args.length !== 1) return undefined;
  const { func, args } = expr;
  if (func.kind === "Name" && func.id === "len") return { tensor: args[0], axis: 0 };
  const axis = literal(args[0]);
  return func.kind === "Attribute" && func.attr === "size" && axis !== undefined
    ? { tensor: func.value, axis }
    : undefined;
}

/** `x` of `x.shape` and `x.size()`. */
function shapeOwner(expr: Expr): Expr | undefined {
  if (expr.kind === "Attribute" && expr.attr === "shape") return expr.value;
  if (expr.kind === "Call" && expr.args.length === 0 && expr.func.kind === "Attribute" && expr.func.attr === "size")
    return expr.func.value;
  return undefined;
}

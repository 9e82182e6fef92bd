import type { Attribute, Call, Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { SchemaArgument } from "../trace/schema";
import type { TraceStep } from "../trace/trace";
import type { History } from "./history";
import type { Ref } from "./relation";
import { callAt, definitions, expressionAt, scopeAt } from "./syntax";

/** Characters of an operand's text beyond which the operator's name for it is plainer. */
const LONGEST_OPERAND = 40;

/** The expressions that the line of a step passes to its operator. */
export class Arguments {
  constructor(private readonly history: History) {}

  /** The text of an argument of the call that a step was made by. */
  text(step: TraceStep, ref: Ref): string | undefined {
    const found = this.at(step, ref);
    return found === undefined ? undefined : onOneLine(found.source, found.expr);
  }

  /** An operand as the line calls it: `mask.unsqueeze(1)`, or the operator's name for it where that is long. */
  operand(step: TraceStep, ref: Ref): string {
    const name = ref.item === undefined ? ref.argument : `${ref.argument}[${ref.item}]`;
    const source = step.place && this.history.sourceOf(step.place.file);
    const expr = source && step.place && expressionAt(source.tree, step.place);
    if (source === undefined || expr === undefined || this.history.group(step) !== step) return name;
    const first = ref.argument === step.schema.args[0]?.name;
    let operand: Expr | undefined;
    if (expr.kind === "BinOp") operand = first === step.name.startsWith("__r") ? expr.right : expr.left;
    else if (expr.kind === "Subscript") operand = first ? expr.value : undefined;
    else if (first && this.isMethod(expr, source)) operand = expr.func.value;
    else operand = this.at(step, ref)?.expr;
    const text = operand && onOneLine(source, operand);
    return text === undefined || text.length > LONGEST_OPERAND ? name : text;
  }

  private isMethod(expr: Expr, source: Source): expr is Call & { func: Attribute } {
    return expr.kind === "Call" && expr.func.kind === "Attribute" && !this.isImported(expr.func.value, source);
  }

  /** The expression of an argument, where the line itself calls the operator. */
  at(step: TraceStep, ref: Ref): { expr: Expr; source: Source; item?: number } | undefined {
    const { place, schema } = step;
    const source = place && this.history.sourceOf(place.file);
    const call = source && callAt(source.tree, place);
    if (source === undefined || call === undefined || this.history.group(step) !== step) return undefined;
    const argument = schema.args.find(({ name }) => name === ref.argument);
    if (argument === undefined) return undefined;
    const named = call.keywords.find(({ name }) => name === argument.name);
    if (named !== undefined) return itemOf(named.value, ref.item, source);
    const first = schema.args.indexOf(argument) - (this.isMethod(call, source) ? 1 : 0);
    if (first < 0 || call.args.slice(0, first + 1).some(({ kind }) => kind === "Starred")) return undefined;
    const rest = call.args.slice(first);
    if (rest.length === 0) return undefined;
    // `x.view(2, 3)`: the numbers that are left are one list.
    const spread = argument.list !== false && isLast(schema.args, argument) && !isDisplay(rest[0]);
    if (spread && (rest.length > 1 || ref.item === 0)) {
      const at = rest[ref.item ?? 0];
      const starred = rest.slice(0, (ref.item ?? 0) + 1).some(({ kind }) => kind === "Starred");
      return at === undefined || starred ? undefined : { expr: at, source };
    }
    return itemOf(rest[0], ref.item, source);
  }

  /** Whether an expression begins with a name that nothing is assigned to: a module that was imported. */
  private isImported(expr: Expr, source: Source): boolean {
    let root = expr;
    while (root.kind === "Attribute") root = root.value;
    return root.kind === "Name" && definitions(source.tree, root.id, root, scopeAt(source.tree, root)).length === 0;
  }
}

function onOneLine({ text }: Source, { start, end }: Expr): string {
  return text.slice(start, end).replace(/\s+/g, " ");
}

function itemOf(
  expr: Expr,
  item: number | undefined,
  source: Source,
): { expr: Expr; source: Source; item?: number } | undefined {
  if (item === undefined) return { expr, source };
  if (!isDisplay(expr)) return { expr, source, item };
  const at = expr.elements[item];
  const starred = expr.elements.slice(0, item + 1).some(({ kind }) => kind === "Starred");
  return at === undefined || starred ? undefined : { expr: at, source };
}

function isDisplay(expr: Expr): expr is Expr & { kind: "Tuple" | "List" } {
  return expr.kind === "Tuple" || expr.kind === "List";
}

function isLast(args: readonly SchemaArgument[], argument: SchemaArgument): boolean {
  const next = args[args.indexOf(argument) + 1];
  return next === undefined || next.keywordOnly;
}

import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { Recorder } from "../facts/recorder";
import type { Place, Unknown } from "../values";
import { type Link, Links, placeKey, say } from "./links";
import { attributeDefinitions, type Definition, definitions, isSelf, parts, scopeAt } from "./syntax";

/** Assignments between the reason and the expression. */
const MAX_PASSED = 32;

/** Why a value is not known: the reason at its place, then the assignments that it came through, up to the expression. */
export function unknownChain(unknown: Unknown, asked: Expr, source: Source, recorder: Recorder): Link[] {
  const links = new Links();
  const passed: Link[] = [];
  let end: Place = { file: source.file, start: asked.start, end: asked.end };
  const marked = carriers(unknown, source.file, recorder);
  const carries = (expr: Expr) => marked.has(`${expr.start}:${expr.end}`) || isPlace(unknown.place, source, expr);
  let expr: Expr | undefined = asked;
  for (let rounds = 0; expr !== undefined && rounds < MAX_PASSED; rounds++) {
    if (isPlace(unknown.place, source, expr)) break;
    const found: Definition | undefined = definitionOf(expr, source, carries);
    if (found === undefined) {
      expr = parts(expr).find((part) => carries(part) || mayCarry(part, unknown.place, source));
      continue;
    }
    if (found.kind === "parameter") {
      end = { file: source.file, start: found.param.start, end: found.param.start + found.param.name.length };
      break;
    }
    const { statement, value } = found;
    const place = { file: source.file, start: statement.start, end: statement.end };
    // The statement that the reason itself stands in is told as the reason.
    if (!holds(place, unknown.place)) {
      const link = links.get(placeKey(place), () => ({ place, kind: "name" }));
      say(link, { kind: "said", text: `so \`${source.text.slice(expr.start, expr.end)}\` is not known` });
      passed.unshift(link);
    }
    expr = value;
  }
  const place = unknown.place ?? end;
  const reason = links.get("reason", () => ({ place, kind: "unknown" }));
  say(reason, { kind: "said", text: unknown.reason });
  return [reason, ...passed];
}

/** Expressions of the file that gave this unknown value. */
function carriers({ reason, place }: Unknown, file: string, recorder: Recorder): Set<string> {
  const found = new Set<string>();
  for (const { node, values } of recorder.expressions.get(file)?.values() ?? [])
    for (const { value } of values.values())
      if ("unknown" in value && value.unknown.reason === reason && value.unknown.place?.start === place?.start)
        found.add(`${node.start}:${node.end}`);
  return found;
}

function isPlace(place: Place | undefined, source: Source, { start, end }: Expr): boolean {
  return place !== undefined && place.file === source.file && place.start === start && place.end === end;
}

function mayCarry(expr: Expr, place: Place | undefined, source: Source): boolean {
  return place !== undefined && place.file === source.file && expr.start <= place.start && place.end <= expr.end;
}

function holds(place: Place, inner: Place | undefined): boolean {
  return inner !== undefined && inner.file === place.file && place.start <= inner.start && inner.end <= place.end;
}

function definitionOf(expr: Expr, source: Source, carries: (expr: Expr) => boolean): Definition | undefined {
  const scope = scopeAt(source.tree, expr);
  const found =
    expr.kind === "Name"
      ? definitions(source.tree, expr.id, expr, scope)
      : expr.kind === "Attribute" && scope.cls !== undefined && isSelf(expr.value, scope)
        ? attributeDefinitions(scope.cls, expr.attr)
        : [];
  return found.find((one) => one.kind === "assigned" && carries(one.value)) ?? found[0];
}

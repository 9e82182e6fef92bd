import type { Comment } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { shapeText } from "../facts/snapshot";
import type { Binding, DiagnosticJson, ShapeJson } from "../report";

const ITEM = "(?:[A-Za-z_][\\w']*|\\d+)(?:\\s*(?:\\*\\*?|//?|\\+|-)\\s*(?:[A-Za-z_][\\w']*|\\d+))*";
const LIST = new RegExp(`^\\s*([([]?)\\s*(${ITEM}(?:\\s*(?:,|×|\\bx\\b)\\s*${ITEM})+)\\s*,?\\s*([)\\]]?)\\s*$`);

/** The items of a comment that is a shape and nothing else: `# nH, Wh*Ww, Wh*Ww`, `# (B, 64, H, W)`. */
export function shapeOfComment(text: string): string[] | undefined {
  const match = LIST.exec(text);
  if (match === null) return undefined;
  const [, open, inside, close] = match;
  if ((open === "") !== (close === "")) return undefined;
  const items = inside.split(/\s*(?:,|×|\bx\b)\s*/);
  // Words of prose between commas are no sizes: without brackets something must look like one.
  const sizeLike = (item: string) =>
    /\d|[*/+-]/.test(item) || /^[A-Z]/.test(item) || item.length <= 2 || /[a-z][A-Z]/.test(item);
  return open !== "" || items.every(sizeLike) ? items : undefined;
}

/** A comment at the end of a line that gives what is bound there a rank or a size that it does not have. */
export function shapeCommentHints(source: Source, bound: readonly Binding[]): DiagnosticJson[] {
  const hints: DiagnosticJson[] = [];
  for (const comment of source.tree.comments) {
    if (comment.ownLine) continue;
    const said = shapeOfComment(comment.text);
    if (said === undefined) continue;
    const bindings = bound.filter((binding) => endsBefore(source, binding, comment));
    const shapes = bindings.flatMap(({ values }) => values).filter(isTensor);
    if (shapes.length === 0 || shapes.some(({ shape }) => fits(said, shape))) continue;
    const start = source.position(comment.start);
    const end = source.position(comment.end);
    const { name } = bindings[0];
    hints.push({
      file: source.file,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      severity: "hint",
      code: "shape-comment",
      message: `The comment says (${said.join(", ")}), but \`${name}\` is ${shapeText(shapes[0])}.`,
    });
  }
  return hints;
}

type TensorShape = { shape: (number | string)[]; dtype: string };

function isTensor(value: ShapeJson): value is TensorShape {
  return !Array.isArray(value) && "shape" in value && Array.isArray(value.shape);
}

/** The binding's statement ends on the comment's line, and nothing but the comment follows. */
function endsBefore(source: Source, binding: Binding, comment: Comment): boolean {
  return (
    !binding.parameter &&
    binding.statementEnd <= comment.start &&
    source.text.slice(binding.statementEnd, comment.start).trim() === "" &&
    !source.text.slice(binding.statementEnd, comment.start).includes("\n")
  );
}

/** Names may be anybody's: only the rank, and numbers against other numbers, can be wrong. */
function fits(said: readonly string[], shape: readonly (number | string)[]): boolean {
  if (said.length !== shape.length) return false;
  return said.every((item, n) => !/^\d+$/.test(item) || typeof shape[n] !== "number" || Number(item) === shape[n]);
}

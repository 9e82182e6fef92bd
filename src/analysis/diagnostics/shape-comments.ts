import type { Comment } from "../../syntax/ast";
import { type CommentShape, inStyle, shapeOfComment, type WrittenSize } from "../../syntax/prose/shapes";
import type { Source } from "../../syntax/source";
import { type Node, visit } from "../../syntax/walk";
import { spanOf } from "../facts/places";
import { shapeText } from "../facts/snapshot";
import type { Binding, DiagnosticJson, FixJson, ShapeJson } from "../report";

export const SHAPE_COMMENT = "shape-comment";

/**
 * A comment at the end of a line that gives what is bound there a rank or a size that it does not have. One mistake is told once a function:
 * where it goes on from line to line, at the first.
 */
export function shapeCommentHints(source: Source, bound: readonly Binding[]): DiagnosticJson[] {
  const hints: DiagnosticJson[] = [];
  const told = new Set<string>();
  for (const comment of source.tree.comments) {
    if (comment.ownLine) continue;
    const said = shapeOfComment(comment.text);
    if (said === undefined) continue;
    const bindings = bound.filter(
      (binding) => endsBefore(source, binding, comment) && (said.name === undefined || said.name === binding.name),
    );
    const tensors = bindings.flatMap(({ name, values }) =>
      values.filter(isTensor).map(({ shape }) => ({ name, shape })),
    );
    if (tensors.length === 0 || tensors.some(({ shape }) => fits(said.sizes, shape))) continue;
    const symbolic = tensors.find(({ shape }) => shape.some((size) => typeof size === "string"));
    // A comment in names is corrected in names.
    const { name, shape } = (said.sizes.every(({ kind }) => kind === "number") ? undefined : symbolic) ?? tensors[0];
    const mistake = `${functionAround(source, comment)?.start} ${difference(said.sizes, shape)}`;
    if (told.has(mistake)) continue;
    told.add(mistake);
    hints.push({
      ...spanOf(source, comment.start, comment.end),
      severity: "hint",
      code: SHAPE_COMMENT,
      message: `The comment says (${said.sizes.map(({ text }) => text).join(", ")}), but \`${name}\` is ${shapeText({ shape, dtype: "" })}.`,
      fix: correction(source, comment, said, shape),
    });
  }
  return hints;
}

/** What a comment gets wrong: the rank, or numbers for others. */
function difference(said: readonly WrittenSize[], shape: readonly (number | string)[]): string {
  if (said.length !== shape.length) return `${said.length} dimensions for ${shape.length}`;
  return said.flatMap((size, n) => (isOtherNumber(size, shape[n]) ? `${size.text} for ${shape[n]}` : [])).join();
}

function functionAround(source: Source, { start, end }: Comment): Node | undefined {
  let found: Node | undefined;
  visit(source.tree.body, (node) => {
    if (node.kind === "FunctionDef" && node.start <= start && end <= node.end) found = node;
  });
  return found;
}

/** Writes the shape anew where the comment has it; what else the comment says stays. */
function correction(
  source: Source,
  comment: Comment,
  said: CommentShape,
  shape: readonly (number | string)[],
): FixJson {
  const text = inStyle(said, shape);
  const at = comment.start + 1;
  return {
    title: `Update shape comment to ${text}`,
    ...spanOf(source, at + said.start, at + said.end),
    text,
  };
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
function fits(said: readonly WrittenSize[], shape: readonly (number | string)[]): boolean {
  if (said.length !== shape.length) return false;
  return said.every((size, n) => !isOtherNumber(size, shape[n]));
}

function isOtherNumber({ kind, text }: WrittenSize, size: number | string): boolean {
  return kind === "number" && typeof size === "number" && Number(text) !== size;
}

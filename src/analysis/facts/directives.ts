import type { Comment } from "../../syntax/ast";
import type { Source } from "../../syntax/source";

/** A comment that silences diagnostics: those of its line, or of the whole file. */
export interface Ignore {
  comment: Comment;
  /** From 1. */
  line: number;
  wholeFile: boolean;
  /** All, where none is named. */
  codes: readonly string[] | undefined;
}

/** An example call in a comment: `# shapescope: WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))`. */
export interface Example {
  text: string;
  /** Offset of the call's text in the file. */
  start: number;
}

const DIRECTIVE = /^(\s*shapescope:\s*)(\S.*)$/;

/** `ignore`, `ignore[rank, dtype]`, `ignore-file`; words may follow. */
const IGNORE = /^ignore(-file)?(?:\[([^\]]*)\])?(?=\s|$)/;

/** What a comment says to ShapeScope. */
function directiveIn(comment: Comment): Example | undefined {
  const match = DIRECTIVE.exec(comment.text);
  return match === null ? undefined : { text: match[2].trim(), start: comment.start + 1 + match[1].length };
}

export function exampleIn(comment: Comment): Example | undefined {
  const directive = directiveIn(comment);
  return directive === undefined || IGNORE.test(directive.text) ? undefined : directive;
}

/** The comments that silence; those for the whole file stand before its first statement. */
export function ignoresOf(source: Source): Ignore[] {
  // Most files have none: comments are looked at only where the word is.
  if (!source.text.includes("shapescope:")) return [];
  const { body, comments } = source.tree;
  const first = body.find((statement) => !(statement.kind === "ExprStmt" && statement.value.kind === "Str"));
  return comments.flatMap((comment) => {
    const found = IGNORE.exec(directiveIn(comment)?.text ?? "");
    const wholeFile = found?.[1] !== undefined;
    if (found === null || (wholeFile && first !== undefined && comment.start > first.start)) return [];
    const codes = found[2]?.split(",").map((code) => code.trim());
    return [{ comment, line: source.line(comment.start), wholeFile, codes }];
  });
}

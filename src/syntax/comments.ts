import type { Span } from "./ast";

/**
 * Comments of many lines, as the grammar is to see them. Its scanner looks ahead over comments for the next indentation, from each of them
 * to the last one: what ten thousand lines in a row cost is their number squared. Of such a row only the first lines are shown to it.
 */

/** Comment lines in a row from which on some are hidden, and how many of them are shown nevertheless: they tell the indentation. */
const LONG = 64;
const SHOWN = 32;

/** The lines of long rows of comments that the grammar need not see. Quotes and `\` end a row: they may belong to a string around it. */
export function hiddenComments(text: string): Span[] {
  const hidden: Span[] = [];
  let lines = 0;
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    if (isPlainComment(text, at, end)) {
      lines++;
      if (lines === SHOWN) start = end;
      if (lines === LONG) hidden.push({ start, end });
      else if (lines > LONG) hidden[hidden.length - 1].end = end;
    } else lines = 0;
    at = end + 1;
  }
  return hidden;
}

function isPlainComment(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && (text[at] === " " || text[at] === "\t")) at++;
  if (text[at] !== "#") return false;
  const line = text.slice(at, end).trimEnd();
  return !line.endsWith("\\") && !line.includes('"""') && !line.includes("'''");
}

/** The text with blanks for what is hidden: every offset and every line stays. */
export function blanked(text: string, hidden: readonly Span[]): string {
  let shown = "";
  let from = 0;
  for (const { start, end } of hidden) {
    shown += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, " ");
    from = end;
  }
  return shown + text.slice(from);
}

/** The places of the comments in hidden lines. */
export function* commentsIn(text: string, { start, end }: Span): Iterable<Span> {
  for (let at = text.indexOf("#", start); at >= 0 && at < end; ) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 ? end : newline;
    yield { start: at, end: stop };
    at = text.indexOf("#", stop);
  }
}

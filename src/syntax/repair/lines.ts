/** An opening bracket that is still open, and where. */
export interface Bracket {
  char: string;
  at: number;
}

/** A logical line: a statement's or a block header's text, over as many lines of the file as its brackets ask for. */
export interface LogicalLine {
  /** Of its first character that is no white space. */
  start: number;
  /** After its code; a comment may follow. */
  end: number;
  indent: number;
  /** Brackets that nothing closes. */
  open: Bracket[];
  /** A closing bracket that nothing opened. */
  stray: number | undefined;
  /** A string that does not end, and the quotes that it lacks. */
  unterminated: { at: number; quote: string } | undefined;
}

const CLOSES: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** No line within brackets begins like this. */
const STATEMENT =
  /(?:def|class|return|import|while|try|except|finally|raise|assert|pass|break|continue|del|global|nonlocal|elif|with)\b|from\s+[.\w]+\s+import\b|@[\w.]+(?:\(.*\))?\s*(?:#.*)?$/my;
/** Nor, where it is not indented deeper than the line that opened the bracket, like this. */
const OUTDENTED =
  /[\w.]+(?:\[.*?\])?(?:\s*:[^=]*)?\s*(?:[-+*/@%&|^]|\/\/|\*\*|<<|>>)?=[^=]|(?:if|for|async|match)\b.*:\s*(?:#.*)?$|[\w.]+\(.*\)\s*(?:#.*)?$/my;

/**
 * Parts broken text into logical lines, for what a parser can't: an open bracket ends where a statement clearly begins,
 * so that one unfinished line does not swallow the rest of the file.
 */
export function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let at = 0;
  while (at < text.length) {
    const lineStart = at;
    while (at < text.length && " \t\f\uFEFF".includes(text[at])) at++;
    const char = text[at];
    if (char === undefined) break;
    if (char === "\n" || char === "\r") at++;
    else if (char === "#") at = lineEnd(text, at);
    else {
      const line = scanLine(text, at, at - lineStart, false);
      const runsAway = line.next >= text.length && (line.open.length > 0 || (line.unterminated?.quote.length ?? 0) > 1);
      const { next, ...kept } = runsAway ? scanLine(text, at, at - lineStart, true) : line;
      lines.push(kept);
      at = Math.max(next, at + 1);
    }
  }
  return lines;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** One logical line from `start`. A hasty scan ends it before the next line that is indented no deeper. */
function scanLine(text: string, start: number, indent: number, hasty: boolean): LogicalLine & { next: number } {
  const open: Bracket[] = [];
  const line: LogicalLine = { start, end: start, indent, open, stray: undefined, unterminated: undefined };
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === "\n") {
      if (open.length === 0 || beginsStatement(text, at + 1, indent, hasty)) break;
      at++;
    } else if (char === "#") at = lineEnd(text, at);
    else if (char === "\\" && /\r?\n/y.test(text.slice(at + 1, at + 3))) {
      at = lineEnd(text, at) + 1;
    } else if (char === '"' || char === "'") {
      const string = scanString(text, at, hasty);
      if (string.unterminated) line.unterminated ??= string.unterminated;
      at = line.end = string.next;
    } else {
      if ("([{".includes(char)) open.push({ char, at });
      else if (char in CLOSES) close(line, char, at);
      at++;
      if (!" \t\r\f".includes(char)) line.end = at;
    }
  }
  return { ...line, next: at };
}

function close(line: LogicalLine, char: string, at: number): void {
  const last = line.open.findLastIndex((bracket) => bracket.char === CLOSES[char]);
  if (last < 0 || last < line.open.length - 1) line.stray ??= at;
  if (last >= 0) line.open.length = last;
}

/** True if the next line with code on it, from the line start `at` on, can't go on inside brackets. */
function beginsStatement(text: string, at: number, indent: number, hasty: boolean): boolean {
  const blank = /(?:[ \t\f]*(?:#.*)?\r?\n)*[ \t\f]*/y;
  blank.lastIndex = at;
  blank.test(text);
  const code = blank.lastIndex;
  if (code >= text.length) return false;
  STATEMENT.lastIndex = code;
  if (STATEMENT.test(text)) return true;
  const depth = code - (text.lastIndexOf("\n", code - 1) + 1);
  if (depth > indent) return false;
  if (hasty) return !")]}".includes(text[code]);
  OUTDENTED.lastIndex = code;
  return OUTDENTED.test(text);
}

function scanString(
  text: string,
  start: number,
  hasty: boolean,
): { next: number; unterminated?: { at: number; quote: string } } {
  const char = text[start];
  const quote = text.startsWith(char.repeat(3), start) ? char.repeat(3) : char;
  let at = start + quote.length;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (text.startsWith(quote, at)) return { next: at + quote.length };
    else if (text[at] === "\n" && (quote.length === 1 || hasty)) break;
    else at++;
  }
  at = Math.min(at, text.length);
  // A carriage return before the line's end is no part of the string.
  if (text[at - 1] === "\r") at--;
  return { next: at, unterminated: { at: start, quote } };
}

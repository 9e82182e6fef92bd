/** An opening bracket that is still open, and where. */
interface Bracket {
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

/** Brackets over more lines than this are taken for unclosed: else many of them would each be followed to the end. */
const MAX_NEWLINES = 300;

const CLOSES: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** How far the scan goes in taking a new line for the end of an open bracket. */
enum Haste {
  /** Only where the bracket can't go on. */
  None,
  /** Also where a line looks like a statement and is indented no deeper. */
  Some,
  /** At any line that is indented no deeper. */
  All,
}

/** No line within brackets begins like this. */
const STATEMENT =
  /(?:def|class|return|import|while|try|except|finally|raise|assert|pass|break|continue|del|global|nonlocal|elif|with)\b|from\s+[.\w]+\s+import\b|\w+\.[\w.]+(?:\[.*?\])?\s*=[^=]|@[\w.]+(?:\(.*\))?\s*(?:#.*)?$/my;
/** Nor, where it is not indented deeper than the line that opened the bracket, like this; a keyword argument may. */
const OUTDENTED =
  /[\w.]+(?:\[.*?\])?(?:\s*:[^=]*)?\s*(?:[-+*/@%&|^]|\/\/|\*\*|<<|>>)?=[^=]|(?:if|for|async|match)\b.*:\s*(?:#.*)?$|[\w.]+\(.*\)\s*(?:#.*)?$/my;
/** A line that goes on with an operand, which needs an operator or a comma before it. */
const OPERAND = /(?!(?:and|or|in|is|not|if|else|for|async|as)\b)(?![bBfFrRuUtT]{1,2}['"])[A-Za-z_]/y;
const KEYWORD_BEFORE = /\b(?:and|or|in|is|not|if|else|for|async|lambda|await|yield|from|as)$/;

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
      const scan = (haste: Haste) => scanLine(text, at, at - lineStart, haste);
      let line = scan(Haste.None);
      if (line.open.length > 0 || line.stray !== undefined) line = scan(Haste.Some);
      const isDocstring = (line.unterminated?.quote.length ?? 0) > 1;
      const runsAway = isDocstring || (line.open.length > 0 && line.next >= text.length);
      if (runsAway) line = scan(Haste.All);
      const { next, ...kept } = line;
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

/** One logical line from `start`.  */
function scanLine(text: string, start: number, indent: number, haste: Haste): LogicalLine & { next: number } {
  const open: Bracket[] = [];
  const line: LogicalLine = { start, end: start, indent, open, stray: undefined, unterminated: undefined };
  let at = start;
  let newlines = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === "\n") {
      if (open.length === 0 || ++newlines > MAX_NEWLINES || beginsStatement(text, line.end, at + 1, indent, haste))
        break;
      at++;
    } else if (char === "#") at = lineEnd(text, at);
    else if (char === "\\" && /\r?\n/y.test(text.slice(at + 1, at + 3))) {
      at = lineEnd(text, at) + 1;
    } else if (char === '"' || char === "'") {
      const string = scanString(text, at, indent, haste === Haste.All);
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

/** True if the next line with code on it, from the line start `at` on, can't go on with what ended at `before`. */
function beginsStatement(text: string, before: number, at: number, indent: number, haste: Haste): boolean {
  const blank = /(?:[ \t\f]*(?:#.*)?\r?\n)*[ \t\f]*/y;
  blank.lastIndex = at;
  blank.test(text);
  const code = blank.lastIndex;
  if (code >= text.length) return false;
  if (matchesAt(STATEMENT, text, code)) return true;
  const afterOperand = /[\w)\]}'"]/.test(text[before - 1]) && !KEYWORD_BEFORE.test(text.slice(before - 8, before));
  if (afterOperand && matchesAt(OPERAND, text, code)) return true;
  const depth = code - (text.lastIndexOf("\n", code - 1) + 1);
  if (depth > indent || haste === Haste.None) return false;
  return haste === Haste.All ? !")]}".includes(text[code]) : matchesAt(OUTDENTED, text, code);
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

interface ScannedString {
  next: number;
  unterminated?: LogicalLine["unterminated"];
}

function scanString(text: string, start: number, indent: number, hasty: boolean): ScannedString {
  const char = text[start];
  const quote = text.startsWith(char.repeat(3), start) ? char.repeat(3) : char;
  let at = start + quote.length;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (text.startsWith(quote, at)) {
      // `"""Returns` opens a docstring: what it seems to close was never closed.
      const opens = quote.length === 3 && /\w/.test(text[at + 3] ?? "");
      if (opens && !hasty) return scanString(text, start, indent, true);
      if (!opens) return { next: at + quote.length };
      break;
    } else if (text[at] === "\n" && (quote.length === 1 || (hasty && looksLikeCode(text, at + 1, indent)))) break;
    else at++;
  }
  at = Math.min(at, text.length);
  while (/\s/.test(text[at - 1] ?? "")) at--;
  return { next: at, unterminated: { at: start, quote } };
}

/** True if the line at `at` is hardly one of a docstring whose quotes are indented by `indent`. */
function looksLikeCode(text: string, at: number, indent: number): boolean {
  const code = at + /[ \t]*/y.exec(text.slice(at, lineEnd(text, at)))![0].length;
  if (code >= text.length || "\r\n".includes(text[code])) return false;
  return code - at < indent || matchesAt(STATEMENT, text, code) || matchesAt(OUTDENTED, text, code);
}

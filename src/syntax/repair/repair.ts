import type { Span, SyntaxProblem } from "../ast";
import type { FlatTree } from "../tree";
import { type LogicalLine, logicalLines } from "./lines";
import { PLACEHOLDER as _, type Patch, PatchedText } from "./patches";

/** Tells whether a few lines of Python parse; where not, where the first error is. */
export type Check = (text: string) => Span | undefined;

export interface Repaired {
  /** As the user wrote it. */
  before: string;
  text: PatchedText;
  /** In order, apart from one another. */
  patches: readonly Patch[];
  problems: SyntaxProblem[];
}

/** Lines looked at one by one, at most: what is broken in more places than that is left as it is. */
const MAX_LINES = 400;
/** Code units that may be checked for the repair of a file: thousands of open brackets are slow to read, and are read for each way to go on. */
const MAX_CHECKED = 150_000;

/**
 * Makes text with errors readable a line at a time: an unfinished line is finished with placeholders, a line that makes
 * no sense is replaced by a statement that does nothing. `errors` says where the parser had trouble; only lines there
 * and lines that are visibly unfinished are looked at.
 */
export function repair(
  text: string,
  errors: readonly Span[],
  check: Check,
  onlyUnfinished: boolean,
): Repaired | undefined {
  const patches: Patch[] = [];
  const problems: SyntaxProblem[] = [];
  const affordable = limited(check);
  let looked = 0;
  const lines = logicalLines(text);
  for (const [k, line] of lines.entries()) {
    const unfinished =
      line.open.length > 0 ||
      line.stray !== undefined ||
      line.unterminated !== undefined ||
      lacksValue(text.slice(line.start, line.end));
    // An error shows at its line, or at the next where the line lacks something at its end.
    const end = lines[k + 1]?.end ?? text.length;
    const suspect = unfinished || (!onlyUnfinished && errors.some((e) => e.start <= end && line.start <= e.end));
    if (!suspect) continue;
    if (++looked > MAX_LINES) break;
    const fixed = fix(text, line, affordable);
    if (fixed === undefined) continue;
    patches.push(...fixed.patches);
    if (fixed.problem) problems.push(fixed.problem);
  }
  return patches.length > 0 ? { before: text, text: new PatchedText(text, patches), patches, problems } : undefined;
}

/** `x =` and nothing behind it: the grammar takes the next line for the value. */
function lacksValue(code: string): boolean {
  return code.endsWith("=") && !code.startsWith("#");
}

/** Whether a line may end so; the signs may stand in a bracket, a string or a comment, too. */
export function mayLackValue(text: string): boolean {
  return /=[ \t\f]*(?:#[^\n]*)?\r?$/m.test(text);
}

/** The check, as long as it may go on; then whatever is asked for counts as wrong at its beginning. */
function limited(check: Check): Check {
  let left = MAX_CHECKED;
  return (text) => {
    if (text.length > left) return { start: 0, end: text.length };
    left -= text.length;
    return check(text);
  };
}

/** Where the parser had trouble: outermost errors and tokens it had to add. */
export function errorSpans(tree: FlatTree): Span[] {
  const spans: Span[] = tree.missing.map(({ at }) => ({ start: Math.max(0, at - 1), end: at }));
  for (let i = 0; i < tree.count; ) {
    if (tree.type(i) !== "ERROR") i++;
    else {
      spans.push({ start: tree.start(i), end: tree.end(i) });
      i = tree.next(i);
    }
  }
  return spans;
}

interface Fix {
  patches: Patch[];
  problem?: SyntaxProblem;
}

const HEADER = /(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b/y;
const CLOSER: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** What a line may lack at its end, the likeliest first. */
const ENDINGS = ["", ` ${_}`, ` in ${_}`, ` else ${_}`, ` ${_} else ${_}`, `: ${_}`, ` import ${_}`];

/** Parameters that are not written yet: whatever a call gives, it is not known to be wrong. */
const ANY = `*${_}, **${_}`;
const DEF = /(?:async\s+)?def\b/y;
const DEF_ENDINGS = [ANY, `, ${ANY}`, `(${ANY})`, ` ${_}(${ANY})`];

/** Lines that stand alone in a check need these before them. */
const CONTEXT: [RegExp, string][] = [
  [/(?:elif|else)\b/y, "if _:\n pass\n"],
  [/(?:except|finally)\b/y, "try:\n pass\n"],
  [/case\b/y, "match _:\n "],
];

function fix(text: string, line: LogicalLine, check: Check): Fix | undefined {
  const code = text.slice(line.start, line.end);
  const isHeader = matches(HEADER, code);
  const trouble = trial(check, code, isHeader);
  if (trouble === undefined) return undefined;
  const known = helped(line, code, check) ?? withoutTypeDefaults(line, code, isHeader, check);
  return known ?? finished(line, code, isHeader, check) ?? replaced(line, code, trouble, check);
}

function matches(pattern: RegExp, code: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(code);
}

/** Checks one line by itself: a header gets a body, an `else` its `if`. */
function trial(check: Check, code: string, isHeader: boolean): Span | undefined {
  let before = "";
  for (const [pattern, context] of CONTEXT) if (matches(pattern, code)) before = context;
  let after = "\n";
  if (isHeader && code.endsWith(":")) after = matches(/match\b/y, code) ? "\n  case _: pass\n" : " pass\n";
  if (code.startsWith("@")) after = "\ndef _(): pass\n";
  const found = check(`${before}${code}${after}`);
  return found && { start: Math.max(0, found.start - before.length), end: Math.max(0, found.end - before.length) };
}

/** `x = a, *[b]` is Python, but the grammar knows it in parentheses only. */
function helped(line: LogicalLine, code: string, check: Check): Fix | undefined {
  const head = /^(?:return\s|.*?[^=!<>]=(?!=)|for\s.*?\sin\s)\s*/s.exec(code);
  if (!head || !/\*\s*[([{]/.test(code) || line.open.length > 0) return undefined;
  const isFor = code.startsWith("for");
  const tail = isFor && code.endsWith(":") ? ":" : "";
  const value = code.slice(head[0].length, code.length - tail.length);
  if (trial(check, `${head[0]}(${value})${tail}`, isFor) !== undefined) return undefined;
  const start = line.start + head[0].length;
  const end = line.end - tail.length;
  return {
    patches: [
      { start, end: start, text: "(", kind: "help" },
      { start: end, end, text: ")", kind: "help" },
    ],
  };
}

const TYPED = /^(?:class|(?:async\s+)?def|type)\s+\w+\s*\[/;

/** `class Head[D = int]`: defaults of type parameters are Python since 3.13 (PEP 696), but not to the grammar. They change nothing that runs. */
function withoutTypeDefaults(line: LogicalLine, code: string, isHeader: boolean, check: Check): Fix | undefined {
  const head = TYPED.exec(code)?.[0];
  if (head === undefined || line.open.length > 0) return undefined;
  const patches: Patch[] = [];
  let depth = 1;
  let from: number | undefined;
  for (let at = head.length; at < code.length && depth > 0; at++) {
    const char = code[at];
    if ("([{".includes(char)) depth++;
    if (")]}".includes(char)) depth--;
    const ends = depth === 0 || (depth === 1 && char === ",");
    if (ends && from !== undefined) {
      patches.push({ start: line.start + from, end: line.start + at, text: "", kind: "help" });
      from = undefined;
    } else if (depth === 1 && char === "=") from ??= at;
  }
  if (patches.length === 0) return undefined;
  const plain = patches.toReversed().reduce((text, { start, end }) => {
    return text.slice(0, start - line.start) + text.slice(end - line.start);
  }, code);
  return trial(check, plain, isHeader) === undefined ? { patches } : undefined;
}

/** The line with what it lacks at its end. */
function finished(line: LogicalLine, code: string, isHeader: boolean, check: Check): Fix | undefined {
  const closers = line.open
    .map((bracket) => CLOSER[bracket.char])
    .reverse()
    .join("");
  const quote = line.unterminated?.quote ?? "";
  const colons = isHeader ? (code.endsWith(":") && closers === "" ? [""] : ["", ":"]) : [""];
  for (const ending of matches(DEF, code) ? [...DEF_ENDINGS, ...ENDINGS] : ENDINGS)
    for (const colon of colons) {
      const added = `${quote}${ending}${closers}${colon}`;
      if (added === "" || trial(check, code + added, isHeader) !== undefined) continue;
      const patch: Patch = { start: line.end, end: line.end, text: added, kind: "filler" };
      return { patches: [patch], problem: lacking(line, code, added) };
    }
  return undefined;
}

function lacking(line: LogicalLine, code: string, added: string): SyntaxProblem {
  const bracket = line.open.at(-1);
  if (line.unterminated) return unterminated(code, line);
  if (bracket) return { message: `'${bracket.char}' was never closed`, start: bracket.at, end: bracket.at + 1 };
  const message = added === ":" ? "Expected ':'" : "Invalid syntax: the line is not complete";
  return { message, start: Math.max(line.start, line.end - 1), end: line.end };
}

/** The line's beginning with a placeholder for the rest; or nothing of it. */
function replaced(line: LogicalLine, code: string, trouble: Span, check: Check): Fix {
  const problem = nonsense(line, code, trouble);
  for (const [pattern, ending] of SKELETONS) {
    const head = pattern.exec(code);
    if (!head) continue;
    const kept = head[0];
    const isHeader = matches(HEADER, code);
    if (trial(check, kept + ending, isHeader) !== undefined) continue;
    const patch: Patch = { start: line.start + kept.length, end: line.end, text: ending, kind: "filler" };
    return { patches: [patch], problem };
  }
  return { patches: [{ start: line.start, end: line.end, text: "pass", kind: "line" }], problem };
}

/** What to keep of a line that makes no sense, and how it then goes on. */
const SKELETONS: [RegExp, string][] = [
  [/^(?:async\s+)?def\s+\w+/, `(${ANY}):`],
  [/^class\s+\w+/, `(${_}):`],
  [/^case\b/, ` ${_} if ${_}:`],
  [/^(?:if|elif|while|match|(?:async\s+)?with)\b/, ` ${_}:`],
  [/^(?:async\s+)?for\s+[\w, ]+\s+in\b/, ` ${_}:`],
  [/^(?:async\s+)?for\b/, ` ${_} in ${_}:`],
  [/^(?:else|try|except|finally)\b/, ":"],
  [/^(?:return|raise|assert|del)\b/, ` ${_}`],
  [/^@/, _],
  [/^[^=()]+?(?:[-+*/@%&|^]|\/\/|\*\*|<<|>>)?=(?!=)/, ` ${_}`],
];

function nonsense(line: LogicalLine, code: string, trouble: Span): SyntaxProblem {
  if (line.stray !== undefined) return { message: "Unmatched bracket", start: line.stray, end: line.stray + 1 };
  if (line.unterminated) return unterminated(code, line);
  const bracket = line.open.at(-1);
  if (bracket) return { message: `'${bracket.char}' was never closed`, start: bracket.at, end: bracket.at + 1 };
  const start = Math.min(line.start + trouble.start, line.end - 1);
  return { message: "Invalid syntax", start, end: Math.min(Math.max(line.start + trouble.end, start + 1), line.end) };
}

function unterminated(code: string, line: LogicalLine): SyntaxProblem {
  const start = line.unterminated!.at;
  const [shown] = code.slice(start - line.start).split(/\r?\n/, 1);
  return { message: "Unterminated string", start, end: start + shown.length };
}

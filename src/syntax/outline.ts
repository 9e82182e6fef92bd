/**
 * Where the statements at the top of a file begin, found without parsing: of an imported file only what is used has to be parsed.
 * Strings, brackets and continued lines are followed; what is mistaken nevertheless shows when the part is parsed.
 */

import { stringEnd } from "./quotes";

/** A statement at the top of a file, with the blank lines and comments after it. */
export interface Part {
  start: number;
  /** Where the next part begins. */
  end: number;
  /** The one name that it binds: of a definition, or of `name = value`. */
  name: string | undefined;
  /** The text of its decorators. */
  decorators: string;
}

/** What matters at the top level. */
const TOKEN = /#[^\n]*|"""|'''|["'([{)\]}\n=;]|\\\r?\n|[=<>!:+\-*/%&|^@]=/g;

/** Lines that go on with the statement before. */
const CONTINUED = /(?:else|elif|except|finally)\b/y;
const DEFINITION = /(?:(?:async[ \t]+)?def|class)[ \t]+([\p{L}_][\p{L}\p{N}_]*)/uy;
const ASSIGNMENT = /([\p{L}_][\p{L}\p{N}_]*)[ \t]*=(?!=)/uy;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The parts of a file; undefined where its brackets or quotes don't match, so that only a parser can tell. */
export function outline(text: string): Part[] | undefined {
  const parts: Part[] = [];
  let part: Part | undefined;
  /** Whether only decorators have been seen of the part. */
  let decorated = false;
  /** Signs of assignment outside brackets, and whether a semicolon ends a statement within its line. */
  let signs = 0;
  let several = false;

  const finish = (end: number) => {
    if (part === undefined) return;
    part.end = end;
    const assigned = part.name === undefined && signs === 1 ? matchAt(ASSIGNMENT, text, part.start) : null;
    if (assigned !== null) part.name = assigned[1];
    if (several) part.name = undefined;
    parts.push(part);
  };
  /** A line that begins at `at`, outside brackets and strings. */
  const line = (at: number) => {
    const first = text.charCodeAt(at);
    // Blank, indented, a comment, or a closing bracket.
    if (!(first > 32) || first === 35) return;
    if (part !== undefined && matchAt(CONTINUED, text, at) !== null) return;
    const definition = matchAt(DEFINITION, text, at);
    if (decorated && part !== undefined && (definition !== null || first === 64)) {
      if (definition === null) return;
      part.name = definition[1];
      part.decorators = text.slice(part.start, at);
    } else {
      finish(at);
      part = { start: at, end: at, name: definition?.[1], decorators: "" };
      several = false;
    }
    signs = definition === null ? 0 : 2;
    decorated = first === 64;
  };

  let depth = 0;
  line(text.charCodeAt(0) === 0xfeff ? 1 : 0);
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const [sign] = token;
    switch (sign) {
      case '"':
      case "'":
      case '"""':
      case "'''": {
        const end = stringEnd(text, token.index, sign);
        if (end === undefined) return undefined;
        TOKEN.lastIndex = end;
        break;
      }
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        if (--depth < 0) return undefined;
        break;
      case "\n":
        if (depth === 0) line(token.index + 1);
        break;
      case "=":
        if (depth === 0) signs++;
        break;
      case ";":
        // A definition's own statements are indented, or follow its colon.
        if (depth === 0 && part !== undefined && part.name === undefined) several = true;
        break;
    }
  }
  finish(text.length);
  return depth === 0 ? parts : undefined;
}

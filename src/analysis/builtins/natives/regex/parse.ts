import { CATEGORIES, ignoringCase, type Test } from "./characters";

/** A pattern of Python's `re`, read: https://docs.python.org/3/library/re.html#regular-expression-syntax */
export type Node =
  | { kind: "test"; test: Test }
  | { kind: "sequence"; parts: readonly Node[] }
  | { kind: "choice"; options: readonly Node[] }
  | { kind: "repeat"; node: Node; min: number; max: number; lazy: boolean }
  | { kind: "group"; index: number; node: Node }
  | { kind: "reference"; index: number; caseless: boolean }
  /** `width` is that of a look behind. */
  | { kind: "look"; node: Node; negated: boolean; width: number | undefined }
  | { kind: "atomic"; node: Node }
  | { kind: "conditional"; index: number; met: Node; orelse: Node }
  | { kind: "place"; place: Place };

/** Assertions about a place in the text. */
export type Place =
  | "start"
  | "end"
  | "lineStart"
  | "lineEnd"
  | "textEnd"
  | "boundary"
  | "inside"
  | "asciiBoundary"
  | "asciiInside";

export interface Pattern {
  node: Node;
  /** Groups, without the whole. */
  groups: number;
  names: ReadonlyMap<string, number>;
}

/** Python's flags as `re` numbers them. */
const IGNORECASE = 2;
const MULTILINE = 8;
const DOTALL = 16;
const VERBOSE = 64;
const ASCII = 256;
const LETTERS: Record<string, number> = { i: IGNORECASE, m: MULTILINE, s: DOTALL, x: VERBOSE, a: ASCII, u: 0, L: 0 };

/** The pattern is malformed, or has what is not followed. */
class NotRead {}

/** Groups within one another, at most. */
const MAX_DEPTH = 100;
/** What Python takes for the largest number of repetitions. */
const MAX_REPEAT = 2 ** 32 - 1;

const CONTROLS: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const PLACES: Record<string, Place> = { A: "start", Z: "textEnd", b: "boundary", B: "inside" };
const ASCII_PLACES: Partial<Record<Place, Place>> = { boundary: "asciiBoundary", inside: "asciiInside" };
const EMPTY: Node = { kind: "sequence", parts: [] };

/** The pattern, or undefined where it is malformed or has what is not followed. */
export function parsePattern(text: string, flags: number): Pattern | undefined {
  try {
    return new Reader(text, flags).pattern();
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

class Reader {
  private readonly names = new Map<string, number>();
  private readonly chars: readonly string[];
  private at = 0;
  private groups = 0;
  private depth = 0;

  constructor(
    text: string,
    private flags: number,
  ) {
    this.chars = [...text];
  }

  pattern(): Pattern {
    const node = this.choice();
    if (this.at < this.chars.length) throw new NotRead();
    return { node, groups: this.groups, names: this.names };
  }

  private has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  private takes(text: string): boolean {
    for (let n = 0; n < text.length; n++) if (this.chars[this.at + n] !== text[n]) return false;
    this.at += text.length;
    return true;
  }

  private next(): string {
    const char = this.chars[this.at++];
    if (char === undefined) throw new NotRead();
    return char;
  }

  /** The text up to `end`, which is taken, too. */
  private until(end: string): string {
    let found = "";
    for (let char = this.next(); char !== end; char = this.next()) found += char;
    return found;
  }

  private choice(): Node {
    if (++this.depth > MAX_DEPTH) throw new NotRead();
    const options = [this.sequence()];
    while (this.takes("|")) options.push(this.sequence());
    this.depth--;
    return options.length === 1 ? options[0] : { kind: "choice", options };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.chars.length && this.chars[this.at] !== "|" && this.chars[this.at] !== ")") {
      const item = this.item();
      if (item !== undefined) parts.push(this.repeated(item));
    }
    return parts.length === 1 ? parts[0] : { kind: "sequence", parts };
  }

  /** One item without what repeats it; undefined for what matches nothing: comments and flags. */
  private item(): Node | undefined {
    const char = this.next();
    switch (char) {
      case ".":
        return { kind: "test", test: this.has(DOTALL) ? () => true : (code) => code !== 10 };
      case "^":
        return { kind: "place", place: this.has(MULTILINE) ? "lineStart" : "start" };
      case "$":
        return { kind: "place", place: this.has(MULTILINE) ? "lineEnd" : "end" };
      case "[":
        return this.set();
      case "(":
        return this.group();
      case "\\":
        return this.escape();
      case "*":
      case "+":
      case "?":
        throw new NotRead();
    }
    if (this.has(VERBOSE)) {
      if (/\s/.test(char)) return undefined;
      if (char === "#") {
        while (this.at < this.chars.length && this.chars[this.at] !== "\n") this.at++;
        return undefined;
      }
    }
    return this.literal(char.codePointAt(0)!);
  }

  private literal(code: number): Node {
    return this.test((other) => other === code);
  }

  private test(test: Test): Node {
    return { kind: "test", test: this.has(IGNORECASE) ? ignoringCase(test) : test };
  }

  private repeated(node: Node): Node {
    if (this.has(VERBOSE)) while (/\s/.test(this.chars[this.at] ?? "x")) this.at++;
    const bounds = this.bounds();
    if (bounds === undefined) return node;
    const [min, max] = bounds;
    if (node.kind === "place" || max < min) throw new NotRead();
    const lazy = this.takes("?");
    const repeat: Node = { kind: "repeat", node, min, max, lazy };
    const possessive = !lazy && this.takes("+");
    if (/[*+?]/.test(this.chars[this.at] ?? "")) throw new NotRead();
    return possessive ? { kind: "atomic", node: repeat } : repeat;
  }

  /** `*`, `+`, `?`, `{2}`, `{2,}`, `{,3}`; braces that are none of these are text. */
  private bounds(): [number, number] | undefined {
    if (this.takes("*")) return [0, MAX_REPEAT];
    if (this.takes("+")) return [1, MAX_REPEAT];
    if (this.takes("?")) return [0, 1];
    if (this.chars[this.at] !== "{") return undefined;
    const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.chars.slice(this.at, this.at + 24).join(""));
    if (found === null || (found[1] === "" && found[2] === "")) return undefined;
    this.at += found[0].length;
    const min = found[1] === "" ? 0 : Number(found[1]);
    return [min, found[2] === "" ? min : found[3] === "" ? MAX_REPEAT : Number(found[3])];
  }

  private escape(): Node {
    const char = this.next();
    const place = PLACES[char];
    if (place !== undefined)
      return { kind: "place", place: (this.has(ASCII) ? ASCII_PLACES[place] : undefined) ?? place };
    if (/[1-9]/.test(char)) {
      const digits = /^\d?/.exec(this.chars[this.at] ?? "")![0];
      // Three octal digits are a character.
      if (/^[0-3][0-7][0-7]$/.test(char + this.chars.slice(this.at, this.at + 2).join("")))
        return this.literal(this.octal(char));
      this.at += digits.length;
      return this.reference(Number(char + digits));
    }
    return this.test(this.escaped(char));
  }

  /** The characters of an escape inside or outside of a set. */
  private escaped(char: string): Test {
    const category = CATEGORIES[char.toLowerCase()];
    if (category !== undefined && /[dDsSwW]/.test(char)) {
      const test = this.has(ASCII) ? category.ascii : category.unicode;
      return char === char.toLowerCase() ? test : (code) => !test(code);
    }
    const code = this.character(char);
    return (other) => other === code;
  }

  /** The one character that an escape stands for. */
  private character(char: string): number {
    if (char in CONTROLS) return CONTROLS[char];
    const length = { x: 2, u: 4, U: 8 }[char];
    if (length !== undefined) {
      const digits = this.chars.slice(this.at, this.at + length).join("");
      if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits)) throw new NotRead();
      this.at += length;
      return Number.parseInt(digits, 16);
    }
    if (/[0-7]/.test(char)) return this.octal(char);
    if (/[A-Za-z0-9]/.test(char)) throw new NotRead();
    return char.codePointAt(0)!;
  }

  private octal(first: string): number {
    const more = /^[0-7]{0,2}/.exec(this.chars.slice(this.at, this.at + 2).join(""))![0];
    this.at += more.length;
    return Number.parseInt(first + more, 8);
  }

  private set(): Node {
    const negated = this.takes("^");
    const tests: Test[] = [];
    for (let first = true; ; first = false) {
      const char = this.next();
      if (char === "]" && !first) break;
      if (char === "\\" && /[dDsSwW]/.test(this.chars[this.at] ?? "")) {
        tests.push(this.escaped(this.next()));
        continue;
      }
      const low = char === "\\" ? this.character(this.next()) : char.codePointAt(0)!;
      const last = this.chars[this.at + 1];
      if (this.chars[this.at] !== "-" || last === undefined || last === "]") {
        tests.push((code) => code === low);
        continue;
      }
      this.at++;
      const end = this.next();
      const high = end === "\\" ? this.character(this.next()) : end.codePointAt(0)!;
      if (high < low) throw new NotRead();
      tests.push((code) => code >= low && code <= high);
    }
    const some: Test = (code) => tests.some((test) => test(code));
    const any = this.has(IGNORECASE) ? ignoringCase(some) : some;
    return { kind: "test", test: negated ? (code) => !any(code) : any };
  }

  private reference(index: number): Node {
    if (index > this.groups) throw new NotRead();
    return { kind: "reference", index, caseless: this.has(IGNORECASE) };
  }

  private named(name: string): number {
    const index = this.names.get(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined);
    if (index === undefined) throw new NotRead();
    return index;
  }

  private group(): Node | undefined {
    if (!this.takes("?")) return this.capture();
    if (this.takes("P<")) {
      const name = this.until(">");
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || this.names.has(name)) throw new NotRead();
      this.names.set(name, this.groups + 1);
      return this.capture();
    }
    if (this.takes("P=")) return this.reference(this.named(this.until(")")));
    if (this.takes("#")) {
      this.until(")");
      return undefined;
    }
    if (this.takes(":")) {
      const node = this.inside();
      // In a group, an assertion may be repeated.
      return node.kind === "place" ? { kind: "sequence", parts: [node] } : node;
    }
    if (this.takes(">")) return { kind: "atomic", node: this.inside() };
    for (const [mark, negated] of LOOKS_AHEAD)
      if (this.takes(mark)) return { kind: "look", node: this.inside(), negated, width: undefined };
    for (const [mark, negated] of LOOKS_BEHIND)
      if (this.takes(mark)) {
        const node = this.inside();
        return { kind: "look", node, negated, width: widthOf(node) };
      }
    if (this.takes("(")) return this.conditional();
    return this.flagged();
  }

  private capture(): Node {
    const index = ++this.groups;
    return { kind: "group", index, node: this.inside() };
  }

  /** What stands before the closing parenthesis; flags that are set inside end there. */
  private inside(): Node {
    const { flags } = this;
    const node = this.choice();
    this.flags = flags;
    if (!this.takes(")")) throw new NotRead();
    return node;
  }

  /** `(?(1)yes|no)` */
  private conditional(): Node {
    const index = this.named(this.until(")"));
    const found = this.inside();
    if (found.kind !== "choice") return { kind: "conditional", index, met: found, orelse: EMPTY };
    const [met, orelse, ...more] = found.options;
    if (more.length > 0) throw new NotRead();
    return { kind: "conditional", index, met, orelse };
  }

  /** `(?i)` for all that follows, `(?i:...)` and `(?-i:...)` for what is inside. */
  private flagged(): Node | undefined {
    const { flags } = this;
    let removes = false;
    for (let char = this.next(); ; char = this.next()) {
      if (char === ")" && !removes) return undefined;
      if (char === ":") break;
      if (char === "-") removes = true;
      else if (!(char in LETTERS)) throw new NotRead();
      else if (removes) this.flags &= ~LETTERS[char];
      else this.flags |= LETTERS[char];
    }
    const node = this.inside();
    this.flags = flags;
    return node;
  }
}

const LOOKS_AHEAD = [
  ["=", false],
  ["!", true],
] as const;
const LOOKS_BEHIND = [
  ["<=", false],
  ["<!", true],
] as const;

/** The number of characters that a look behind goes back; Python takes none that varies. */
function widthOf(node: Node): number {
  switch (node.kind) {
    case "test":
      return 1;
    case "place":
    case "look":
      return 0;
    case "sequence":
      return node.parts.reduce((width, part) => width + widthOf(part), 0);
    case "group":
    case "atomic":
      return widthOf(node.node);
    case "repeat": {
      const width = widthOf(node.node);
      if (node.min !== node.max && width > 0) throw new NotRead();
      return width === 0 ? 0 : node.min * width;
    }
    case "choice":
      return common(node.options.map(widthOf));
    case "conditional":
      return common([widthOf(node.met), widthOf(node.orelse)]);
    case "reference":
      throw new NotRead();
  }
}

function common(widths: readonly number[]): number {
  if (widths.some((width) => width !== widths[0])) throw new NotRead();
  return widths[0];
}

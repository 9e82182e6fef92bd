/** Shapes as people write them for people: `# q: (B, 64, H, W)`, `# BxNxC`, `x (Tensor): of shape [batch, seq_len]`. */

import { type Token, tokensOf } from "./tokens";

/** One size of a shape that somebody wrote. */
export interface WrittenSize {
  text: string;
  kind: "name" | "number" | "formula";
}

/** A list of sizes and how it is written. */
export interface WrittenShape {
  sizes: WrittenSize[];
  /** Offsets in the text, brackets included. */
  start: number;
  end: number;
  open: string;
  close: string;
  /** Between two sizes, with its white space. */
  separator: string;
}

/** A shape that is a comment's whole text, but for a few words. */
export interface CommentShape extends WrittenShape {
  /** The name that it speaks of, in `# q: (B, N, C)`. */
  name: string | undefined;
}

/** Names before a colon that stand for whatever the line binds. */
const ANY_NAME = new Set(["shape", "size", "dim", "dims", "out", "output", "result", "return", "returns"]);

const PRODUCTS = new Set(["*", "**", "/", "//"]);
const SUMS = new Set([...PRODUCTS, "+", "-"]);
const ARROWS = new Set(["->", "=>", "→"]);
/** What may stand between a shape and words about it. */
const DASHES = new Set([":", ";", "-", "–", "—"]);

/** The shape that a comment's text is, maybe with a few words around it: `# nH, Wh*Ww, Wh*Ww`, `# q: (B, 64, H, W)`, `# BxNxC`. */
export function shapeOfComment(text: string): CommentShape | undefined {
  const reader = new Reader(text, SUMS);
  const compact = reader.compact();
  if (compact !== undefined) return { ...compact, name: undefined };
  const before = reader.lead();
  const name = before === undefined || ANY_NAME.has(before.toLowerCase()) ? undefined : before;
  const shape = reader.bracketed();
  if (shape !== undefined) return shape.sizes.length > 1 && reader.endsInWords() ? { ...shape, name } : undefined;
  const plain = new Reader(text, SUMS).plain();
  if (plain === undefined) return undefined;
  // Words of prose between commas are no sizes, and `3 x 3` is a kernel: without brackets something must look like a shape.
  const { sizes, separator } = plain;
  const kernel = !separator.includes(",") && sizes.every(isNumber);
  return sizes.every(isSizeLike) && !kernel ? { ...plain, name: undefined } : undefined;
}

/** The first shape between brackets in a line of prose: `(B, N, C)`, `[BxTxCxHxW]`, `(N,)`. One name between brackets is a remark. */
export function shapeInLine(line: string): WrittenSize[] | undefined {
  const tokens = tokensOf(line);
  for (const [n, { text }] of tokens.entries()) {
    if (text !== "(" && text !== "[") continue;
    const sizes = new Reader(line, PRODUCTS, tokens.slice(n)).anyBracketed();
    if (sizes !== undefined) return sizes;
  }
  return undefined;
}

/** What a docstring says of a parameter: the rest of the line behind `x:`, `x (Tensor):` or `:param Tensor x:`. */
export function lineAbout(docstring: string, name: string): string | undefined {
  for (const line of docstring.split("\n")) {
    let tokens = tokensOf(line);
    if (tokens[0]?.text === ":" && tokens[1]?.text === "param") {
      tokens = tokens.slice(2);
      if (tokens[0]?.text !== name && tokens[1]?.text === name) tokens = tokens.slice(1);
    }
    if (tokens[0]?.text !== name) continue;
    const bracket = tokens[1]?.text === "(" ? tokens.findIndex(({ text }) => text === ")") : 0;
    const colon = tokens[bracket + 1];
    if (bracket >= 0 && colon?.text === ":") return line.slice(colon.end);
  }
  return undefined;
}

/** Another shape in the same style: brackets or none, the same separator. */
export function inStyle({ open, close, separator }: WrittenShape, shape: readonly (number | string)[]): string {
  const items = shape.map(String);
  const between = separator === "x" && !items.every(isCompactSize) ? " x " : separator;
  if (items.length < 2 && open !== "[") return items.length === 0 ? "()" : `(${items[0]},)`;
  return open + items.join(between) + close;
}

type Placed = WrittenSize & { start: number; end: number };

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly operators: ReadonlySet<string>,
    private readonly tokens: readonly Token[] = tokensOf(text),
  ) {}

  private get next(): Token | undefined {
    return this.tokens[this.at];
  }

  private take(...signs: string[]): Token | undefined {
    return this.next !== undefined && signs.includes(this.next.text) ? this.tokens[this.at++] : undefined;
  }

  /** `BxNxC`, `[Bx3xHxW]`: capital letters and numbers, and nothing else. */
  compact(): WrittenShape | undefined {
    const bracket = this.tokens.length === 3 ? 1 : 0;
    const token = this.tokens[bracket];
    const sizes = token && this.tokens.length === 2 * bracket + 1 ? compactSizes(token.text) : undefined;
    const [open, close] = bracket === 1 ? [this.tokens[0].text, this.tokens[2].text] : ["", ""];
    if (sizes === undefined || !isPair(open, close) || sizes.every(isNumber)) return undefined;
    if (open === "" && sizes.length < 3) return undefined;
    return { sizes, start: this.tokens[0].start, end: this.tokens.at(-1)!.end, open, close, separator: "x" };
  }

  /** What stands before the brackets: `q:`, `out =`, `->`, `shape`. The name, where it is one. */
  lead(): string | undefined {
    const [first, second] = this.tokens;
    if (first === undefined) return undefined;
    if (first.kind === "name" && (second?.text === ":" || second?.text === "=")) {
      this.at = 2;
      return first.text;
    }
    if (ARROWS.has(first.text) || first.text === "shape" || first.text === "Shape") this.at = 1;
    return undefined;
  }

  /** `(B, N, C)`, `[B, N]`. */
  bracketed(): WrittenShape | undefined {
    const open = this.take("(", "[");
    const list = open && this.list();
    const close = list && this.take(")", "]");
    return close !== undefined && isPair(open!.text, close.text)
      ? { ...list!, start: open!.start, end: close.end, open: open!.text, close: close.text }
      : undefined;
  }

  /** A list without brackets that is all there is. */
  plain(): WrittenShape | undefined {
    const list = this.list();
    return list === undefined || list.sizes.length < 2 || this.next !== undefined
      ? undefined
      : { ...list, open: "", close: "" };
  }

  /** The sizes between brackets that need not be a pair, as in `[0, N)`. */
  anyBracketed(): WrittenSize[] | undefined {
    this.take("(", "[");
    const list = this.list();
    if (list === undefined || this.take(")", "]") === undefined) return undefined;
    // `BxTxCxHxW` is five names; where there are commas, an `x` is a letter.
    const { commas } = list;
    const sizes = commas ? list.sizes : list.sizes.flatMap((size) => compactSizes(size.text) ?? [size]);
    return sizes.length > 1 || commas ? sizes : undefined;
  }

  /** Nothing follows, or words behind a colon or a dash. */
  endsInWords(): boolean {
    if (this.next === undefined) return true;
    const [dash, ...words] = this.tokens.slice(this.at);
    const apart = this.text.slice(dash.end, dash.end + 1).trim() === "" && dash.end < this.text.length;
    return DASHES.has(dash.text) && apart && !words.some(({ text }) => "()[]".includes(text));
  }

  /** Sizes between commas, or between `x`; a comma may follow. Where there are commas, an `x` multiplies: `(B x N, C)` has two sizes. */
  private list(): (Omit<WrittenShape, "open" | "close"> & { commas: boolean }) | undefined {
    const groups: Placed[][] = [];
    let comma: Token | undefined;
    for (let group = this.crossed(); group.length > 0; group = comma === undefined ? [] : this.crossed()) {
      groups.push(group);
      comma = this.take(",");
    }
    const sizes = groups.length === 1 ? groups[0] : groups.map((group) => this.product(group));
    if (sizes.length === 0) return undefined;
    return {
      sizes: sizes.map(({ text, kind }) => ({ text, kind })),
      start: sizes[0].start,
      end: sizes.at(-1)!.end,
      separator: sizes.length > 1 ? this.text.slice(sizes[0].end, sizes[1].start) : ", ",
      commas: groups.length > 1 || comma !== undefined,
    };
  }

  /** Sizes between `x` or `×`; none where none comes next. */
  private crossed(): Placed[] {
    return this.separated(["x", "×"], () => this.size());
  }

  private product(sizes: readonly Placed[]): Placed {
    const [{ start, kind }] = sizes;
    const { end } = sizes.at(-1)!;
    return { text: this.text.slice(start, end), kind: sizes.length > 1 ? "formula" : kind, start, end };
  }

  /** A name, a number, or several with operators between them. */
  private size(): Placed | undefined {
    const atoms = this.separated(this.operators, () => this.atom());
    if (atoms.length === 0) return undefined;
    const [{ start, kind }] = atoms;
    const { end } = atoms.at(-1)!;
    const plain = atoms.length === 1 && (kind === "name" || kind === "number");
    return { text: this.text.slice(start, end), kind: plain ? kind : "formula", start, end };
  }

  /** What `read` finds, again behind each of the signs; a sign that nothing follows is left. */
  private separated<T>(signs: Iterable<string>, read: () => T | undefined): T[] {
    const found: T[] = [];
    for (let one = read(); one !== undefined; ) {
      found.push(one);
      const { at } = this;
      one = this.take(...signs) === undefined ? undefined : read();
      if (one === undefined) this.at = at;
    }
    return found;
  }

  /** A name or a number; `3x224` too, which is several. */
  private atom(): Token | undefined {
    const { next } = this;
    const atom = next?.kind === "name" || next?.kind === "number";
    const compact = next?.kind === "word" && this.operators === PRODUCTS && compactSizes(next.text) !== undefined;
    if (!atom && !compact) return undefined;
    this.at++;
    return next;
  }
}

/** `Bx3xH` as sizes; undefined where it is one name. */
function compactSizes(text: string): WrittenSize[] | undefined {
  const parts = text.split("x");
  if (parts.length < 2 || !parts.every(isCompactSize)) return undefined;
  return parts.map((part) => ({ text: part, kind: isDigits(part) ? "number" : "name" }));
}

function isCompactSize(text: string): boolean {
  return /^(?:[A-Z]+\d*|\d+)$/.test(text);
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

function isPair(open: string, close: string): boolean {
  return ["", "()", "[]"].includes(open + close);
}

function isNumber({ kind }: WrittenSize): boolean {
  return kind === "number";
}

/** Numbers, formulas, capital letters and short names are sizes; a longer word may be prose. */
function isSizeLike({ text, kind }: WrittenSize): boolean {
  return kind !== "name" || text.length <= 2 || /^[A-Z]|[a-z][A-Z]|\d/.test(text);
}

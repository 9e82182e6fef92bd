/** How a shape is written in a comment. */
export interface CommentShape {
  items: string[];
  /** The name that it speaks of, in `# q: (B, N, C)`. */
  name: string | undefined;
  /** Offsets of the shape in the comment's text. */
  start: number;
  end: number;
  open: string;
  close: string;
  /** Between two sizes, with its white space. */
  separator: string;
}

const ATOM = "(?:[A-Za-z_][\\w']*|\\d+)";
const ITEM = `${ATOM}(?:\\s*(?:\\*\\*?|//?|\\+|-)\\s*${ATOM})*`;
const SEPARATOR = "\\s*(?:,|×|\\bx\\b)\\s*";
const LIST = `${ITEM}(?:${SEPARATOR}${ITEM})+`;
const BETWEEN = new RegExp(SEPARATOR);

const PLAIN = new RegExp(`^\\s*(${LIST})\\s*,?\\s*$`);
/** Words may stand around brackets: `x: (B, N, C)`, `-> [B, N]`, `(B, N): tokens`. */
const BRACKETED = new RegExp(
  `^\\s*(?:(?:([A-Za-z_]\\w*)\\s*[:=]|->|=>|→|[Ss]hape)\\s*)?([([])\\s*(${LIST})\\s*,?\\s*([)\\]])\\s*(?:[:;–—-]\\s[^()[\\]]*)?$`,
);
/** `BxNxC`, `[Bx3xHxW]`: capital letters and numbers. */
const COMPACT = /^\s*([([]?)\s*((?:[A-Z]+\d*|\d+)(?:x(?:[A-Z]+\d*|\d+))+)\s*([)\]]?)\s*$/;

/** Names before a colon that stand for whatever the line binds. */
const ANY_NAME = /^(shape|size|dims?|out|output|result|returns?)$/i;

/** The shape that a comment's text is, maybe with a few words around it: `# nH, Wh*Ww, Wh*Ww`, `# q: (B, 64, H, W)`, `# BxNxC`. */
export function shapeOfComment(text: string): CommentShape | undefined {
  const compact = COMPACT.exec(text);
  if (compact !== null) return compactShape(compact);
  const bracketed = BRACKETED.exec(text);
  if (bracketed !== null) {
    const [, name, open, inside, close] = bracketed;
    const start = text.indexOf(open);
    const speaksOf = name === undefined || ANY_NAME.test(name) ? undefined : name;
    return paired(open, close)
      ? { ...listed(inside), name: speaksOf, start, end: text.indexOf(close, start) + 1, open, close }
      : undefined;
  }
  const plain = PLAIN.exec(text);
  if (plain === null) return undefined;
  const [, inside] = plain;
  const { items, separator } = listed(inside);
  // Words of prose between commas are no sizes, and `3 x 3` is a kernel: without brackets something must look like a shape.
  if (!items.every(sizeLike) || (!separator.includes(",") && items.every(isNumber))) return undefined;
  const start = text.indexOf(inside);
  return { items, separator, name: undefined, start, end: start + inside.length, open: "", close: "" };
}

function compactShape([text, open, inside, close]: RegExpExecArray): CommentShape | undefined {
  const items = inside.split("x");
  if (!paired(open, close) || items.every(isNumber) || (open === "" && items.length < 3)) return undefined;
  const whole = open + inside + close;
  const start = open === "" ? text.indexOf(inside) : text.indexOf(open);
  const end = open === "" ? start + whole.length : text.indexOf(close, start) + 1;
  return { items, name: undefined, start, end, open, close, separator: "x" };
}

function listed(inside: string): { items: string[]; separator: string } {
  return { items: inside.split(BETWEEN), separator: BETWEEN.exec(inside)?.[0] ?? ", " };
}

function paired(open: string, close: string): boolean {
  return ["", "()", "[]"].includes(open + close);
}

function sizeLike(item: string): boolean {
  return /\d|[*/+-]/.test(item) || /^[A-Z]/.test(item) || item.length <= 2 || /[a-z][A-Z]/.test(item);
}

function isNumber(item: string): boolean {
  return /^\d+$/.test(item);
}

/** Another shape in the same style: brackets or none, the same separator. */
export function inStyle({ open, close, separator }: CommentShape, shape: readonly (number | string)[]): string {
  const items = shape.map(String);
  const simple = items.every((item) => /^(?:[A-Z]+\d*|\d+)$/.test(item));
  const between = separator === "x" && !simple ? " x " : separator;
  if (items.length < 2 && open !== "[") return items.length === 0 ? "()" : `(${items[0]},)`;
  return open + items.join(between) + close;
}

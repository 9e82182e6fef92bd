/** Terminal colours by their meaning. Without colours every style leaves its text as it is. */
export type Style = Record<keyof typeof codes, (text: string) => string>;

/** Select Graphic Rendition: what switches a style on, and what off again. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export function styleFor({ colors }: { colors: boolean }): Style {
  const style = ([on, off]: readonly [number, number]) =>
    colors ? (text: string) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`) : (text: string) => text;
  return Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, style(code)])) as Style;
}

const escapes = /\u001b\[[\d;]*m/g;

/** Columns that a text takes: escape sequences and combining marks take none, East Asian letters two. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text.replace(escapes, "")) {
    if (/\p{Mark}/u.test(character)) continue;
    columns += isWide(character.codePointAt(0)!) ? 2 : 1;
  }
  return columns;
}

function isWide(code: number): boolean {
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0x1f300 && code <= 0x1faff))
  );
}

/** Plain text of at most so many columns; a cut is marked. */
export function cutTo(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = "";
  let taken = 1;
  for (const character of text) {
    taken += width(character);
    if (taken > columns) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

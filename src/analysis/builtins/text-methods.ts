/** The rules of `str`'s methods on JavaScript strings. */

const SPACE = /[\s\x1c-\x1f\x85]/;

export function isSpace(char: string): boolean {
  return SPACE.test(char) && char !== "\ufeff";
}

/** `strip`: characters of `set` (white space where it is absent) are taken off the ends asked for. */
export function trimmed(text: string, set: string | undefined, start: boolean, end: boolean): string {
  const drops = (char: string) => (set === undefined ? isSpace(char) : set.includes(char));
  let [from, to] = [0, text.length];
  while (start && from < to && drops(text[from])) from++;
  while (end && to > from && drops(text[to - 1])) to--;
  return text.slice(from, to);
}

/** `split`; without a separator runs of white space separate. */
export function split(text: string, separator: string | undefined, limit: number): string[] {
  if (separator !== undefined) {
    const parts = text.split(separator);
    if (limit < 0 || parts.length <= limit + 1) return parts;
    return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
  }
  const words: string[] = [];
  let rest = trimmed(text, undefined, true, false);
  while (rest !== "") {
    if (limit >= 0 && words.length === limit) return [...words, rest];
    let end = 0;
    while (end < rest.length && !isSpace(rest[end])) end++;
    words.push(rest.slice(0, end));
    rest = trimmed(rest.slice(end), undefined, true, false);
  }
  return words;
}

/** `rsplit`: counts from the end. */
export function rsplit(text: string, separator: string | undefined, limit: number): string[] {
  const backwards = (part: string) => [...part].reverse().join("");
  if (limit < 0) return split(text, separator, limit);
  const parts = split(backwards(text), separator === undefined ? undefined : backwards(separator), limit);
  return parts.map(backwards).reverse();
}

/** `splitlines` */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines = text.match(
    /[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])|[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
  );
  return (lines ?? []).map((line) =>
    keepEnds ? line : line.replace(/\r\n$|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]$/, ""),
  );
}

/** `replace`, at most `count` times where that is not negative; an empty `old` stands between all characters. */
export function replace(text: string, old: string, fresh: string, count: number): string {
  if (count === 0) return text;
  const most = count < 0 ? Number.POSITIVE_INFINITY : count;
  if (old === "") {
    const chars = [...text];
    const head = chars.slice(0, most).map((char) => fresh + char);
    return head.join("") + chars.slice(most).join("") + (most > chars.length ? fresh : "");
  }
  if (count < 0) return text.replaceAll(old, () => fresh);
  const parts = text.split(old);
  return [parts.slice(0, count + 1).join(fresh), ...parts.slice(count + 1)].join(old);
}

/** `title`: letters after anything that is no letter are upper case. */
export function titled(text: string): string {
  return text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
}

/** `expandtabs` */
export function expandTabs(text: string, size: number): string {
  let column = 0;
  let out = "";
  for (const char of text) {
    const part = char === "\t" ? " ".repeat(size > 0 ? size - (column % size) : 0) : char;
    column = char === "\n" || char === "\r" ? 0 : column + part.length;
    out += part;
  }
  return out;
}

/** `zfill`: zeros go behind a sign. */
export function zeroFilled(text: string, width: number): string {
  const sign = /^[+-]/.test(text) ? text[0] : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

/** `center`: where the room is odd, the larger part is on the left for odd widths. */
export function centred(text: string, width: number, fill: string): string {
  const room = width - text.length;
  if (room <= 0) return text;
  const left = Math.floor(room / 2) + (room & width & 1);
  return fill.repeat(left) + text + fill.repeat(room - left);
}

/** `count` of substrings that don't overlap. */
export function countOf(text: string, part: string): number {
  return part === "" ? [...text].length + 1 : text.split(part).length - 1;
}

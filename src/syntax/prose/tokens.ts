/** A word or a sign of what people write in comments and docstrings, with its offsets. */
export interface Token {
  /** `word`: begins with a digit and is no number, as `3x3` and `2D`. */
  kind: "name" | "number" | "word" | "sign";
  text: string;
  start: number;
  end: number;
}

/** Names may have primes (`H'`). Arrows and doubled operators are one sign. */
const TOKEN = /([A-Za-z_][\w']*)|(\d+)(?![\w])|(\d\w*)|(->|=>|\*\*|\/\/|\S)/gu;

export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (const { 0: sign, 1: name, 2: number, 3: word, index } of text.matchAll(TOKEN)) {
    const kind = name !== undefined ? "name" : number !== undefined ? "number" : word !== undefined ? "word" : "sign";
    found.push({ kind, text: sign, start: index, end: index + sign.length });
  }
  return found;
}

/** The words of a text: names and numbers, without what stands between them. */
export function wordsOf(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}

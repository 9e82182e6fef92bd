/** Where a string ends whose quotes begin at `at`; undefined where it is not closed. */
export function stringEnd(text: string, at: number, quotes: string): number | undefined {
  for (let n = at + quotes.length; n < text.length; n++) {
    const char = text[n];
    if (char === "\\") n++;
    else if (char === "\n" && quotes.length === 1) return undefined;
    else if (char === quotes[0] && text.startsWith(quotes, n)) return n + quotes.length;
  }
  return undefined;
}

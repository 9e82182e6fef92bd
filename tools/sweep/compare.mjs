// Errors of a sweep beside a list of judged ones. An entry of the list outlives lines that move: it holds the text of the line, not its number.

/**
 * What an error's message is one of: the first line, without what differs from one to the next (names, sizes, numbers).
 * @param {string} message
 */
export function kindOf(message) {
  const [first] = message.split("\n");
  return first
    .replace(/`[^`]*`|'[^']*'|"[^"]*"/g, "…")
    .replace(/\[[^\]]*\]|\((?=[\d\w_*+,./ -]*\d)[^()]*\)/g, "…")
    .replace(/\b\d+(\.\d+)?\b/g, "N");
}

/** An entry without a file is of all errors of its kind in its repository. */
const keyOf = ({ repository, file = "*", text = "*", kind }) => JSON.stringify([repository, file, text, kind]);

/**
 * @template {{ repository: string, file: string, text: string, kind: string }} Told
 * @template {{ repository: string, file?: string, text?: string, kind: string, verdict: boolean }} Judged
 * @param {readonly Told[]} errors
 * @param {readonly Judged[]} judged
 * @param {ReadonlySet<string>} repositories those that were looked at
 */
export function compare(errors, judged, repositories) {
  // Several errors of a kind may stand in lines of one text: each has an entry of its own.
  const entries = new Map();
  for (const entry of judged) entries.set(keyOf(entry), [...(entries.get(keyOf(entry)) ?? []), entry]);
  const met = new Set();
  const found = { right: [], wrong: [], unjudged: [] };
  for (const error of errors) {
    const own = entries.get(keyOf(error)) ?? entries.get(keyOf({ repository: error.repository, kind: error.kind }));
    const entry = own?.find((one) => !met.has(one)) ?? own?.at(-1);
    if (entry === undefined) {
      found.unjudged.push(error);
      continue;
    }
    met.add(entry);
    (entry.verdict ? found.right : found.wrong).push({ error, entry });
  }
  const silent = judged.filter((entry) => repositories.has(entry.repository) && !met.has(entry));
  return { ...found, lost: silent.filter(({ verdict }) => verdict), gone: silent.filter(({ verdict }) => !verdict) };
}

/**
 * How often each kind occurs, the most frequent first.
 * @param {readonly { kind: string }[]} errors
 * @returns {[kind: string, count: number][]}
 */
export function byKind(errors) {
  const counts = new Map();
  for (const { kind } of errors) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

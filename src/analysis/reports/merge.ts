import type { FactJson } from "../report";

/** Facts of several runs: one for each name at each place, with every distinct value. */
export function mergeFacts(lists: readonly FactJson[][]): FactJson[] {
  const merged = new Map<string, { fact: FactJson; seen: Set<string> }>();
  for (const fact of lists.flat()) {
    const key = `${fact.file}:${fact.line}:${fact.endLine}:${fact.name}`;
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, {
        fact: { ...fact, values: [...fact.values] },
        seen: new Set(fact.values.map((value) => JSON.stringify(value))),
      });
      continue;
    }
    for (const value of fact.values) {
      const text = JSON.stringify(value);
      if (known.seen.has(text)) continue;
      known.seen.add(text);
      known.fact.values.push(value);
    }
  }
  return [...merged.values()].map(({ fact }) => fact);
}

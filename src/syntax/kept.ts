// Trees of files that seldom change, kept from one process to the next.
import type { Module, Stmt } from "./ast";
import type { Reader } from "./source";

/** What was made of one text, by key: JSON. */
export interface KeptText {
  get(key: string): string | undefined;
  set(key: string, json: string): void;
}

/** Keeps what was made of texts, by their content and by the program that made it. */
export interface KeptTexts {
  of(text: string): KeptText;
}

const WHOLE = "whole";
/** A float beyond all numbers (`1e999`), which JSON has no word for. */
const LOST = /"kind":"(?:Float|Complex)"[^{}]*"value":null|"value":null[^{}]*"kind":"(?:Float|Complex)"/;

/** A reader that looks among what is kept first. What has errors is read anew each time. */
export function keeping(reader: Reader, kept: KeptText): Reader {
  const keep = (key: string, tree: Module | Stmt[]) => {
    const json = JSON.stringify(tree);
    if (!LOST.test(json)) kept.set(key, json);
  };
  return {
    whole() {
      const known = parsed<Module>(kept.get(WHOLE));
      if (known !== undefined) return known;
      const tree = reader.whole();
      if (tree.problems.length === 0) keep(WHOLE, tree);
      return tree;
    },
    parts(parts, source) {
      if (parts.length === 0) return [];
      const key = parts.map(({ start }) => start).join();
      const known = parsed<Stmt[]>(kept.get(key));
      if (known !== undefined) return known;
      const statements = reader.parts(parts, source);
      if (statements !== undefined) keep(key, statements);
      return statements;
    },
  };
}

function parsed<T>(json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as T;
  } catch {
    return undefined;
  }
}

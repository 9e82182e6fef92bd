import { wordsOf } from "../../syntax/prose/tokens";

/** What authors say in docstrings and comments of what they count. */

/** Beginnings of words which say that something is left out. */
const PARTIAL = ["exclud", "ignor", "approx", "omit", "partial", "rough"];
const PARTIAL_WORDS = new Set(["only", "without", "except"]);

/** Whether a text says that not all is counted. */
export function saysPartial(text: string): boolean {
  return lowerWords(text).some(
    (word, n, words) =>
      PARTIAL_WORDS.has(word) ||
      PARTIAL.some((beginning) => word.startsWith(beginning)) ||
      (word === "not" && ["count", "includ"].some((beginning) => words[n + 1]?.startsWith(beginning))),
  );
}

/** `MACs`, `multiply-adds`, `multiply accumulate`. */
export function saysMacs(text: string): boolean {
  return lowerWords(text).some(isMacs);
}

export function saysFlops(text: string): boolean {
  return lowerWords(text).some((word) => word.endsWith("flop") || word.endsWith("flops"));
}

/** `2 FLOPs for each MAC`, `a multiply-add counts twice` only in that order: a number, then what it is of, in one sentence. */
export function saysTwoEach(text: string): boolean {
  return text.split(/[.\n]/).some((sentence) => {
    const words = lowerWords(sentence);
    const two = words.findIndex((word) => word === "2" || word === "two" || word === "twice");
    return two >= 0 && words.some((word, n) => n > two && isMacs(word, n, words));
  });
}

function isMacs(word: string, n: number, words: readonly string[]): boolean {
  if (word === "mac" || word === "macs") return true;
  if (!word.startsWith("mult")) return false;
  const next = words[n + 1] ?? "";
  return ["add", "acc"].some((beginning) => word.includes(beginning, "mult".length) || next.startsWith(beginning));
}

function lowerWords(text: string): string[] {
  return wordsOf(text.toLowerCase());
}

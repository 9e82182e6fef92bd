import { isSpace } from "../../text-methods";

/** Whether a character, given by its code point, belongs. */
export type Test = (code: number) => boolean;

/** The characters of `\d`, `\s` and `\w` below 128, and the question for those above. */
function category(ascii: RegExp, beyond: (char: string) => boolean): { unicode: Test; ascii: Test } {
  const low = Array.from({ length: 128 }, (_, code) => ascii.test(String.fromCharCode(code)));
  return {
    ascii: (code) => code < 128 && low[code],
    unicode: (code) => (code < 128 ? low[code] : beyond(String.fromCodePoint(code))),
  };
}

/** By the letter of the escape. Python's count all of Unicode, unless a pattern asks for ASCII. */
export const CATEGORIES: Readonly<Record<string, { unicode: Test; ascii: Test }>> = {
  d: category(/[0-9]/, (char) => /\p{Nd}/u.test(char)),
  s: category(/[ \t\n\r\f\v]/, isSpace),
  w: category(/\w/, (char) => /[\p{L}\p{N}]/u.test(char)),
};

/** The other forms that a letter takes where its case is ignored. */
export function caseless(code: number): number[] {
  const char = String.fromCodePoint(code);
  const forms = [char.toLowerCase(), char.toUpperCase()].filter((form) => [...form].length === 1);
  return [code, ...forms.map((form) => form.codePointAt(0)!)];
}

/** The test that passes for a character in any case. */
export function ignoringCase(test: Test): Test {
  return (code) => test(code) || caseless(code).some(test);
}

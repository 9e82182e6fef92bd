/** Python's tokens, roughly: strings (broken ones to the end of their line), comments, names, numbers, operators, blanks. */
const TOKEN =
  /[rbfuRBFU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|#[^\n]*|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|\r?\n[ \t]*|[ \t]+|\*\*=?|\/\/=?|<<=?|>>=?|->|:=|[-+*/%@&|^=!<>]=|\.\.\.|[\s\S]/gu;

/** The tokens of a text, which put together are the text. */
export function tokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

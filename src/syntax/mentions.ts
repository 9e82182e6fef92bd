/**
 * What a file imports and calls, found without parsing: of many files, few have to be read. Strings, comments and brackets are followed;
 * a file that breaks off is read as far as it makes sense.
 */

import { stringEnd } from "./quotes";

/** An opening bracket right behind a name makes a call of it. */
const TOKEN = /#[^\n]*|"""|'''|["']|([\p{L}_][\p{L}\p{N}_]*)([ \t]*\()?|\\\r?\n|[([{)\]}\n;]/gu;

/** Names, brackets and ends of statements, in order. */
function* tokensOf(text: string): Generator<{ sign: string; name?: string; called?: boolean }> {
  const pattern = new RegExp(TOKEN);
  for (let token = pattern.exec(text); token !== null; token = pattern.exec(text)) {
    const [sign, name, bracket] = token;
    if (name !== undefined) yield { sign, name, called: bracket !== undefined };
    else if (sign.startsWith('"') || sign.startsWith("'")) {
      const end = stringEnd(text, token.index, sign);
      // What is not closed ends with its line, in three quotes with the file.
      if (end !== undefined) pattern.lastIndex = end;
      else if (sign.length === 3) return;
    } else if (!sign.startsWith("#") && !sign.startsWith("\\")) yield { sign };
  }
}

/** The names in a file's import statements, of modules and of what is taken from them. */
export function importedNames(text: string): Set<string> {
  const found = new Set<string>();
  if (!text.includes("import")) return found;
  let depth = 0;
  let begins = true;
  let imports = false;
  for (const { sign, name, called } of tokensOf(text)) {
    if (name !== undefined) {
      if (begins) imports = name === "import" || name === "from";
      if (imports) found.add(name);
      begins = false;
    }
    if (called || "([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth--;
    else if ((sign === "\n" && depth <= 0) || sign === ";") {
      begins = true;
      imports = false;
      depth = 0;
    }
  }
  return found;
}

/** Whether one of these names is called somewhere. */
export function callsOneOf(text: string, names: ReadonlySet<string>): boolean {
  for (const { name, called } of tokensOf(text)) if (called && names.has(name!)) return true;
  return false;
}

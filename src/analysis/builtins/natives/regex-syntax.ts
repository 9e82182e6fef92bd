/** Python's flags as `re` numbers them. */
const IGNORECASE = 2;
const MULTILINE = 8;
const DOTALL = 16;
const VERBOSE = 64;
const LETTERS: Record<string, number> = { i: IGNORECASE, m: MULTILINE, s: DOTALL, x: VERBOSE, a: 0, u: 0, L: 0 };

/** Escapes that stand for sets of characters: Python's count all of Unicode. */
const SETS: Record<string, string> = {
  d: "\\p{Nd}",
  w: "\\p{L}\\p{N}_",
  s: "\\s",
};

/** Escapes that mean the same in both languages. */
const SHARED = new Set("bBnrtfv0123456789SDW".split(""));

/** The pattern in JavaScript's notation (for the `u` flag), or undefined where it has no equivalent or is malformed. */
export function translatePattern(
  pattern: string,
  flags: number,
): { source: string; flags: string; names: [string, number][] } | undefined {
  const global = /^\(\?([aiLmsux]+)\)/.exec(pattern);
  let modes = flags;
  for (const letter of global?.[1] ?? "") modes |= LETTERS[letter];
  const reader = new Reader(pattern.slice(global?.[0].length ?? 0), modes);
  const source = reader.translate();
  if (source === undefined) return undefined;
  const names = `${modes & IGNORECASE ? "i" : ""}${modes & MULTILINE ? "m" : ""}${modes & DOTALL ? "s" : ""}`;
  try {
    new RegExp(source, `${names}u`);
  } catch {
    return undefined;
  }
  return { source, flags: names, names: reader.names };
}

class Reader {
  readonly names: [string, number][] = [];
  private groups = 0;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly modes: number,
  ) {}

  translate(): string | undefined {
    let out = "";
    while (this.at < this.text.length) {
      const part = this.next();
      if (part === undefined) return undefined;
      out += part;
    }
    return out;
  }

  private next(): string | undefined {
    const char = this.text[this.at++];
    switch (char) {
      case "\\":
        return this.escape(false);
      case "[":
        return this.set();
      case "(":
        return this.group();
      case ".":
        return this.modes & DOTALL ? "." : "[^\\n]";
      case "$":
        // Before a newline at the very end, too.
        return this.modes & MULTILINE ? "$" : "(?=\\n?(?![\\s\\S]))";
      case "{":
        return this.quantifier();
      case "}":
      case "]":
        return `\\${char}`;
      case "#":
        if (!(this.modes & VERBOSE)) return char;
        while (this.at < this.text.length && this.text[this.at] !== "\n") this.at++;
        return "";
      case " ":
      case "\t":
      case "\n":
      case "\r":
        return this.modes & VERBOSE ? "" : char;
      default: {
        const point = this.text.codePointAt(this.at - 1)!;
        if (point > 0xffff) this.at++;
        return String.fromCodePoint(point);
      }
    }
  }

  private escape(inSet: boolean): string | undefined {
    const char = this.text[this.at++];
    if (char === undefined) return undefined;
    if (char in SETS) return inSet ? SETS[char] : `[${SETS[char]}]`;
    if (char === "W" && !inSet) return `[^${SETS.w}]`;
    if (char === "D" && !inSet) return `[^${SETS.d}]`;
    if (char === "A" && !inSet) return "(?<![\\s\\S])";
    if (char === "Z" && !inSet) return "(?![\\s\\S])";
    if (char === "a") return "\\x07";
    if (char === "x" || char === "u") {
      const length = char === "x" ? 2 : 4;
      const digits = this.text.slice(this.at, this.at + length);
      this.at += length;
      return `\\${char}${digits}`;
    }
    if (char === "0") return "\\0";
    if (SHARED.has(char)) return `\\${char}`;
    if (/[A-Za-z]/.test(char)) return undefined;
    return /[\^$\\.*+?()[\]{}|/]/.test(char) || (inSet && char === "-") ? `\\${char}` : char;
  }

  private set(): string | undefined {
    let out = "[";
    if (this.text[this.at] === "^") {
      out += "^";
      this.at++;
    }
    for (let first = true; ; first = false) {
      const char = this.text[this.at++];
      if (char === undefined) return undefined;
      if (char === "]" && !first) return `${out}]`;
      if (char === "\\") {
        const part = this.escape(true);
        if (part === undefined) return undefined;
        out += part;
      } else if (char === "]" || char === "[") out += `\\${char}`;
      // A hyphen beside a set of characters is itself in Python, an error in JavaScript.
      else if (char === "-" && (/\\[dwsDWS]$|\}_?$/.test(out) || /^\\[dwsDWS]/.test(this.text.slice(this.at))))
        out += "\\-";
      else out += char;
    }
  }

  private group(): string | undefined {
    if (this.text[this.at] !== "?") {
      this.groups++;
      return "(";
    }
    const rest = this.text.slice(this.at);
    const named = /^\?P<(\w+)>/.exec(rest);
    if (named !== null) {
      this.at += named[0].length;
      this.names.push([named[1], ++this.groups]);
      return `(?<${named[1]}>`;
    }
    const back = /^\?P=(\w+)\)/.exec(rest);
    if (back !== null) {
      this.at += back[0].length;
      return `\\k<${back[1]}>`;
    }
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment !== null) {
      this.at += comment[0].length;
      return "";
    }
    const kind = /^\?(?::|=|!|<=|<!)/.exec(rest);
    if (kind === null) return undefined;
    this.at += kind[0].length;
    return `(${kind[0]}`;
  }

  /** `{2}`, `{2,}`, `{,3}`; braces that are none of these are text. */
  private quantifier(): string {
    const found = /^(\d*)(,?)(\d*)\}/.exec(this.text.slice(this.at));
    if (found === null || (found[1] === "" && found[3] === "")) return "\\{";
    this.at += found[0].length;
    return `{${found[1] === "" ? "0" : found[1]}${found[2]}${found[3]}}`;
  }
}

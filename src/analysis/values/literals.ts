import { makeRoom } from "../room";

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in quotes, with escapes for what can't be printed. */
export function quote(text: string, asciiOnly = false): string {
  makeRoom(text.length, "characters");
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === mark) inside += `\\${mark}`;
    else if (char in ESCAPES) inside += ESCAPES[char];
    else if (char !== " " && (/[\p{C}\p{Z}]/u.test(char) || (asciiOnly && code > 126))) inside += escaped(code);
    else inside += char;
  }
  return mark + inside + mark;
}

function escaped(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** A float as Python prints it: `1.0`, `1e-05`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits, exponent] = value.toExponential().split("e");
    const power = Number(exponent);
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A number that is not negative with so many digits behind the point; an exact half goes to the even neighbour, as in Python. */
export function fixed(value: number, digits: number): string {
  if (value >= 1e21) return BigInt(value).toString() + (digits > 0 ? `.${"0".repeat(digits)}` : "");
  if (digits >= 100) return value.toFixed(100).padEnd(String(Math.trunc(value)).length + 1 + digits, "0");
  // `toFixed` takes the larger neighbour of an exact half.
  const exact = value.toFixed(100);
  const cut = exact.indexOf(".") + 1 + digits;
  const lower = exact.slice(0, cut).replace(/\.$/, "");
  return /^50*$/.test(exact.slice(cut)) && /[02468]$/.test(lower) ? lower : value.toFixed(digits);
}

/** Reading dimensions from text: what `print` writes, and what authors write in shape comments. */

import { add, floordiv, max, min, mod, mul, neg, pow, sub } from "./arithmetic";
import { divideExactly } from "./prove";
import { type Dim, symbol } from "./symint";

/** Longer text is not a dimension that anybody wrote. */
const maxLength = 500;
const maxExponent = 64;

/** Numbers; names with primes, attributes and constant indices (`H'`, `self.dim`, `window_size[0]`); operators. */
const token = /\s*(?:(\d+)|([\p{L}_][\p{L}\p{N}_]*'*(?:\.[\p{L}_][\p{L}\p{N}_]*|\[\d+\])*)|(\*\*|\/\/|[-+*/%(),×·]))/uy;

type Token = { kind: "number"; value: number } | { kind: "name" | "operator"; value: string };

function tokens(text: string): Token[] | undefined {
  const found: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const match = token.exec(text);
    if (!match) return undefined;
    const [, number, name, operator] = match;
    if (number !== undefined) found.push({ kind: "number", value: Number(number) });
    else if (name !== undefined) found.push({ kind: "name", value: name });
    else found.push({ kind: "operator", value: operator });
  }
  return found;
}

/** Thrown and caught inside this file: the text is no dimension. */
class NotADimension extends Error {}

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly resolve: (name: string) => Dim,
  ) {}

  /** The operator, if it is one of these and comes next. */
  private take(...operators: string[]): string | undefined {
    const next = this.tokens[this.at];
    if (next?.kind !== "operator" || !operators.includes(next.value)) return undefined;
    this.at++;
    return next.value;
  }

  private expect(operator: string): void {
    if (!this.take(operator)) throw new NotADimension();
  }

  all(): Dim {
    const d = this.sum();
    if (this.at < this.tokens.length) throw new NotADimension();
    return d;
  }

  private sum(): Dim {
    let left = this.product();
    for (let op = this.take("+", "-"); op; op = this.take("+", "-")) {
      left = (op === "+" ? add : sub)(left, this.product());
    }
    return left;
  }

  private product(): Dim {
    let left = this.sign();
    for (;;) {
      const op = this.take("*", "×", "·", "//", "/", "%");
      if (op) left = this.combine(op, left, this.sign());
      // "4C", "2(H + 1)": a number directly before a name or a parenthesis multiplies
      else if (this.multiplies()) left = mul(left, this.power());
      else return left;
    }
  }

  private multiplies(): boolean {
    const next = this.tokens[this.at];
    return (
      this.tokens[this.at - 1]?.kind === "number" &&
      (next?.kind === "name" || (next?.kind === "operator" && next.value === "("))
    );
  }

  private combine(op: string, left: Dim, right: Dim): Dim {
    switch (op) {
      case "//":
        return floordiv(left, right);
      case "/":
        // authors write / where the sizes divide
        return divideExactly(left, right) ?? floordiv(left, right);
      case "%":
        return mod(left, right);
      default:
        return mul(left, right);
    }
  }

  private sign(): Dim {
    return this.take("-") ? neg(this.sign()) : this.power();
  }

  private power(): Dim {
    const base = this.whole();
    if (!this.take("**")) return base;
    const exponent = this.sign();
    if (typeof exponent === "number" && exponent > maxExponent) throw new NotADimension();
    return pow(base, exponent);
  }

  private whole(): Dim {
    const next = this.tokens[this.at++];
    if (next === undefined) throw new NotADimension();
    if (next.kind === "number") return next.value;
    if (next.kind === "name") {
      if ((next.value === "min" || next.value === "max") && this.take("(")) {
        const args: [Dim, ...Dim[]] = [this.sum()];
        while (this.take(",")) args.push(this.sum());
        this.expect(")");
        return (next.value === "min" ? min : max)(...args);
      }
      return this.resolve(next.value);
    }
    if (next.value !== "(") throw new NotADimension();
    const inner = this.sum();
    this.expect(")");
    return inner;
  }
}

/**
 * The dimension that the text writes, or undefined if it writes none. `/` is division that the author takes to be exact.
 * Names become symbols with the default bounds unless `resolve` says otherwise.
 */
export function parseDim(text: string, resolve: (name: string) => Dim = (name) => symbol(name)): Dim | undefined {
  if (text.length > maxLength) return undefined;
  const found = tokens(text);
  if (!found || found.length === 0) return undefined;
  try {
    const d = new Reader(found, resolve).all();
    return typeof d === "number" && !Number.isSafeInteger(d) ? undefined : d;
  } catch (error) {
    // division by the number 0, a negative exponent
    if (error instanceof NotADimension || error instanceof RangeError) return undefined;
    throw error;
  }
}

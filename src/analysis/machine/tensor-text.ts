import { dtypes } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";

/** A tensor's numbers as PyTorch prints them (`torch/_tensor_str.py`), with its default options. */

const PRECISION = 4;
/** Tensors with more elements are shown by the first and last ones of each dimension. */
const THRESHOLD = 1000;
const EDGE = 3;
const LINE = 80;

type Element = number | boolean | bigint;

function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? `-${(0).toFixed(digits)}` : value.toFixed(digits);
}

/** `1.0000e-04`: at least two digits of exponent. */
function scientific(value: number): string {
  if (!Number.isFinite(value)) return fixed(value, 0);
  return value.toExponential(PRECISION).replace(/e([+-])(\d)$/, "e$10$2");
}

/** How all elements of one tensor are written: alike, and in one width. */
function formatter(elements: readonly Element[], isFloat: boolean): { width: number; format(value: Element): string } {
  const padded = (width: number, write: (value: Element) => string) => ({
    width,
    format: (value: Element) => write(value).padStart(width),
  });
  if (!isFloat) {
    const write = (value: Element) => (typeof value === "boolean" ? (value ? "True" : "False") : String(value));
    return padded(Math.max(1, ...elements.map((value) => write(value).length)), write);
  }
  const whole = (value: Element) => fixed(Number(value), 0) + (Number.isFinite(value) ? "." : "");
  const shown = (elements as number[]).filter((value) => Number.isFinite(value) && value !== 0);
  if (shown.length === 0) return padded(1, whole);
  const sizes = shown.map(Math.abs);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const isWhole = shown.every(Number.isInteger);
  const widest = (write: (value: Element) => string) => Math.max(1, ...shown.map((value) => write(value).length));
  if (most / least > 1000 || most > 1e8 || least < 1e-4) {
    const write = (value: Element) => scientific(Number(value));
    return padded(widest(write), write);
  }
  if (isWhole) return padded(widest(whole), whole);
  const write = (value: Element) => fixed(Number(value), PRECISION);
  return padded(widest(write), write);
}

/** The places along a dimension that are shown; -1 stands for those that are left out. */
function places(size: number, summarize: boolean): number[] {
  if (!summarize || size <= 2 * EDGE) return Array.from({ length: size }, (_, at) => at);
  return [
    ...Array.from({ length: EDGE }, (_, at) => at),
    -1,
    ...Array.from({ length: EDGE }, (_, at) => size - EDGE + at),
  ];
}

/** What `str(tensor)` gives; undefined where its numbers, or the name of its gradient's function, are not known. */
export function tensorText(tensor: Tensor, defaultDType: string): string | undefined {
  const { held, dtype, rank } = tensor;
  const shape = tensor.shape as readonly number[];
  const { category } = dtypes[dtype];
  if (held === undefined || category === "complex" || (tensor.requiresGrad && !tensor.parameter)) return undefined;
  const elements = held.elements();
  if (elements === undefined) return undefined;
  const prefix = "tensor(";
  const isUsual = dtype === defaultDType || dtype === "int64" || dtype === "bool";
  const suffixes: string[] = [];
  if (elements.length === 0 && rank !== 1) suffixes.push(`size=(${shape.join(", ")}${rank === 1 ? "," : ""})`);
  if (elements.length === 0 ? dtype !== defaultDType : !isUsual) suffixes.push(`dtype=torch.${dtype}`);
  if (tensor.parameter && tensor.requiresGrad) suffixes.push("requires_grad=True");
  const summarize = elements.length > THRESHOLD;
  const strides = shape.map((_, dim) => shape.slice(dim + 1).reduce((x, y) => x * y, 1));
  const listed: Element[] = [];
  const collect = (dim: number, at: number): void => {
    if (dim === rank) listed.push(elements[at]);
    else for (const place of places(shape[dim], summarize)) if (place >= 0) collect(dim + 1, at + place * strides[dim]);
  };
  collect(0, 0);
  const { width, format } = formatter(listed, category === "float");
  const vector = (at: number, indent: number): string => {
    const perLine = Math.max(1, Math.floor((LINE - indent) / (width + 2)));
    const parts = places(shape[rank - 1], summarize).map((place) =>
      place < 0 ? " ..." : format(elements[at + place]),
    );
    const lines: string[] = [];
    for (let n = 0; n < parts.length; n += perLine) lines.push(parts.slice(n, n + perLine).join(", "));
    return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
  };
  const block = (dim: number, at: number, indent: number): string => {
    if (dim === rank - 1) return vector(at, indent);
    const parts = places(shape[dim], summarize).map((place) =>
      place < 0 ? "..." : block(dim + 1, at + place * strides[dim], indent + 1),
    );
    return `[${parts.join(`,${"\n".repeat(rank - dim - 1)}${" ".repeat(indent + 1)}`)}]`;
  };
  const body = elements.length === 0 ? "[]" : rank === 0 ? format(elements[0]) : block(0, 0, prefix.length);
  let text = prefix + body;
  let last = body.length - body.lastIndexOf("\n") + 1 + prefix.length;
  if (body.includes("\n")) last -= prefix.length;
  for (const suffix of suffixes) {
    const breaks = last + suffix.length + 2 > LINE;
    text += breaks ? `,\n${" ".repeat(prefix.length)}${suffix}` : `, ${suffix}`;
    last = breaks ? prefix.length + suffix.length : last + suffix.length + 2;
  }
  return `${tensor.parameter ? "Parameter containing:\n" : ""}${text})`;
}

import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import type { Program, Remark } from "./program";

/** Integer types that images, masks and tokens are kept in to save memory. */
const SMALL: Readonly<Record<string, Range>> = {
  uint8: { least: 0, most: 255 },
  int8: { least: -128, most: 127 },
  int16: { least: -32768, most: 32767 },
};

/** The least and the largest of some numbers, both of which occur. */
interface Range {
  least: number;
  most: number;
}

const COMPUTING: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  rsub: (a, b) => b - a,
  mul: (a, b) => a * b,
};

/** What takes of a number no more than what is left of it when it has wrapped. */
const REMAINING: ReadonlySet<string> = new Set("remainder fmod bitwise_and eq ne".split(" "));

/** Arithmetic of small integers whose result does not fit their type: PyTorch takes it modulo its size. */
export function* integerWraps(program: Program): Iterable<Remark> {
  for (const step of program.steps(...Object.keys(COMPUTING))) {
    const { place, direct, args, outputs, schema } = step;
    const type = SMALL[outputs[0]?.dtype ?? ""];
    if (place === undefined || direct !== true || type === undefined || !isOne(args.alpha ?? 1)) continue;
    if (args.self === args.other || isWrappingMeant(outputs[0], program)) continue;
    const [a, b] = [args.self ?? args.input, args.other].map((one) => rangeOf(one, step, program));
    if (a === undefined || b === undefined) continue;
    const compute = COMPUTING[schema.name];
    const found = [a.least, a.most].flatMap((x) => [compute(x, b.least), compute(x, b.most)]);
    const beyond = [Math.min(...found), Math.max(...found)].find((n) => n < type.least || n > type.most);
    if (beyond === undefined) continue;
    const size = type.most - type.least + 1;
    const wrapped = ((((beyond - type.least) % size) + size) % size) + type.least;
    yield {
      code: "integer-wraps",
      place,
      message: `${beyond} does not fit ${outputs[0].dtype}, which holds ${type.least} to ${type.most}: it becomes ${wrapped}. A wider type holds it, as \`.int()\` gives`,
    };
  }
}

const isOne = (value: unknown) => value === 1;

/** Between which numbers an operand is, where both ends occur whatever stands at the same place of the other operand. */
function rangeOf(value: unknown, step: TraceStep, program: Program): Range | undefined {
  if (typeof value === "number") return { least: value, most: value };
  if (!(value instanceof Tensor)) return undefined;
  const made = program.source(value, step.index);
  if (made === undefined) return undefined;
  const { low = 0, high } = made.args;
  if (made.schema.name === "randint") {
    const type = SMALL[value.dtype];
    const isKnown = typeof low === "number" && typeof high === "number" && high > low;
    // What is drawn from more than the type holds has wrapped before.
    const fits = isKnown && (type === undefined || (low >= type.least && high - 1 <= type.most));
    return fits ? { least: low, most: high - 1 } : undefined;
  }
  // What was written since holds other numbers than then.
  if (step.writes === value || value.data === undefined) return undefined;
  const numbers = value.data.filter((one) => typeof one === "number");
  // With a number on the other side each of the elements meets it; two tensors meet place by place.
  const other = value === step.args.self ? step.args.other : step.args.self;
  if (numbers.length !== value.data.length || numbers.length === 0) return undefined;
  const range = { least: Math.min(...numbers), most: Math.max(...numbers) };
  return typeof other === "number" || range.least === range.most ? range : undefined;
}

/** Whether of a result only what wrapping leaves as it is is used: hashes and counters are computed so. */
function isWrappingMeant(tensor: Tensor, program: Program): boolean {
  const uses = program.uses(tensor);
  return uses.length > 0 && uses.every(({ schema }) => REMAINING.has(schema.name));
}

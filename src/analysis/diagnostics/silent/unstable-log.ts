import { isFloating } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { PyFloat } from "../../values";
import { firstTensor, type Program, type Remark } from "./program";

/** A logarithm of what a step made: what is lost, and what gives the same without losing it. */
interface Row {
  of: string;
  is: (made: TraceStep, program: Program) => boolean;
  message: string;
}

const ROWS: readonly Row[] = [
  {
    of: "softmax",
    is: () => true,
    message: "A probability that is too small for its type is 0, and its logarithm -inf: `log_softmax` is exact",
  },
  {
    of: "sigmoid",
    is: () => true,
    message: "A probability that is too small for its type is 0, and its logarithm -inf: `logsigmoid` is exact",
  },
  {
    of: "rsub",
    is: isRestOfSigmoid,
    message: "`1 - sigmoid(x)` is 0 from about 17 on in float32, and its logarithm -inf: `logsigmoid(-x)` is exact",
  },
  {
    of: "sum",
    is: isSumOfExponentials,
    message: "An exponential overflows from 89 on in float32: `logsumexp` gives the logarithm of the sum without it",
  },
  {
    of: "add",
    is: isOneMore,
    message: "`1 + x` loses what is small in `x`, and the logarithm of it: `log1p(x)` is exact",
  },
];

/** `log` of a softmax, of a sigmoid, of a sum of exponentials, of `1 + x`, and `exp(x) - 1`: there is an operator for each that is exact. */
export function* unstableLog(program: Program): Iterable<Remark> {
  for (const step of program.steps("sub")) {
    const { place, direct, args, outputs } = step;
    const exp = args.self instanceof Tensor ? program.source(args.self, step.index) : undefined;
    if (place === undefined || direct !== true || !isOne(args.other) || exp?.schema.name !== "exp") continue;
    if (isCoarse(outputs[0], program)) continue;
    yield {
      code: "unstable-log",
      place,
      message: "`exp(x) - 1` loses what is small in `x`: `expm1(x)` is exact",
      related: [{ place: exp.place, message: "`exp` is here" }],
    };
  }
  for (const step of program.steps("log")) {
    const { place, direct } = step;
    const input = firstTensor(step);
    const made = input && program.source(input, step.index);
    if (place === undefined || direct !== true || made === undefined) continue;
    const row = ROWS.find(({ of, is }) => of === made.schema.name && is(made, program));
    if (row === undefined) continue;
    yield {
      code: "unstable-log",
      place,
      message: row.message,
      related: [{ place: made.place, message: `\`${of(row)}\` is here` }],
    };
  }
}

const COARSE: ReadonlySet<string> = new Set("gt lt ge le eq ne round floor ceil trunc long int".split(" "));

/** Whether all that becomes of a tensor is compared or made whole: what is small in it makes no difference there. */
function isCoarse(tensor: Tensor, program: Program): boolean {
  const uses = program.uses(tensor);
  const isOne = ({ schema: { name }, outputs }: TraceStep) =>
    COARSE.has(name) || ((name === "abs" || name === "clamp") && isCoarse(outputs[0], program));
  return uses.length > 0 && uses.every(isOne);
}

const SHOWN: Readonly<Record<string, string>> = { add: "1 + x", rsub: "1 - sigmoid(x)" };

const of = (row: Row) => SHOWN[row.of] ?? row.of;

const isOne = (value: unknown) => value === 1 || (value instanceof PyFloat && value.value === 1);

function isRestOfSigmoid(step: TraceStep, program: Program): boolean {
  const { self, other } = step.args;
  return isOne(other) && self instanceof Tensor && program.source(self, step.index)?.schema.name === "sigmoid";
}

/** A sum of exponentials from which nothing was taken that keeps them small. */
function isSumOfExponentials(sum: TraceStep, program: Program): boolean {
  const input = firstTensor(sum);
  const exp = input && program.source(input, sum.index);
  if (exp?.schema.name !== "exp") return false;
  const exponent = firstTensor(exp);
  const shifted = exponent && program.source(exponent, exp.index);
  if (shifted?.schema.name !== "sub") return true;
  return !operandsOf(shifted).some((one) => {
    const most = program.source(one, shifted.index)?.schema.name;
    return most === "max" || most === "amax";
  });
}

function isOneMore({ args, outputs }: TraceStep): boolean {
  const values = [args.self, args.input, args.other];
  return values.some(isOne) && values.some((one) => one instanceof Tensor) && isFloating(outputs[0].dtype);
}

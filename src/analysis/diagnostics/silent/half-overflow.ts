import { Tensor } from "../../tensor/tensor";
import { PyFloat } from "../../values";
import type { Program, Remark } from "./program";

/** What computes with a number in the tensor's own type. */
const WITH_NUMBERS = ["add", "sub", "rsub", "mul", "div", "where", "masked_fill", "fill", "full_like", "full"];

/** The largest number of float16. */
const LARGEST = 65504;

/** A number that float16 can't hold is taken for infinity. */
export function* halfOverflow(program: Program): Iterable<Remark> {
  for (const { place, direct, args, outputs } of program.steps(...WITH_NUMBERS)) {
    if (place === undefined || direct !== true || outputs[0]?.dtype !== "float16") continue;
    const values = [args.other, args.value, args.self, args.input, args.fill_value].filter(
      (one) => !(one instanceof Tensor),
    );
    const number = values
      .map(plain)
      .find((value) => value !== undefined && Number.isFinite(value) && Math.abs(value) > LARGEST);
    if (number === undefined) continue;
    yield {
      code: "half-overflow",
      place,
      message: `${written(number)} does not fit float16, whose largest number is ${LARGEST}: it becomes ${number < 0 ? "-inf" : "inf"}. \`torch.finfo(dtype).${number < 0 ? "min" : "max"}\` fits`,
    };
  }
}

function plain(value: unknown): number | undefined {
  if (value instanceof PyFloat) return value.value;
  return typeof value === "number" ? value : undefined;
}

/** As a person writes a number of this size. */
function written(value: number): string {
  return Math.abs(value) < 1e6 ? String(value) : value.toExponential().replace("+", "");
}

import { isIntegral } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import type { Value } from "../../values";
import type { OpContext } from "../context";
import { type Op, type OpRow, op } from "../registry";
import { broadcast } from "../shape/broadcast";

/** What elementwise operators of two operands share: broadcasting, promotion, one FLOP an element of the result. */

export type Operands = { self: Tensor | Value; other: Tensor | Value };

export const shapeOf = (operand: Tensor | Value) => (operand instanceof Tensor ? operand.shape : []);

/** `T` and `Tensor.T` of each name, and what is written out with a dot. */
export function aliases(names: string): string[] {
  return names.split(" ").flatMap((name) => (name.includes(".") ? [name] : [`torch.${name}`, `Tensor.${name}`]));
}

/** The kernels of some functions exist for some dtypes only. */
export function only(
  at: OpContext,
  kernel: string,
  allowed: (dtype: Tensor["dtype"]) => boolean,
  ...operands: readonly (Tensor | Value)[]
): void {
  for (const operand of operands)
    if (operand instanceof Tensor && !allowed(operand.dtype)) at.refuse(refusals.noKernel(kernel, operand.dtype));
}

export const integral = isIntegral;

export interface BinaryRow extends Pick<OpRow<Operands>, "dtype" | "data" | "inplace" | "reflected" | "doc"> {
  /** Aliases, apart by spaces; default: `torch.NAME` and `Tensor.NAME`. */
  names?: string;
  /** What each side may be: only a tensor, or a tensor or number. */
  sides?: "tensor, tensor" | "tensor, number" | "number, number";
  /** Also takes a number before a tensor, as an overload of its own. */
  numberFirst?: boolean;
  /** What callers name the operands, where that is not `input, other`. */
  parameters?: string;
  check?: (operands: Operands, at: OpContext) => void;
}

/** The row, or rows, of one function of two operands. */
export function binary(name: string, row: BinaryRow = {}): Op[] {
  const { names = name, sides = "tensor, number", numberFirst, parameters, check, ...rest } = row;
  const [first, second] = sides.split(", ").map((side) => (side === "tensor" ? "Tensor" : "Operand"));
  const common = {
    shape: (operands, at) => {
      check?.(operands, at);
      return broadcast(at, shapeOf(operands.self), shapeOf(operands.other));
    },
    layout: "elementwise",
    dtype: "promote",
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(...), (...) -> (...)",
    ...rest,
  } satisfies OpRow<Operands>;
  const all = aliases(names);
  const called = (list: readonly string[], by?: string) =>
    list.map((alias) => (by ? `${alias}(${alias.startsWith("Tensor.") ? by.replace("input", "self") : by})` : alias));
  const rows: Op[] = [
    op(`${name}(${first} self, ${second} other) -> Tensor` as "f(Operand self, Operand other) -> Tensor", {
      as: called(all, parameters),
      inplace: true,
      ...common,
    }),
  ];
  if (numberFirst)
    rows.push(
      op(
        `${name}.Scalar_Tensor(Operand self, Tensor other) -> Tensor` as "f.S(Operand self, Operand other) -> Tensor",
        {
          // A number is not called `input`.
          as: called(
            all.filter((alias) => !alias.startsWith("Tensor.")),
            parameters ?? "self, other",
          ),
          ...common,
          inplace: false,
        },
      ),
    );
  return rows;
}

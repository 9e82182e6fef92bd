import { add, type Dim, mul, product, sum } from "../../dims";
import type { ModuleCall } from "../../trace/trace";
import { attribute, moduleInput } from "./convention";

/** A recurrent layer or cell as the tools that hook modules see it. */
export interface Recurrent {
  /** Inputs and hidden units of each layer. */
  layers: { inputs: Dim; hidden: Dim }[];
  bias: boolean;
  /** 2 where it runs in both directions. */
  directions: number;
  /** Steps of all sequences of the batch together. */
  elements: Dim;
}

/** What a module's own attributes say of it; undefined for a packed or unbatched input. */
export function recurrent(call: ModuleCall): Recurrent | undefined {
  const input = moduleInput(call);
  const [inputs, hidden] = [attribute(call, "input_size"), attribute(call, "hidden_size")] as [Dim, Dim];
  const bias = attribute(call, "bias") === true;
  if (input === undefined) return undefined;
  const layers = attribute(call, "num_layers");
  if (layers === undefined)
    return { layers: [{ inputs, hidden }], bias, directions: 1, elements: input.rank === 1 ? 1 : input.shape[0] };
  if (input.rank !== 3 || typeof layers !== "number") return undefined;
  const directions = attribute(call, "bidirectional") === true ? 2 : 1;
  return {
    layers: Array.from({ length: layers }, (_, n) => ({
      inputs: n === 0 ? inputs : mul(directions, hidden),
      hidden,
    })),
    bias,
    directions,
    elements: product(input.shape.slice(0, 2)),
  };
}

/** The cost of one element in each layer, for all directions and elements. */
export function over({ layers, directions, elements }: Recurrent, cell: (inputs: Dim, hidden: Dim) => Dim): Dim {
  return product([sum(layers.map(({ inputs, hidden }) => cell(inputs, hidden))), directions, elements]);
}

/** `gates * (hidden*(inputs + hidden) + extra*hidden)`: matrices, and so many operations a unit. */
export function gated(gates: number, inputs: Dim, hidden: Dim, extra: number): Dim {
  return add(product([gates, hidden, add(inputs, hidden)]), mul(extra, hidden));
}

import { type Dim, equal, lessEqual, mul, product, sum } from "../dims";
import { dtypes } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";
import { operandsOf, type TraceStep } from "../trace/trace";
import { outputNumel } from "./totals";

/** Bytes that one operator call moves, each tensor once, as if nothing stayed in a cache. */
export interface Traffic {
  read: Dim;
  written: Dim;
}

const known = new WeakMap<TraceStep, Traffic>();

/** A view moves nothing; an in-place operator reads and writes its target. */
export function traffic(step: TraceStep): Traffic {
  let found = known.get(step);
  if (found === undefined) {
    found = trafficOf(step);
    known.set(step, found);
  }
  return found;
}

function trafficOf(step: TraceStep): Traffic {
  if (step.view || step.moves === "allocates") return { read: 0, written: 0 };
  const written = sum(
    step.outputs.map((tensor, n) => mul(step.touched ?? outputNumel(step, n), dtypes[tensor.dtype].size)),
  );
  const { moves } = step;
  const [first, ...others] = operandsOf(step);
  if (moves === "overwrites") return { read: sum(others.map(stored)), written };
  const source = typeof moves === "object" ? step.args[moves.picks] : undefined;
  const reads = [first, ...others].filter((tensor) => tensor !== undefined);
  return { read: sum(reads.map((each) => (each === source ? smaller(written, stored(each)) : stored(each)))), written };
}

/** Bytes of a tensor in memory: what `expand` repeats is there once. */
function stored(tensor: Tensor): Dim {
  const { layout } = tensor;
  const repeats = (_: Dim, n: number) => Array.isArray(layout) && equal(layout[n], 0) === true;
  const count = tensor.shape.some(repeats)
    ? product(tensor.shape.filter((dim, n) => !repeats(dim, n)))
    : tensor.numel();
  return mul(count, tensor.itemsize);
}

/** The smaller of two sizes; the first where they can't be compared. */
function smaller(a: Dim, b: Dim): Dim {
  return lessEqual(b, a) === true ? b : a;
}

import { make } from "../kernels/host";
import type { Cell, Pool } from "../pool";

/** Integers of 64 bits, at least one of which 32 bits can't hold. They lie beside the backend, whose integers have 32. */
export class Wide {
  constructor(
    readonly data: BigInt64Array,
    readonly shape: readonly number[],
  ) {}

  /** The elements at flat positions, in another shape. */
  pick(at: ArrayLike<number>, shape: readonly number[]): Wide {
    const data = new BigInt64Array(at.length);
    for (let i = 0; i < at.length; i++) data[i] = this.data[at[i]!]!;
    return new Wide(data, shape);
  }
}

const LEAST = -(2n ** 31n);
const MOST = 2n ** 31n - 1n;

/** A value as 64-bit integers. */
export function wideOf(value: Cell | Wide): Wide {
  if (value instanceof Wide) return value;
  return new Wide(
    BigInt64Array.from(value.numbers() as ArrayLike<number>, (x) => BigInt(Math.trunc(x))),
    value.shape,
  );
}

/** Where 32 bits hold all of them, a value of the backend. */
export function narrowed(wide: Wide, pool: Pool): Cell | Wide {
  if (wide.data.some((x) => x < LEAST || x > MOST)) return wide;
  return pool.cell(make(Int32Array.from(wide.data, Number), wide.shape));
}

/** `base` with the elements at flat positions replaced, one by one or all by the one there is. */
export function placedWide(base: Wide, at: ArrayLike<number>, value: Wide): Wide {
  const data = base.data.slice();
  for (let i = 0; i < at.length; i++) data[at[i]!] = value.data[value.data.length === 1 ? 0 : i]!;
  return new Wide(data, base.shape);
}

import { autocastList } from "../../ops/autocast";
import type { DType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import type { Entry, Tape } from "./graph";

/** Bytes of a number of the region's type, and of float32. */
const [LOWER, FULL] = [2, 4];

/** Types that a region casts to each other. */
const CAST: ReadonlySet<DType> = new Set<DType>(["float32", "bfloat16", "float16"]);

/** Operands, and bytes of a number of the results. */
interface Cast {
  entries: ReadonlyMap<Tensor, Entry>;
  size: number;
}

/**
 * What a region of autocast casts: operands of operators, each time, but for weights, whose casts stay until the region ends.
 * https://docs.pytorch.org/docs/stable/amp.html, aten/src/ATen/autocast_mode.cpp
 */
export class Casts {
  private readonly weights = new Map<Entry, Entry>();

  constructor(private readonly tape: Tape) {}

  /** The operands of a step as the operator gets them in a region on that type of device. */
  of(step: TraceStep, entries: ReadonlyMap<Tensor, Entry>, device: string): Cast | undefined {
    const list = autocastList(device, step.schema.name, step.args);
    const eligible = [...entries].filter(([{ dtype }, { floating }]) => CAST.has(dtype) && floating);
    // A number without dimensions does not decide the type of a result.
    const deciding = eligible.filter(([, { shape }]) => shape.length > 0);
    const widest = Math.max(...(deciding.length > 0 ? deciding : eligible).map(([, { size }]) => size));
    if (eligible.length === 0) return undefined;
    if (list === undefined) return { entries, size: widest };
    const size = list === "lower" ? LOWER : list === "full" ? FULL : widest;
    const cast = new Map(entries);
    for (const [tensor, entry] of eligible) if (entry.size !== size) cast.set(tensor, this.cast(entry, size));
    return { entries: cast, size };
  }

  private cast(entry: Entry, size: number): Entry {
    const known = this.weights.get(entry);
    if (known !== undefined && known.size === size) return known;
    const { tape } = this;
    const cast = tape.make(entry.shape, size, entry.strides);
    tape.record([entry], [cast], [], ([g]) => [g && tape.make(entry.shape, entry.size, entry.strides)]);
    if (entry.leaf !== undefined && size === LOWER) this.weights.set(entry, cast.retain());
    return cast;
  }

  /** The region ends. */
  end(): void {
    for (const cast of this.weights.values()) cast.release();
    this.weights.clear();
  }
}

import { type DType, dtypes, isComplex } from "../analysis/tensor/dtype";
import type { Held } from "../analysis/tensor/tensor";
import { NotExecuted } from "../analysis/trace/executor";
import { messageOf, RunError } from "./errors";
import { narrowed, placedWide, Wide, wideOf } from "./integers/wide";
import { allocate, broadcastTo, castTo, type Kind, make, positions, sameShape, values } from "./kernels/host";
import { Cell, type Pool } from "./pool";
import type { Tensor } from "./tf";
import * as tf from "./tf";

/** A step from one view to the next. Temporaries are the caller's to tidy. */
export type ViewOf = (base: Tensor) => Tensor;

/** What one or more tensors share: 64-bit integers that 32 bits can't hold lie beside the backend. */
interface Storage {
  value: Cell | Wide;
  version: number;
  /** Made by `torch.empty` and its like, and not written since: its numbers mean nothing. */
  isOpen: boolean;
}

/**
 * The numbers of a tensor. A view keeps how it is seen in its storage, so that a write through any of them is seen through all: the storage is
 * written at the view's positions, the others are made anew when they are read.
 */
export class TensorNumbers implements Held {
  /** What it was when it was last read. */
  private seen: { value: Cell | Wide; version: number } | undefined;
  private listed: { elements: readonly (number | boolean | bigint)[]; version: number } | undefined;

  private constructor(
    private readonly pool: Pool,
    private storage: Storage,
    /** How the tensor is seen in the storage's value; empty for the storage itself. */
    private chain: readonly ViewOf[],
    readonly dtype: DType,
  ) {}

  /** Of a storage of its own. `value` is the pool's from now on. */
  static of(pool: Pool, value: Tensor | Cell | Wide, dtype: DType, isOpen = false): TensorNumbers {
    const own = value instanceof Cell || value instanceof Wide ? value : pool.cell(value);
    return new TensorNumbers(pool, { value: own, version: 0, isOpen }, [], dtype);
  }

  /** Of a tensor that shows part of this one; `value` is what it shows now. */
  view(viewOf: ViewOf, value: Tensor | Wide, dtype: DType): TensorNumbers {
    const view = new TensorNumbers(this.pool, this.storage, [...this.chain, viewOf], dtype);
    view.seen = { value: value instanceof Wide ? value : this.pool.cell(value), version: this.storage.version };
    return view;
  }

  /** The tensor itself becomes another view of its storage (`unsqueeze_`). */
  review(viewOf: ViewOf): void {
    this.chain = [...this.chain, viewOf];
    this.forget();
  }

  get isOpen(): boolean {
    return this.storage.isOpen;
  }

  /** Whether a write of all its elements replaces all of its storage. */
  get isWhole(): boolean {
    return this.chain.length === 0;
  }

  /** The value as it is now, without a last dimension for the parts of complex numbers taken away. */
  get value(): Cell | Wide {
    const { storage, chain } = this;
    if (chain.length === 0) return storage.value;
    if (this.seen?.version !== storage.version) {
      this.forget();
      this.seen = { value: this.follow(storage.value), version: storage.version };
    }
    return this.seen!.value;
  }

  private follow(base: Cell | Wide): Cell | Wide {
    if (base instanceof Cell) return this.pool.cell(follow(base.read(), this.chain));
    const where = follow(positions(base.shape), this.chain);
    const picked = base.pick(values(where), where.shape);
    where.dispose();
    return picked;
  }

  /** As a tensor of the backend; integers beyond 32 bits are none. */
  read(): Tensor {
    const { value } = this;
    if (value instanceof Wide) throw new RunError("an integer needs more than 32 bits");
    return value.read();
  }

  /** The sizes that came out. */
  get shape(): readonly number[] {
    const { shape } = this.value;
    return isComplex(this.dtype) ? shape.slice(0, -1) : shape;
  }

  /** Row by row. Read only. */
  get array(): Float32Array | Int32Array | Uint8Array | BigInt64Array {
    try {
      const { value } = this;
      return value instanceof Wide ? value.data : value.numbers();
    } catch (thrown) {
      // A rule asks for it in the midst of the machine, where an error of ours would be a defect.
      throw new NotExecuted(messageOf(thrown), undefined);
    }
  }

  elements(): readonly (number | boolean | bigint)[] | undefined {
    const { version } = this.storage;
    if (isComplex(this.dtype)) return undefined;
    if (this.listed?.version !== version)
      this.listed = { elements: Array.from<number | bigint, number | boolean | bigint>(this.array, this.one), version };
    return this.listed.elements;
  }

  element(at: number): number | boolean | bigint | readonly [number, number] | undefined {
    const { array } = this;
    if (isComplex(this.dtype)) return [Number(array[2 * at]), Number(array[2 * at + 1])];
    return array[at] === undefined ? undefined : this.one(array[at]!);
  }

  private readonly one = (item: number | bigint): number | boolean | bigint => {
    if (dtypes[this.dtype].category === "bool") return item !== 0;
    return typeof item === "bigint" && Number.isSafeInteger(Number(item)) ? Number(item) : item;
  };

  /** New contents of the same shape. `value` is the pool's from now on; where it is still to be made of what is there now, it `keeps` that until then. */
  write(value: Tensor | Cell | Wide, { keeps = false } = {}): void {
    const { storage, chain } = this;
    const own = value instanceof Cell || value instanceof Wide ? value : this.pool.cell(value);
    const next = chain.length === 0 ? own : this.placed(storage.value, own);
    if (storage.value instanceof Cell && !keeps) storage.value.dispose();
    storage.value = next;
    storage.version++;
    storage.isOpen = false;
  }

  /** The storage's numbers with those at the view's positions replaced. */
  private placed(base: Cell | Wide, value: Cell | Wide): Cell | Wide {
    const where = follow(positions(base.shape), this.chain);
    const at = values(where);
    if (base instanceof Wide || value instanceof Wide) {
      const placed = placedWide(wideOf(base), at, wideOf(value));
      return narrowed(placed, this.pool);
    }
    const kind = base.kind;
    const given = tf.tidy(() => {
      const tensor = value.read();
      return values(
        castTo(sameShape(tensor.shape, where.shape) ? tensor : broadcastTo(tensor, where.shape), kind as Kind),
      );
    });
    const out = allocate(kind, base.size);
    out.set(base.numbers());
    for (let i = 0; i < at.length; i++) out[at[i]!] = given[i]!;
    value.dispose();
    where.dispose();
    return this.pool.cell(make(out, base.shape, kind));
  }

  /** Another storage, of another size (`resize_`, `set_`). */
  replace(value: Tensor | Wide): void {
    this.storage = { value: value instanceof Wide ? value : this.pool.cell(value), version: 0, isOpen: false };
    this.chain = [];
    this.forget();
  }

  /** From now on the same storage as another tensor's. */
  share(other: TensorNumbers): void {
    this.storage = other.storage;
    this.chain = other.chain;
    this.forget();
  }

  private forget(): void {
    if (this.seen?.value instanceof Cell) this.seen.value.dispose();
    this.seen = undefined;
    this.listed = undefined;
  }

  /** A copy of the numbers that outlives the run. */
  copied(): Float32Array | Int32Array | Uint8Array | BigInt64Array {
    return this.array.slice();
  }
}

function follow(value: Tensor, chain: readonly ViewOf[]): Tensor {
  return tf.tidy(() => chain.reduce((t, viewOf) => viewOf(t), value).clone());
}

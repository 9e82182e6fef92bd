import { type Dim, product } from "../dims";
import { classes } from "../values/classes";
import { touch } from "../values/heap";
import type { Place } from "../values/unknown";
import type { PyClass } from "../values/value";
import { Obj } from "../values/value";
import { type DType, dtypes } from "./dtype";

/** Numbers of a small constant tensor, row-major: models compute sizes with them. */
export type TensorData = readonly (number | boolean | Dim)[];

/** Tensors with more elements than this don't keep their values. */
export const DATA_LIMIT = 4096;

/** Strides in elements; `undefined` where they are not known. */
type Strides = readonly Dim[] | undefined;

export interface TensorState {
  shape: readonly Dim[];
  dtype: DType;
  /** `"contiguous"` is the common case and needs no numbers. */
  layout: "contiguous" | Strides;
  data: TensorData | undefined;
}

/** What changes of a tensor in place: an operator's result, or where it is moved to. */
type Change = Partial<TensorState> & { device?: string | undefined };

/** A write into a storage, with those before it: a program's loop may make thousands. */
interface Write {
  at: number;
  /** How many there are with this one. */
  all: number;
  before: Write | undefined;
}

/** What a fork saves of a tensor. */
interface SavedState extends TensorState {
  contents: number;
  device: string | undefined;
  written: Write | undefined;
}

/** The numbers of a tensor, where the program runs on numbers. */
export interface Held {
  /** Row by row: booleans, numbers, and bigints where a number is not exact; undefined of complex ones. */
  elements(): readonly (number | boolean | bigint)[] | undefined;
  /** One of them; the real and the imaginary part of a complex one. */
  element(at: number): number | boolean | bigint | readonly [number, number] | undefined;
}

let tensors = 0;
let writes = 0;

/** In-place writes of all tensors until now: it orders writes and other events. */
export function writesSoFar(): number {
  return writes;
}

/**
 * An abstract tensor: shape, dtype and layout, no storage. Its rank is always known
 * (a tensor of unknown rank is an `Unknown` of type `Tensor`).
 */
export class Tensor extends Obj {
  readonly serial = ++tensors;
  shape: readonly Dim[];
  dtype: DType;
  layout: TensorState["layout"] = "contiguous";
  /** Its numbers, where an executor has computed them. */
  held: Held | undefined = undefined;
  /** Its numbers as far as shapes alone tell them. */
  private known: TensorData | undefined = undefined;
  /** A `Device`: undefined where it is not known. */
  device: string | undefined = "cpu";
  requiresGrad = false;
  /** An `nn.Parameter`. */
  parameter = false;
  /** The tensor that this one is another name for (`nn.Parameter(t)`, `t.data`, `t.detach()`): one storage, one identity at run time. */
  storage: Tensor | undefined = undefined;
  /** The step that made it: opaque to all but the trace, which tells it (`stepOf`). */
  step: object | undefined = undefined;
  /** The tensor whose storage it shares, where it is a view. */
  base: Tensor | undefined = undefined;
  /** Of its storage, where it is no view: another number after every write, on every path. */
  private contents = 0;
  /** Of its storage, where it is no view: the numbers of the writes that certainly were, in order. */
  private written: Write | undefined = undefined;
  /** Where a view's elements lie in the storage of its base, where both have values. */
  places: (() => TensorData | undefined) | undefined = undefined;
  /** Views on its storage that have values: a write makes them unknown. */
  private valued: Tensor[] | undefined = undefined;
  /** Where in the user's source it was made. */
  place: Place | undefined = undefined;
  private count: Dim = 1;
  private countedShape: readonly Dim[] | undefined = undefined;

  constructor(shape: readonly Dim[], dtype: DType, cls: PyClass = classes.Tensor) {
    super(cls);
    this.shape = shape;
    this.dtype = dtype;
  }

  /** The numbers that sizes and conditions may follow from: all of a small tensor of integers, the one of a scalar. */
  get data(): TensorData | undefined {
    return this.held === undefined ? this.known : this.computed(this.held);
  }

  set data(data: TensorData | undefined) {
    this.known = data;
  }

  private computed(held: Held): TensorData | undefined {
    const count = this.numel() as number;
    const { category } = dtypes[this.dtype];
    if (count > DATA_LIMIT || (count !== 1 && category !== "int" && category !== "bool")) return undefined;
    const elements = held.elements();
    return elements?.some((item) => typeof item === "bigint") ? undefined : (elements as TensorData | undefined);
  }

  get rank(): number {
    return this.shape.length;
  }

  /** Asked often, of costs above all; a write in place may give it another shape. */
  numel(): Dim {
    if (this.countedShape !== this.shape) {
      this.count = product(this.shape);
      this.countedShape = this.shape;
    }
    return this.count;
  }

  /** The size of a dimension; negative numbers count from the end. */
  dim(at: number): Dim {
    return this.shape[at < 0 ? at + this.shape.length : at];
  }

  /** Bytes an element. */
  get itemsize(): number {
    return dtypes[this.dtype].size;
  }

  /** Changes what an in-place operator changes. */
  update(state: Change): void {
    touch(this);
    Object.assign(this, state);
  }

  /** Notes that it shares `source`'s storage. */
  becomeView(source: Tensor): void {
    this.base = source.base ?? source;
    if (this.known === undefined) return;
    this.base.valued ??= [];
    this.base.valued.push(this);
  }

  /** Its storage was written, and its own values were just set: those that share it follow where their places are known. `certain`: not only may be. */
  storageWritten(certain = true): void {
    const root = this.base ?? this;
    touch(root);
    root.contents = ++writes;
    if (certain) root.written = { at: writes, all: (root.written?.all ?? 0) + 1, before: root.written };
    const sharers = [root, ...(root.valued ?? [])].filter((one) => one !== this && one.known !== undefined);
    const written = root === this ? this.known : this.throughView(root);
    const values = sharers.map((one) => (one === root ? written : written && one.placed(written)));
    for (const [n, sharer] of sharers.entries()) sharer.update({ data: values[n] });
  }

  /** Something that is not known may be written into its storage; `certain`: it is. */
  overwrite(certain: boolean): void {
    if (!certain && this.known === undefined) return;
    this.update({ data: undefined });
    this.storageWritten(certain);
  }

  /** A view's values, by those of its base. */
  private placed(values: TensorData): TensorData | undefined {
    return this.places?.()?.map((place) => values[place as number]);
  }

  /** The values of the base, of which this view was just written. */
  private throughView(base: Tensor): TensorData | undefined {
    const data = this.known;
    const places = base.known === undefined || data === undefined ? undefined : this.places?.();
    if (places === undefined || data === undefined || places.length !== data.length) return undefined;
    const values = [...base.known!];
    for (const [n, place] of places.entries()) values[place as number] = data[n];
    return values;
  }

  /** As long as this stays the same, so do the tensor's values. */
  get version(): number {
    return (this.base ?? this).contents;
  }

  /** Writes into its storage since it was made, those after an event (`writesSoFar`) and all: PyTorch's `_version`. */
  writesSince(event: number): { after: number; all: number } {
    const { written } = this.base ?? this;
    let after = 0;
    for (let write = written; write !== undefined && write.at > event; write = write.before) after++;
    return { after, all: written?.all ?? 0 };
  }

  override snapshot(): unknown {
    const { shape, dtype, layout, known: data, contents, written, device } = this;
    return [{ shape, dtype, layout, data, contents, written, device }, super.snapshot()];
  }

  override restore(state: unknown): void {
    const [own, attrs] = state as [SavedState, unknown];
    Object.assign(this, own);
    super.restore(attrs);
  }

  override merge(a: unknown, b: unknown, join: Parameters<Obj["merge"]>[2]): unknown {
    const [[x, xa], [y, ya]] = [a as [SavedState, unknown], b as [SavedState, unknown]];
    const data = x.data === y.data ? x.data : undefined;
    const contents = x.contents === y.contents ? x.contents : ++writes;
    const device = x.device === y.device ? x.device : undefined;
    const written = sharedWrites(x.written, y.written);
    return [{ ...x, data, contents, written, device }, super.merge(xa, ya, join)];
  }
}

/** The writes that two histories of one storage have in common. */
function sharedWrites(a: Write | undefined, b: Write | undefined): Write | undefined {
  while (a !== b) {
    if ((a?.all ?? 0) >= (b?.all ?? 0)) a = a?.before;
    else b = b?.before;
  }
  return a;
}

/** `torch.float32` and its like. */
export class DTypeObject extends Obj {
  private static readonly known = new Map<DType, DTypeObject>();

  private constructor(readonly name: DType) {
    super(classes.dtype);
  }

  static of(name: DType): DTypeObject {
    let found = DTypeObject.known.get(name);
    if (found === undefined) {
      found = new DTypeObject(name);
      DTypeObject.known.set(name, found);
    }
    return found;
  }
}

/** `torch.device("cuda:0")`. */
export class DeviceObject extends Obj {
  constructor(
    readonly type: string,
    readonly index: number | null,
  ) {
    super(classes.device);
  }

  /** Devices are equal by what they name. */
  override get hashText(): string {
    return this.text;
  }

  get text(): string {
    return this.index === null ? this.type : `${this.type}:${this.index}`;
  }
}

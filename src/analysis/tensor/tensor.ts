import { type Dim, product } from "../dims";
import { classes } from "../values/classes";
import { touch } from "../values/heap";
import type { Place } from "../values/unknown";
import type { PyClass } from "../values/value";
import { Obj } from "../values/value";
import { work } from "../work";
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

/** Units for an element that a write in place copies or compares. */
const WRITE_WORK = 1 / 100;

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
  /** Of a view that has values, as its base has: finds where its elements lie in the base's storage. */
  private findPlaces: (() => TensorData | undefined) | undefined = undefined;
  private lies: Places | undefined = undefined;
  /** Views on its storage that have values: they follow what is written into it. */
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

  /** How it may be found where a view's elements lie in the storage of its base: it is asked once, when it is first needed. */
  lieAt(find: () => TensorData | undefined): void {
    this.findPlaces = find;
  }

  /** Where a view's elements lie in the storage of its base; undefined of what is no view, and where that is not known. */
  get places(): readonly number[] | undefined {
    return this.placement()?.at;
  }

  private placement(): Places | undefined {
    if (this.findPlaces === undefined) return this.lies;
    const at = this.findPlaces() as readonly number[] | undefined;
    this.findPlaces = undefined;
    this.lies = at && { at, within: extentOf(at), overlap: new Set(at).size < at.length };
    return this.lies;
  }

  /**
   * It is written in place, and its storage with it: those that share the storage follow where their places are known.
   * `certain`: not only may be.
   */
  write(state: Change, certain = true): void {
    const root = this.base ?? this;
    const before = root.known;
    this.update(state);
    root.countWrite(certain);
    // Which of the elements that lie at one place stays there, the values do not say.
    if (this.placement()?.overlap === true) this.update({ data: undefined });
    if (root !== this && before !== undefined) root.update({ data: this.throughView(before) });
    if (root.valued !== undefined) this.followed(root.valued, before, root.known);
  }

  private countWrite(certain: boolean): void {
    touch(this);
    this.contents = ++writes;
    if (certain) this.written = { at: writes, all: (this.written?.all ?? 0) + 1, before: this.written };
  }

  /**
   * It is seen otherwise from now on, as by `transpose_`: nothing in its storage changes. Where it and others that share the storage lie to each
   * other is not followed beyond that.
   */
  rearrange(state: Change, certain = true): void {
    this.update(state);
    (this.base ?? this).countWrite(certain);
    for (const one of this.base === undefined ? (this.valued ?? []) : [this]) {
      one.findPlaces = undefined;
      one.lies = undefined;
    }
  }

  /** The views on its storage follow a write that changed the base's values. */
  private followed(views: readonly Tensor[], before: TensorData | undefined, after: TensorData | undefined): void {
    work.pay((views.length + (after?.length ?? 0)) * WRITE_WORK);
    const changed = after && changes(before, after);
    for (const view of views) {
      if (view === this || view.known === undefined) continue;
      const lies = view.placement();
      if (lies === undefined || after === undefined) view.update({ data: undefined });
      else if (changed !== undefined && meet(lies.within, changed)) {
        work.pay(lies.at.length * WRITE_WORK);
        const values = lies.at.map((place) => after[place]);
        if (changes(view.known, values) !== undefined) view.update({ data: values });
      }
    }
  }

  /** Something that is not known may be written into its storage; `certain`: it is. */
  overwrite(certain: boolean): void {
    if (!certain && this.known === undefined) return;
    this.write({ data: undefined }, certain);
  }

  /** The values of the base, of which this view was just written. */
  private throughView(before: TensorData): TensorData | undefined {
    const { known: data, places } = this;
    if (places === undefined || data === undefined || places.length !== data.length) return undefined;
    work.pay(before.length * WRITE_WORK);
    const values = [...before];
    for (const [n, place] of places.entries()) values[place] = data[n];
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

/** Where in a base's storage the elements of a view lie. */
interface Places {
  at: readonly number[];
  within: Extent;
  /** Some lie at the same place. */
  overlap: boolean;
}

/** From one place in a storage to another, both included. */
type Extent = readonly [from: number, to: number];

function extentOf(places: readonly number[]): Extent {
  let [from, to] = [Number.POSITIVE_INFINITY, -1];
  for (const place of places) {
    if (place < from) from = place;
    if (place > to) to = place;
  }
  return [from, to];
}

function meet(a: Extent, b: Extent): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}

/** Where values differ from those before; undefined where they don't. */
function changes(before: TensorData | undefined, after: TensorData): Extent | undefined {
  if (before === undefined || before.length !== after.length) return [0, Math.max(0, after.length - 1)];
  let from = 0;
  while (from < after.length && before[from] === after[from]) from++;
  if (from === after.length) return undefined;
  let to = after.length - 1;
  while (before[to] === after[to]) to--;
  return [from, to];
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

import { type Kind, make, type Numbers, values } from "./kernels/host";
import type { Tensor } from "./tf";

/** Bytes in the backend's memory above which what was used longest ago moves to arrays. */
const RESIDENT_BYTES = 1_000_000_000;

const ELEMENT_BYTES = 4;

/**
 * The values that lie in the backend's memory, where nobody collects garbage: those that were used longest ago become plain arrays, which the
 * garbage collector frees with the tensors that they belong to.
 */
export class Pool {
  /** Least recently used first. */
  private readonly resident = new Set<Cell>();
  private bytes = 0;

  constructor(private readonly limit = RESIDENT_BYTES) {}

  /** A value of which the pool is the owner from now on. */
  cell(tensor: Tensor): Cell {
    const cell = new Cell(this, tensor.shape, tensor.dtype as Kind, () => tensor);
    cell.read();
    return cell;
  }

  /** A value that is made when it is first read. */
  later(shape: readonly number[], kind: Kind, make: () => Tensor): Cell {
    return new Cell(this, shape, kind, make);
  }

  used(cell: Cell): void {
    if (this.resident.delete(cell)) this.bytes -= cell.bytes;
    this.resident.add(cell);
    this.bytes += cell.bytes;
  }

  left(cell: Cell): void {
    if (this.resident.delete(cell)) this.bytes -= cell.bytes;
  }

  /** Makes room, where too much is in the backend's memory: to be called while no kernel runs. */
  trim(): void {
    if (this.bytes <= this.limit) return;
    for (const cell of this.resident) {
      if (this.bytes <= this.limit / 2) return;
      cell.unload();
    }
  }

  dispose(): void {
    for (const cell of [...this.resident]) cell.dispose();
  }
}

/** One value: a tensor of the backend, an array, or what will make it. */
export class Cell {
  private tensor: Tensor | undefined;
  private array: Numbers | undefined;

  constructor(
    private readonly pool: Pool,
    readonly shape: readonly number[],
    readonly kind: Kind,
    private make: (() => Tensor) | undefined,
  ) {}

  /** Its numbers are there, and not only what makes them. */
  get isMade(): boolean {
    return this.make === undefined;
  }

  get size(): number {
    return this.shape.reduce((x, y) => x * y, 1);
  }

  get bytes(): number {
    return this.size * ELEMENT_BYTES;
  }

  /** The value as a tensor, which stays the cell's. */
  read(): Tensor {
    this.tensor ??= this.array === undefined ? this.make!() : make(this.array, this.shape, this.kind);
    this.make = undefined;
    this.array = undefined;
    this.pool.used(this);
    return this.tensor;
  }

  /** Its numbers row by row. Read only. */
  numbers(): Numbers {
    return this.array ?? values(this.read());
  }

  /** Out of the backend's memory. */
  unload(): void {
    if (this.tensor === undefined) return;
    this.array = values(this.tensor);
    this.dispose();
  }

  dispose(): void {
    this.pool.left(this);
    this.tensor?.dispose();
    this.tensor = undefined;
  }
}

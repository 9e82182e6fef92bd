import { allocate, broadcastTo, castTo, type Kind, make, positions, sameShape, values } from "./kernels/host";
import type { Tensor } from "./tf";
import * as tf from "./tf";

/** Numbers that one or more tensors share. */
interface Storage {
  value: Tensor;
  version: number;
  tensors: number;
}

/** A step from one view to the next. Temporaries are the caller's to tidy. */
export type ViewOf = (base: Tensor) => Tensor;

interface Slot {
  storage: Storage;
  /** How the tensor is seen in the storage's value; empty for the storage itself. */
  chain: readonly ViewOf[];
  seen?: { value: Tensor; version: number };
}

/**
 * The tensors of a run by their ids. A view keeps how it is seen in its base, so that a write through
 * any of them is seen through all: the base is written at the view's positions, the others are made anew when read.
 */
export class Store {
  private readonly slots = new Map<number, Slot>();

  has(id: number): boolean {
    return this.slots.has(id);
  }

  /** A tensor of its own. The store owns `value` from now on. */
  create(id: number, value: Tensor): void {
    this.release(id);
    this.slots.set(id, { storage: { value, version: 0, tensors: 1 }, chain: [] });
  }

  /** A tensor that shows part of `base`. */
  view(id: number, base: number, viewOf: ViewOf, value: Tensor): void {
    const from = this.slot(base);
    from.storage.tensors++;
    this.release(id);
    this.slots.set(id, {
      storage: from.storage,
      chain: [...from.chain, viewOf],
      seen: { value, version: from.storage.version },
    });
  }

  /** The tensor itself becomes another view of its storage (`unsqueeze_`). */
  review(id: number, viewOf: ViewOf): void {
    const slot = this.slot(id);
    slot.seen?.value.dispose();
    this.slots.set(id, { storage: slot.storage, chain: [...slot.chain, viewOf] });
  }

  read(id: number): Tensor {
    const slot = this.slot(id);
    if (slot.chain.length === 0) return slot.storage.value;
    if (slot.seen?.version !== slot.storage.version) {
      slot.seen?.value.dispose();
      slot.seen = { value: follow(slot.storage.value, slot.chain), version: slot.storage.version };
    }
    return slot.seen.value;
  }

  /** New contents. The store owns `value` from now on. */
  write(id: number, value: Tensor): void {
    const { storage, chain } = this.slot(id);
    const next = chain.length === 0 ? value : tf.tidy(() => placed(storage.value, chain, value));
    if (chain.length > 0) value.dispose();
    storage.value.dispose();
    storage.value = next;
    storage.version++;
  }

  release(id: number): void {
    const slot = this.slots.get(id);
    if (!slot) return;
    this.slots.delete(id);
    slot.seen?.value.dispose();
    if (--slot.storage.tensors === 0) slot.storage.value.dispose();
  }

  dispose(): void {
    for (const id of [...this.slots.keys()]) this.release(id);
  }

  private slot(id: number): Slot {
    const slot = this.slots.get(id);
    if (!slot) throw new Error(`tensor ${id} is not there`);
    return slot;
  }
}

function follow(value: Tensor, chain: readonly ViewOf[]): Tensor {
  return tf.tidy(() => chain.reduce((t, viewOf) => viewOf(t), value).clone());
}

/** The base's numbers with those at the view's positions replaced. */
function placed(base: Tensor, chain: readonly ViewOf[], value: Tensor): Tensor {
  const where = follow(positions(base.shape), chain);
  const given = castTo(
    sameShape(value.shape, where.shape) ? value : broadcastTo(value, where.shape),
    base.dtype as Kind,
  );
  const at = values(where);
  const from = values(given);
  const out = allocate(base.dtype as Kind, base.size);
  out.set(values(base));
  for (let i = 0; i < at.length; i++) out[at[i]!] = from[i]!;
  return make(out, base.shape);
}

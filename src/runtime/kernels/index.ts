import { activations } from "./activations";
import { attention } from "./attention";
import { convolutions } from "./conv";
import { create } from "./create";
import { elementwise } from "./elementwise";
import { indexing } from "./indexing";
import type { Kernel, Kernels } from "./kernel";
import { products } from "./matmul";
import { normalizations } from "./normalization";
import { pools } from "./pool";
import { recurrent } from "./recurrent";
import { reductions } from "./reduce";
import { resampling } from "./resample";
import { unfolding } from "./unfold";
import { views } from "./views";

/** Families of kernels; a name is in one of them only. */
export const families: Readonly<Record<string, Kernels>> = {
  elementwise,
  activations,
  create,
  views,
  indexing,
  reductions,
  products,
  convolutions,
  pools,
  normalizations,
  resampling,
  recurrent,
  attention,
  unfolding,
};

const kernels = new Map<string, Kernel>();
for (const family of Object.values(families)) {
  for (const [name, kernel] of Object.entries(family)) {
    if (kernels.has(name)) throw new Error(`two kernels for ${name}`);
    kernels.set(name, kernel);
  }
}

/** Names under which an operator's kernel may be: with its overload, without, without namespace, not in place. */
function* namesOf(op: string): Generator<string> {
  const bare = op.replace(/^(torch\.)?(Tensor\.|nn\.functional\.|ops\.|aten::|aten\.)/, "").replace(/^torch\./, "");
  for (const name of [op, bare]) {
    for (let part = name; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
      yield part;
      yield part.replaceAll(".", "_");
      if (part.endsWith("_") && !part.startsWith("__")) yield part.slice(0, -1);
    }
  }
  const last = bare.split(".").slice(1).join(".");
  if (/^(special|linalg|fft)\./.test(bare)) yield last;
  yield bare.replace(/^(special)_/, "");
}

/** The kernel of an operator's schema name (`conv2d`, `max.dim`, `add_.Tensor`), or undefined. */
export function kernelOf(op: string): Kernel | undefined {
  for (const name of namesOf(op)) {
    const found = kernels.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Can an operator be executed? */
export function executes(op: string): boolean {
  return kernelOf(op) !== undefined;
}

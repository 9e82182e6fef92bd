import { activations } from "./activations";
import { arrangements } from "./arrange";
import { attention } from "./attention";
import { complexKernels } from "./complex";
import { convolutions } from "./conv";
import { create } from "./create";
import { elementwise } from "./elementwise";
import { transforms } from "./fft";
import { indexing } from "./indexing";
import type { Kernel, Kernels } from "./kernel";
import { decompositions } from "./linalg";
import { losses } from "./loss";
import { masked } from "./masked";
import { products } from "./matmul";
import { normalizations } from "./normalization";
import { orderings } from "./order";
import { polynomials } from "./polynomials";
import { pools } from "./pool";
import { recurrent } from "./recurrent";
import { reductions } from "./reduce";
import { resampling } from "./resample";
import { scatters } from "./scatter";
import { signals } from "./signal";
import { unfolding } from "./unfold";
import { views } from "./views";

/** Families of kernels; a name is in one of them only. */
const families: Readonly<Record<string, Kernels>> = {
  elementwise,
  activations,
  create,
  views,
  arrangements,
  indexing,
  scatters,
  reductions,
  orderings,
  products,
  convolutions,
  pools,
  normalizations,
  resampling,
  recurrent,
  attention,
  unfolding,
  transforms,
  losses,
  decompositions,
  polynomials,
  masked,
  signals,
};

const kernels = new Map<string, Kernel>();
for (const family of Object.values(families)) {
  for (const [name, kernel] of Object.entries(family)) {
    if (kernels.has(name)) throw new Error(`two kernels for ${name}`);
    kernels.set(name, kernel);
  }
}

/** Names under which an operator's kernel may be: with its overload, without, without namespace, not in place. */
export function* namesOf(op: string): Generator<string> {
  const bare = op.replace(/^(torch\.|aten::|aten\.)?(Tensor\.|nn\.functional\.|ops\.)?/, "");
  // `special.erf.out` -> `special_erf_out`, `special_erf`, `special`
  for (let part = bare; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const name = part.replaceAll(".", "_");
    yield name;
    if (name.endsWith("_") && !name.startsWith("__")) yield name.slice(0, -1);
    if (name.startsWith("special_")) yield name.slice("special_".length);
    // `permute_copy` differs from `permute` in nothing that is computed.
    if (name.endsWith("_copy")) yield name.slice(0, -"_copy".length);
  }
}

/** An operator's kernel for real numbers, with the name that it has in its table. */
export function find(op: string): { name: string; kernel: Kernel } | undefined {
  for (const name of namesOf(op)) {
    const kernel = kernels.get(name);
    if (kernel) return { name, kernel };
  }
  return undefined;
}

/** Can an operator (by its schema name: `conv2d`, `max.dim`, `add_.Tensor`) be executed? */
export function executes(op: string): boolean {
  if (find(op)) return true;
  for (const name of namesOf(op)) if (name in complexKernels) return true;
  return false;
}

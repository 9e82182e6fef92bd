import type { Foreseen } from "../analysis/entries/execution";
import type { Tensor } from "../analysis/tensor/tensor";
import type { Value } from "../analysis/values";
import type { TensorNumbers } from "./numbers";
import { type Output, outputOf } from "./output";
import type { Refusal } from "./refusal";
import type { Tensors } from "./result";

/** Results of modules by their paths, as they are when the module returns: what writes into them later is not seen. */
export class Kept {
  readonly tensors: Tensors = {};
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly paths: readonly string[],
    private readonly numbersOf: (tensor: Tensor) => TensorNumbers,
  ) {}

  returned(path: string, output: Value): void {
    if (!this.paths.includes(path)) return;
    const count = (this.counts.get(path) ?? 0) + 1;
    this.counts.set(path, count);
    const tensors: Tensor[] = [];
    const tree = outputOf(output, (tensor) => tensors.push(tensor) - 1);
    for (const [tail, at] of leaves(tree, "")) {
      const tensor = tensors[at]!;
      const numbers = this.numbersOf(tensor);
      const name = `${path}${count > 1 ? `@${count}` : ""}${tail}`;
      this.tensors[name] = { shape: [...numbers.shape], dtype: tensor.dtype, data: numbers.copied() };
    }
  }
}

/** Tensors of a value with the way to each, `.0.hidden`. */
function leaves(output: Output, tail: string): [string, number][] {
  if (output === null || typeof output !== "object") return [];
  if (Array.isArray(output)) return output.flatMap((part, n) => leaves(part, `${tail}.${n}`));
  if ("tensor" in output) return [[tail, output.tensor]];
  return output.dict.flatMap(([name, part]) => leaves(part, `${tail}.${name}`));
}

/** A module to be kept that the call does not come to. */
export function strangeKeep({ report }: Foreseen, keep: readonly string[] = []): Refusal | undefined {
  const paths = new Set(report.modules.map(({ path }) => path));
  const strange = keep.find((path) => !paths.has(path));
  if (strange === undefined) return undefined;
  const like = [...paths].filter((path) => path !== "" && path.endsWith(strange.split(".").at(-1)!));
  const known = like.length > 0 ? like : [...paths].filter((path) => path !== "");
  const told = known.slice(0, 5).join(", ") + (known.length > 5 ? ", …" : "");
  return { message: `no module \`${strange}\` is called${told === "" ? "" : `: there is ${told}`}` };
}

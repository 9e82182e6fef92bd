import type { Source } from "../../syntax/source";
import { spanOf } from "../facts/places";
import type { RunState } from "../machine/run-state";
import type { DiagnosticJson } from "../report";
import { Tensor } from "../tensor/tensor";
import { stepOf } from "../trace/trace";

/**
 * Tensors that `forward` makes on the CPU and that meet those of the module: it runs as long as nobody moves the module. Told at their
 * creation; one that is an attribute may be moved by whoever moves the module.
 */
export function leftBehindTensors(source: Source, { leftBehind }: RunState, builtSince: number): DiagnosticJson[] {
  return leftBehind.flatMap(({ tensor, met }) => {
    const made = originOf(tensor);
    const name = stepOf(made)?.name;
    const { place } = made;
    if (name === undefined || place?.file !== source.file || made.serial < builtSince) return [];
    // What a library's function makes by itself is its own business.
    const text = source.text.slice(place.start, place.end);
    const called = text.slice(0, Math.max(0, text.indexOf("(")));
    if (!called.endsWith(`.${name}`) && called !== name) return [];
    const line = source.line(met.start);
    return [
      {
        ...spanOf(source, place.start, place.end),
        severity: "warning",
        code: "left-behind",
        failure: { kind: "device" },
        message: `\`${called}\` makes its tensor on the CPU, and line ${line} uses it with tensors of the module: that fails where the module is on a GPU`,
        related: [{ ...spanOf(source, met.start, met.end), message: "they meet here" }],
      },
    ];
  });
}

/** The tensor that a chain of operators over one tensor begins with. */
function originOf(tensor: Tensor): Tensor {
  const seen = new Set<Tensor>();
  for (let one = tensor; !seen.has(one); ) {
    seen.add(one);
    const operands = Object.values(stepOf(one)?.args ?? {})
      .flatMap((value) => [value].flat())
      .filter((value) => value instanceof Tensor);
    const made = operands.filter(({ device }) => device === "cpu");
    if (made.length !== 1) return one;
    one = made[0];
  }
  return tensor;
}

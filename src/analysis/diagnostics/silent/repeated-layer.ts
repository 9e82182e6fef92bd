import type * as ast from "../../../syntax/ast";
import { isModule, namedTensors } from "../../torch/nnmodule";
import type { Program, Remark } from "./program";
import { valuesIn } from "./training";

/** `[layer(…)] * n`: one layer so many times, with one set of weights. */
export function* repeatedLayer(program: Program): Iterable<Remark> {
  for (const { subject, place } of program.events("repeated")) {
    if (place === undefined) continue;
    const layers = valuesIn(subject).filter(isModule);
    const weighted = layers.filter((layer) => namedTensors(layer).some(({ parameter }) => parameter));
    if (layers.length < 2 || new Set(weighted).size === weighted.length) continue;
    const product = program.places
      .around(place)
      .findLast((node): node is ast.BinOp => node.kind === "BinOp" && isMadeInPlace(node as ast.BinOp));
    if (product === undefined) continue;
    yield {
      code: "repeated-layer",
      place: { file: place.file, start: product.start, end: product.end },
      message:
        "The list holds one layer several times, with one set of weights: `[… for _ in range(n)]` makes one each time",
    };
  }
}

/** Whether what is repeated is made in the list: a layer that has a name may be shared on purpose. */
function isMadeInPlace({ op, left, right }: ast.BinOp): boolean {
  const isDisplay = (side: ast.Expr) =>
    (side.kind === "List" || side.kind === "Tuple") && side.elements.some(({ kind }) => kind === "Call");
  return op === "*" && (isDisplay(left) || isDisplay(right));
}

import type { ShapeJson } from "../analysis/report";
import type { Hint, HintMode } from "./inlayHints";
import { codeSpan } from "./markdown";
import { fitting, jointForms } from "./narrow";
import { formatValues, hasTensor, tensorsOf } from "./shapes";
import type { View } from "./view";

/** An editor cuts longer labels in the middle of a size. */
const LABEL_LIMIT = 48;

/**
 * What layers give, behind the calls that build them: in `__init__`, and inside of `nn.Sequential`. `onChange` leaves those out that give what they
 * get and have no parameters, and losses.
 */
export function layerHints(view: View, mode: HintMode, start = 0, end = Number.POSITIVE_INFINITY): Hint[] {
  if (mode === "off") return [];
  return view.layers().flatMap(({ entry, layer }) => {
    const values = layer.values.filter(hasTensor);
    if (layer.end < start || layer.end > end || values.length === 0) return [];
    if (mode === "onChange" && (layer.keeps || values.every(isScalar))) return [];
    return [
      {
        offset: layer.end,
        label: ` → ${fitting(jointForms(values), LABEL_LIMIT)}`,
        tooltip: `${codeSpan(layer.class)} gives ${codeSpan(formatValues(values, 4))}\n\n*in* ${codeSpan(entry.label)}`,
      },
    ];
  });
}

function isScalar(value: ShapeJson): boolean {
  return tensorsOf(value).every(({ shape }) => shape.length === 0);
}

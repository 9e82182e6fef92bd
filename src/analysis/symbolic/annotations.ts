import type { Spec } from "./inputs";

/** Parameters that are usually not sizes: classes, functions and settings. */
const NO_SIZE =
  /(layer|block|module|model|net|encoder|decoder|backbone|head|fn|func|cls|config|cfg|args|opt|options|params|activation|act|norm|name|mode|type|device|dtype|loss|criterion|transform|path|layers|blocks|modules)$/i;
/** `num_layers` is a number whatever it counts. */
const COUNT = /^(num|n|nb)_/;
const PLURAL_SIZES = /(dims|channels_list|sizes|depths|widths|layers_per_block)$/i;

/** The first guess of what a parameter is, from its annotation and its name; the run corrects it. */
export function annotationSpec(name: string, annotation: string | undefined, origin: "constructor" | "forward"): Spec {
  if (origin === "forward") {
    if (annotation !== undefined && /^(int|float|bool|str)$/.test(annotation.trim()))
      return annotation.trim() === "int" ? { kind: "int" } : { kind: "open", type: annotation.trim() as "float" };
    const items = annotation === undefined ? undefined : itemsOf(annotation);
    return items ?? { kind: "open", type: "Tensor" };
  }
  const text = annotation?.replace(/^Optional\[(.*)\]$/, "$1").trim();
  switch (text) {
    case "int":
      return { kind: "int" };
    case "bool":
      return { kind: "open", type: "bool" };
    case "str":
      return { kind: "open", type: "str" };
    case "float":
      return { kind: "open", type: "float" };
    case "Tensor":
    case "torch.Tensor":
      return { kind: "open", type: "Tensor" };
  }
  if (text !== undefined && /^(Tuple|tuple)\[int(, *int)*\]$/.test(text))
    return { kind: "tuple", count: text.split(",").length };
  if (text !== undefined && /^(List|list|Sequence|Tuple|tuple|Iterable)\b/.test(text))
    return { kind: "tuple", count: 2 };
  if (text !== undefined && !/int/.test(text)) return { kind: "open", type: "any" };
  if (COUNT.test(name)) return { kind: "int" };
  if (NO_SIZE.test(name)) return { kind: "open", type: "any" };
  return PLURAL_SIZES.test(name) ? { kind: "tuple", count: 2 } : { kind: "int" };
}

/** `List[Tensor]`, `tuple[int, int]`: two items where their number is not told. */
function itemsOf(annotation: string): Spec | undefined {
  const [, container, inside] =
    /^(?:typing\.)?(List|list|Sequence|Tuple|tuple|Iterable)\[(.*)\]$/s.exec(annotation.trim()) ?? [];
  if (container === undefined) return undefined;
  const items = inside.split(",").map((item) => item.trim());
  const count = /^tuple$/i.test(container) && items.at(-1) !== "..." ? items.length : 2;
  if (items.every((item) => item === "int" || item === "...")) return { kind: "tuple", count };
  return items.every((item) => /^(torch\.)?Tensor$|^\.\.\.$/.test(item))
    ? { kind: "tuple", count, of: "Tensor" }
    : { kind: "open", type: "any" };
}

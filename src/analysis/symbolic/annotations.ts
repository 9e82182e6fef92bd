import type { Expr } from "../../syntax/ast";
import { wordsOf } from "../../syntax/prose/tokens";
import { someNode } from "../../syntax/walk";
import { lastName, partsOf, withoutNone } from "../facts/annotations";
import type { InputDType, Spec } from "./inputs";

/** Parameters that are usually not sizes: classes, functions and settings. */
const NO_SIZE =
  /(layer|block|module|model|net|encoder|decoder|backbone|head|fn|func|cls|config|cfg|args|opt|options|params|activation|act|norm|name|mode|type|device|dtype|loss|criterion|transform|path|layers|blocks|modules)$/i;
/** `num_layers` is a number whatever it counts. */
const COUNT = /^(num|n|nb)_/;
const PLURAL_SIZES = /(dims|channels_list|sizes|depths|widths|layers_per_block)$/i;

/** PyTorch's classes of tensors, and what each says of the numbers in it. */
const TENSORS: ReadonlyMap<string, { dtype?: InputDType }> = new Map([
  ["Tensor", {}],
  ["FloatTensor", {}],
  ["DoubleTensor", {}],
  ["HalfTensor", {}],
  ["LongTensor", { dtype: "int64" }],
  ["IntTensor", { dtype: "int64" }],
  ["BoolTensor", { dtype: "bool" }],
]);

const TUPLES = new Set(["Tuple", "tuple"]);
const CONTAINERS: ReadonlySet<string | undefined> = new Set([...TUPLES, "List", "list", "Sequence", "Iterable"]);

/** The first guess of what a parameter is, from its annotation and its name; the run corrects it. */
export function annotationSpec(name: string, annotation: Expr | undefined, origin: "constructor" | "forward"): Spec {
  const type = annotation && withoutNone(annotation);
  const plain = type && plainSpec(type);
  if (origin === "forward") return plain ?? (type && containerSpec(type)) ?? { kind: "open", type: "Tensor" };
  if (plain !== undefined) return plain;
  const container = type?.kind === "Subscript" ? lastName(type.value) : type && lastName(type);
  if (CONTAINERS.has(container)) {
    const spec = type && containerSpec(type);
    return spec?.kind === "tuple" && spec.of === undefined ? spec : { kind: "tuple", count: 2 };
  }
  if (type !== undefined && !mentionsInt(type)) return { kind: "open", type: "any" };
  if (COUNT.test(name)) return { kind: "int" };
  if (NO_SIZE.test(name)) return { kind: "open", type: "any" };
  return PLURAL_SIZES.test(name) ? { kind: "tuple", count: 2 } : { kind: "int" };
}

/** Of `int`, `float`, `bool`, `str` and `torch.Tensor`. */
function plainSpec(type: Expr): Spec | undefined {
  const named = type.kind === "Name" || type.kind === "Attribute" ? TENSORS.get(lastName(type) ?? "") : undefined;
  if (named !== undefined) return { kind: "open", type: "Tensor", ...named };
  if (type.kind !== "Name") return undefined;
  switch (type.id) {
    case "int":
      return { kind: "int" };
    case "bool":
    case "str":
    case "float":
      return { kind: "open", type: type.id };
  }
  return undefined;
}

/** `Tensor`, `torch.Tensor` or a class of tensors with one kind of numbers. */
export function isTensor(type: Expr | undefined): boolean {
  return (type?.kind === "Name" || type?.kind === "Attribute") && TENSORS.has(lastName(type) ?? "");
}

/** `List[Tensor]`, `tuple[int, int]`: two items where their number is not told. */
function containerSpec(type: Expr): Spec | undefined {
  const container = type.kind === "Subscript" ? lastName(type.value) : undefined;
  if (type.kind !== "Subscript" || container === undefined || !CONTAINERS.has(container)) return undefined;
  const parts = partsOf(type);
  const items = parts.filter((part) => part.kind !== "Constant");
  const count = TUPLES.has(container) && items.length === parts.length ? items.length : 2;
  if (items.every((item) => item.kind === "Name" && item.id === "int")) return { kind: "tuple", count };
  return items.every((item) => isTensor(withoutNone(item)))
    ? { kind: "tuple", count, of: "Tensor", written: true }
    : { kind: "open", type: "any" };
}

/** Somewhere inside, in quotes too. */
function mentionsInt(type: Expr): boolean {
  return someNode(type, (node) => {
    const { kind, id, value } = node as { kind?: string; id?: string; value?: string };
    return kind === "Name" ? id === "int" : kind === "Str" && wordsOf(value ?? "").includes("int");
  });
}

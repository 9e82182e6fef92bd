import type { Expr } from "../../syntax/ast";

/** What an annotation says where the value is not None: `int` of `Optional[int]` and of `int | None`. */
export function withoutNone(node: Expr): Expr {
  if (node.kind === "BinOp" && node.op === "|") {
    if (isNone(node.right)) return withoutNone(node.left);
    return isNone(node.left) ? withoutNone(node.right) : node;
  }
  return node.kind === "Subscript" && lastName(node.value) === "Optional" ? withoutNone(node.slice) : node;
}

function isNone(node: Expr): boolean {
  return node.kind === "Constant" && node.value === null;
}

/** `Tensor` of `torch.Tensor`. */
export function lastName(node: Expr): string | undefined {
  return node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.attr : undefined;
}

/** The parts between the brackets of `tuple[int, int]`. */
export function partsOf({ slice }: Extract<Expr, { kind: "Subscript" }>): readonly Expr[] {
  return slice.kind === "Tuple" ? slice.elements : [slice];
}

const ARRAYS: ReadonlySet<string | undefined> = new Set(["Tensor", "Parameter", "Array"]);

/** The two parts of jaxtyping's `Float[Tensor, "b n"]`, whatever its first name is. */
export function arrayAnnotation(node: Expr): { dtype: string; shape: string } | undefined {
  if (node.kind !== "Subscript") return undefined;
  const dtype = lastName(node.value);
  const [array, shape, ...more] = partsOf(node);
  return dtype !== undefined && shape?.kind === "Str" && more.length === 0 && ARRAYS.has(lastName(array))
    ? { dtype, shape: shape.value }
    : undefined;
}

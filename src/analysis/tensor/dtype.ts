/** PyTorch's element types by name, without the `torch.` before it. */
export type DType =
  | "uint8"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "float16"
  | "bfloat16"
  | "float32"
  | "float64"
  | "complex32"
  | "complex64"
  | "complex128"
  | "bool"
  | "quint8"
  | "qint8"
  | "qint32";

export type Category = "bool" | "int" | "float" | "complex";

interface Row {
  category: Category;
  /** Bytes an element. */
  size: number;
  /** PyTorch's scalar type name, as in its messages. */
  scalar: string;
  /** C's type name, which other messages use. */
  c: string;
  rank: number;
}

export const dtypes: Record<DType, Row> = {
  bool: { category: "bool", size: 1, scalar: "Bool", c: "bool", rank: 0 },
  uint8: { category: "int", size: 1, scalar: "Byte", c: "unsigned char", rank: 1 },
  int8: { category: "int", size: 1, scalar: "Char", c: "signed char", rank: 1 },
  int16: { category: "int", size: 2, scalar: "Short", c: "short int", rank: 2 },
  int32: { category: "int", size: 4, scalar: "Int", c: "int", rank: 3 },
  int64: { category: "int", size: 8, scalar: "Long", c: "long int", rank: 4 },
  float16: { category: "float", size: 2, scalar: "Half", c: "c10::Half", rank: 5 },
  bfloat16: { category: "float", size: 2, scalar: "BFloat16", c: "c10::BFloat16", rank: 5 },
  float32: { category: "float", size: 4, scalar: "Float", c: "float", rank: 6 },
  float64: { category: "float", size: 8, scalar: "Double", c: "double", rank: 7 },
  complex32: { category: "complex", size: 4, scalar: "ComplexHalf", c: "c10::complex<c10::Half>", rank: 8 },
  complex64: { category: "complex", size: 8, scalar: "ComplexFloat", c: "c10::complex<float>", rank: 9 },
  complex128: { category: "complex", size: 16, scalar: "ComplexDouble", c: "c10::complex<double>", rank: 10 },
  quint8: { category: "int", size: 1, scalar: "QUInt8", c: "c10::quint8", rank: 1 },
  qint8: { category: "int", size: 1, scalar: "QInt8", c: "c10::qint8", rank: 1 },
  qint32: { category: "int", size: 4, scalar: "QInt32", c: "c10::qint32", rank: 3 },
};

const categories: Category[] = ["bool", "int", "float", "complex"];

export function isFloating(dtype: DType): boolean {
  return dtypes[dtype].category === "float";
}
export function isComplex(dtype: DType): boolean {
  return dtypes[dtype].category === "complex";
}
/** Bool or an integer type. */
export function isIntegral(dtype: DType): boolean {
  return dtypes[dtype].category === "bool" || dtypes[dtype].category === "int";
}

/** The type to which two tensors of one priority promote (https://pytorch.org/docs/stable/tensor_attributes.html). */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  const [x, y] = dtypes[a].rank <= dtypes[b].rank ? [a, b] : [b, a];
  if (dtypes[x].rank === dtypes[y].rank) return isFloating(x) ? "float32" : "int16";
  if (x === "uint8" && y === "int8") return "int16";
  if (isComplex(y) && dtypes[x].category === "float") {
    if (x === "float64") return "complex128";
    if (x === "float32" || x === "bfloat16") return y === "complex32" ? "complex64" : y;
  }
  return y;
}

export function higherCategory(a: Category, b: Category): Category {
  return categories.indexOf(a) >= categories.indexOf(b) ? a : b;
}

/** An operand of type promotion: a tensor's dtype with its rank, or a Python number's category. */
export type PromotionOperand = { dtype: DType; rank: number } | { scalar: Category };

/**
 * `torch.result_type`: tensors with dimensions come before zero-dimensional ones, those before Python numbers;
 * a lower class only matters where its category is higher.
 */
export function resultType(operands: readonly PromotionOperand[], defaultDType: DType): DType {
  let dimensioned: DType | undefined;
  let zeroDim: DType | undefined;
  let scalar: Category | undefined;
  for (const operand of operands) {
    if ("scalar" in operand) scalar = scalar === undefined ? operand.scalar : higherCategory(scalar, operand.scalar);
    else if (operand.rank > 0)
      dimensioned = dimensioned === undefined ? operand.dtype : promoteTypes(dimensioned, operand.dtype);
    else zeroDim = zeroDim === undefined ? operand.dtype : promoteTypes(zeroDim, operand.dtype);
  }
  let result = dimensioned;
  if (zeroDim !== undefined) result = result === undefined ? zeroDim : raiseCategory(result, zeroDim);
  if (scalar !== undefined) {
    const asType = scalarType(scalar, defaultDType);
    result = result === undefined ? asType : raiseCategory(result, asType);
  }
  return result ?? defaultDType;
}

function raiseCategory(high: DType, low: DType): DType {
  const [a, b] = [categories.indexOf(dtypes[high].category), categories.indexOf(dtypes[low].category)];
  return b > a ? promoteTypes(high, low) : high;
}

/** The dtype of a tensor made of a Python number. */
export function scalarType(category: Category, defaultDType: DType): DType {
  switch (category) {
    case "bool":
      return "bool";
    case "int":
      return "int64";
    case "float":
      return defaultDType;
    case "complex":
      return defaultDType === "float64" ? "complex128" : "complex64";
  }
}

const realOf: Partial<Record<DType, DType>> = { complex32: "float16", complex64: "float32", complex128: "float64" };
const complexOf: Partial<Record<DType, DType>> = { float16: "complex32", float32: "complex64", float64: "complex128" };

/** The dtype of a complex number's parts and of its absolute value; real types stay. */
export function realType(dtype: DType): DType {
  return realOf[dtype] ?? dtype;
}

/** The complex type with parts of this floating type; undefined where there is none. */
export function complexFrom(dtype: DType): DType | undefined {
  return complexOf[dtype];
}

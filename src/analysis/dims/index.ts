/** Symbolic integers: sizes of tensors as formulas over named symbols. */

export { add, ceildiv, floordiv, max, min, mod, mul, neg, pow, product, sub, sum } from "./arithmetic";
export { Assumptions } from "./assumptions";
export { parseDim } from "./parse";
export { print } from "./print";
export { bounds, divideExactly, divides, equal, less, lessEqual } from "./prove";
export { printRelation, type Relation, type RelationKind, reduceRelation } from "./relation";
export { evaluate, exactly, sampled, substitute } from "./substitute";
export { type Dim, freeSymbols, isSymbol, keyOf, SymInt, same, symbol } from "./symint";

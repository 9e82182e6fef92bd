import type { Interpreter } from "../../machine/machine";
import { NotExecuted } from "../../trace/executor";
import { native, PyFloat, PyList, PyTuple, type Value } from "../../values";

/** What the product of two known numbers and its addition to a sum are worth. */
const PRODUCT_WORK = 1 / 100;

/** Plain numbers out of a list of them, and whether one is a float; undefined where one is not known, complex, or an integer that a double does not hold. */
function plainNumbers(list: Value): { numbers: Float64Array; floats: boolean } | undefined {
  if (!(list instanceof PyList || list instanceof PyTuple)) return undefined;
  const numbers = new Float64Array(list.items.length);
  let floats = false;
  for (const [at, item] of list.items.entries()) {
    if (item instanceof PyFloat) floats = true;
    else if (typeof item !== "number" && typeof item !== "boolean") return undefined;
    numbers[at] = item instanceof PyFloat ? item.value : Number(item);
  }
  return { numbers, floats };
}

/** The product of a (rows, inner) and an (inner, columns) matrix, as a list row by row; None where it takes Python's own arithmetic. */
function matrixProduct(m: Interpreter, left: Value, right: Value, rows: number, columns: number): Value {
  const [a, b] = [plainNumbers(left), plainNumbers(right)];
  if (a === undefined || b === undefined || rows === 0) return null;
  const inner = a.numbers.length / rows;
  m.pay(rows * inner * columns * PRODUCT_WORK);
  const sums = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < inner; k++) {
      const factor = a.numbers[row * inner + k];
      for (let column = 0; column < columns; column++)
        sums[row * columns + column] += factor * b.numbers[k * columns + column];
    }
  if (a.floats || b.floats) return new PyList(Array.from(sums, (sum) => new PyFloat(sum)));
  return sums.every(Number.isSafeInteger) ? new PyList([...sums]) : null;
}

/** What stand-ins do otherwise where the program runs on numbers. */
export const numbers: Record<string, Value> = {
  _on_numbers: native("_on_numbers()", (m: Interpreter) => m.executor !== undefined),
  _to_float32: native("_to_float32(x)", (m: Interpreter, { x }) => {
    const number = x instanceof PyFloat ? x.value : x;
    if (typeof number === "number") return new PyFloat(Math.fround(number));
    return typeof x === "boolean" ? new PyFloat(Number(x)) : m.unknown("the number is not known", "float");
  }),
  _matrix_product: native(
    "_matrix_product(left, right, rows, columns)",
    (m: Interpreter, { left, right, rows, columns }) => matrixProduct(m, left, right, Number(rows), Number(columns)),
  ),
  _not_computed: native("_not_computed(what)", (m: Interpreter, { what }) => {
    const reason = `${String(what)} not computed yet`;
    if (m.executor !== undefined) throw new NotExecuted(reason, m.place());
    if (m.forkDepth === 0) m.state.uncomputed ??= { reason, place: m.place() };
    return null;
  }),
};

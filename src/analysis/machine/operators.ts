import type { BinaryOperator, ComparisonOperator } from "../../syntax/ast";
import { equal as equalDims, neg, SymInt } from "../dims";
import { MAX_ITEMS, TooLong } from "../room";
import { sameDevice } from "../tensor/device";
import { DeviceObject, Tensor } from "../tensor/tensor";
import { refusals, refuse } from "../trace/refusals";
import {
  Assumed,
  classOf,
  Either,
  Instance,
  integer,
  Obj,
  orElse,
  PyBytes,
  PyClass,
  PyComplex,
  PyDict,
  PyDictView,
  PyFloat,
  PyList,
  PyLong,
  PyRange,
  PySet,
  PySlice,
  PyTuple,
  SymFloat,
  Unknown,
  type UnknownType,
  type Value,
} from "../values";
import { hashKey } from "../values/containers";
import { complexArithmetic } from "./complex";
import { NOT_IMPLEMENTED } from "./constants";
import { change } from "./escapes";
import { keyIn, unknownOf } from "./hashing";
import { isIterable } from "./iteration";
import type { Interpreter } from "./machine";
import { arithmetic, asNumber, compareNumbers, fraction, Undecided } from "./numbers";
import { mayBeNumPys } from "./numpy-numbers";
import { sequenceArithmetic } from "./sequences";
import { openObject } from "./unlisted";

const METHODS: Record<BinaryOperator, string> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
  "<<": "lshift",
  ">>": "rshift",
  "&": "and",
  "|": "or",
  "^": "xor",
};

/** `left op right`, as Python asks: numbers at once, then `__op__`, then `__rop__`. `sign` is what messages call it. */
export function binary(
  m: Interpreter,
  op: BinaryOperator,
  left: Value,
  right: Value,
  sign = op === "**" ? "** or pow()" : op,
): Value {
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) {
    if (typeof left === "boolean" && typeof right === "boolean" && (op === "&" || op === "|" || op === "^"))
      return op === "&" ? left && right : op === "|" ? left || right : left !== right;
    const result = arithmetic(m, op, a, b);
    if (result !== undefined) return result;
  }
  if (typeof left === "string" && typeof right === "string" && op === "+")
    return sequenceArithmetic(m, op, left, right)!;
  const complex = complexArithmetic(m, op, left, right);
  if (complex !== undefined) return complex;
  if (left instanceof Either) return m.joinValues(left.options.map((option) => () => binary(m, op, option, right)));
  if (right instanceof Either) return m.joinValues(right.options.map((option) => () => binary(m, op, left, option)));
  // A number that is not known still leaves a tensor's shape known.
  if (left instanceof Unknown && !(right instanceof Tensor && isNumeric(left))) return unknownResult(m, left, right);
  if (right instanceof Unknown && !(left instanceof Instance) && !(left instanceof Tensor && isNumeric(right)))
    return unknownResult(m, right, left);
  return orElse(viaMethods(m, op, left, right), () => {
    const [x, y] = [payload(left), payload(right)];
    if (x !== left || y !== right) return binary(m, op, x, y, sign);
    const sequence = sequenceArithmetic(m, op, left, right);
    if (sequence !== undefined) return sequence;
    return orElse(builtinBinary(m, op, left, right), () => unsupported(m, op, left, right, sign));
  });
}

/** Operators of Python's own classes that are not methods here: `int | None`, views of dicts. */
function builtinBinary(m: Interpreter, op: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (
    op === "|" &&
    (isTypeLike(left) || isTypeLike(right)) &&
    [left, right].every((side) => isTypeLike(side) || side === null)
  ) {
    return m.call(m.getattr(m.import("types"), "_union"), [left, right]);
  }
  if (left instanceof PyDictView) return binary(m, op, viewAsSet(left), viewAsSet(right));
  if (right instanceof PyDictView) return binary(m, op, left, viewAsSet(right));
  return undefined;
}

function isTypeLike(value: Value): boolean {
  return value instanceof PyClass;
}

function viewAsSet(value: Value): Value {
  if (!(value instanceof PyDictView)) return value;
  const set = new PySet(value.list());
  if (value.dict.tail !== undefined) set.open(value.dict.tail);
  if (value.dict.fewest < value.dict.size) set.doubtAll();
  return set;
}

function isNumeric(unknown: Unknown): boolean {
  return unknown.type === "int" || unknown.type === "float" || unknown.type === "bool";
}

/** An Unknown with a tensor gives a tensor that is not known; an entry's input may turn out to be what the other side needs. */
function unknownResult(m: Interpreter, unknown: Unknown, other: Value): Value {
  const refined = m.demandNumber(unknown, other);
  if (refined !== undefined) return refined;
  return other instanceof Tensor || unknown.type === "Tensor" ? unknown.of("Tensor") : unknown;
}

function viaMethods(m: Interpreter, op: BinaryOperator, left: Value, right: Value): Value | undefined {
  const name = METHODS[op];
  const [leftClass, rightClass] = [classOf(left), classOf(right)];
  const forward = leftClass.lookup(`__${name}__`);
  const reflected =
    rightClass === leftClass && !(left instanceof Tensor) ? undefined : rightClass.lookup(`__r${name}__`);
  // A tensor on the right takes a number or a list on the left; a subclass's reflected method comes first.
  const reflectedFirst =
    reflected !== undefined &&
    rightClass !== leftClass &&
    rightClass.isSubclassOf(leftClass) &&
    reflected !== leftClass.lookup(`__r${name}__`);
  const attempts: [Value | undefined, Value, Value][] = reflectedFirst
    ? [
        [reflected, right, left],
        [forward, left, right],
      ]
    : [
        [forward, left, right],
        [reflected, right, left],
      ];
  for (const [method, self, other] of attempts) {
    if (method === undefined) continue;
    const result = m.call(method, [self, other]);
    if (result !== NOT_IMPLEMENTED) return result;
  }
  return undefined;
}

function unsupported(m: Interpreter, op: BinaryOperator, left: Value, right: Value, sign: string): Value {
  if (mayBeArrays(m, left, right)) return m.unknown("one of NumPy's numbers takes a sequence for an array");
  if (op === "+" && typeof left === "string")
    return m.raise("TypeError", `can only concatenate str (not "${classOf(right).name}") to str`, {
      kind: "type",
      types: [classOf(right).name],
    });
  if (op === "*" && (isSequence(left) || isSequence(right)))
    return m.raise(
      "TypeError",
      `can't multiply sequence by non-int of type '${classOf(isSequence(left) ? right : left).name}'`,
      { kind: "type", types: [classOf(isSequence(left) ? right : left).name] },
    );
  if (op === "+" && isSequence(left)) {
    const about = { kind: "type", types: [classOf(right).name] } as const;
    if (left instanceof PyBytes) return m.raise("TypeError", `can't concat ${classOf(right).name} to bytes`, about);
    const name = left instanceof PyTuple ? "tuple" : "list";
    return m.raise("TypeError", `can only concatenate ${name} (not "${classOf(right).name}") to ${name}`, about);
  }
  const open = openObject(m, left, `__${METHODS[op]}__`) ?? openObject(m, right, `__r${METHODS[op]}__`);
  if (open !== undefined) return open;
  return m.raise(
    "TypeError",
    `unsupported operand type(s) for ${sign}: '${classOf(left).typeName}' and '${classOf(right).typeName}'`,
    { kind: "type", types: [classOf(left).name, classOf(right).name] },
  );
}

/** Whether a number beside a list or tuple may be one of NumPy's. */
function mayBeArrays(m: Interpreter, left: Value, right: Value): boolean {
  const [number, sequence] = isSequence(left) ? [right, left] : [left, right];
  return typeof number === "number" || number instanceof PyFloat
    ? (sequence instanceof PyList || sequence instanceof PyTuple) && mayBeNumPys(m)
    : false;
}

function isSequence(value: Value): boolean {
  return typeof value === "string" || value instanceof PyList || value instanceof PyTuple || value instanceof PyBytes;
}

/** `list.extend`, and `+=` of a list. */
export function extend(m: Interpreter, list: PyList, iterable: Value): void {
  const shown = iterable instanceof PyList ? m.shownItems(iterable) : undefined;
  const more = shown?.map(({ item }) => item) ?? m.list(iterable);
  if (more instanceof Unknown || list.items.length + more.length > MAX_ITEMS) {
    list.openEnd(
      more instanceof Unknown ? more : m.unknown(new TooLong(list.items.length + more.length, "elements").reason),
    );
    return;
  }
  const { length } = list.items;
  const doubtful = shown?.map(({ isCertain }) => !isCertain);
  for (const item of more) list.append(item);
  if (doubtful !== undefined) list.mayLackItems((at) => doubtful[at - length] === true);
}

/** `left op= right`: `__iop__` where there is one. */
export function inplace(m: Interpreter, op: BinaryOperator, left: Value, right: Value): Value {
  if (left instanceof PyList && op === "+") {
    extend(m, left, right);
    return left;
  }
  if (left instanceof PyList && op === "*" && typeof right === "number") {
    const repeated = binary(m, op, left, right);
    if (!(repeated instanceof PyList)) return repeated;
    left.writable();
    left.items = repeated.items;
    return left;
  }
  if (left instanceof Unknown && left.held !== undefined) change(m, left.held);
  if (left instanceof Obj && !(left instanceof Unknown) && !(left instanceof Either)) {
    // A tensor stays what it is, whatever is written into it; only its values are no longer known.
    if (left instanceof Tensor && right instanceof Unknown) {
      left.overwrite(true);
      return left;
    }
    const method = left.cls.lookup(`__i${METHODS[op]}__`);
    if (method !== undefined && !(right instanceof Unknown)) {
      const result = m.call(method, [left, right]);
      if (result !== NOT_IMPLEMENTED) return result;
    }
  }
  return binary(m, op, left, right, `${op}=`);
}

export function unary(m: Interpreter, op: "+" | "-" | "~" | "not", value: Value): Value {
  if (op === "not") {
    if (value instanceof Undecided) return value.negated();
    if (value instanceof Assumed) return value.giving(m.truth(value.assumed) !== true);
    const truth = m.truth(value);
    if (truth !== undefined) return !truth;
    if (value instanceof SymInt) {
      const condition = compareNumbers(m, "==", value, 0);
      return condition;
    }
    return m.unknown(value instanceof Unknown ? value.reason : "its truth is not known", "bool");
  }
  const number = asNumber(value);
  if (number !== undefined) {
    if (op === "+") return number;
    if (op === "-") {
      if (typeof number === "number" || number instanceof SymInt) return neg(number);
      if (number instanceof PyLong) return integer(-number.value);
      return number instanceof PyFloat
        ? new PyFloat(-number.value)
        : fraction(neg(number.numerator), number.denominator);
    }
    if (typeof number === "number") return -number - 1;
    if (number instanceof PyLong) return integer(~number.value);
    if (number instanceof SymInt) return m.binary("-", neg(number), 1);
  }
  if (value instanceof PyComplex && op !== "~") return op === "+" ? value : new PyComplex(-value.real, -value.imag);
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => unary(m, op, option)));
  if (value instanceof Unknown) return orElse(m.policy?.number(value, 0), () => value.of(value.type));
  const name = op === "-" ? "__neg__" : op === "+" ? "__pos__" : "__invert__";
  const method = classOf(value).lookup(name);
  if (method !== undefined) return m.call(method, [value]);
  if (payload(value) !== value) return unary(m, op, payload(value));
  const open = openObject(m, value, name);
  if (open !== undefined) return open;
  return m.raise("TypeError", `bad operand type for unary ${op}: '${classOf(value).name}'`, {
    kind: "type",
    types: [classOf(value).name],
  });
}

const COMPARISONS: Partial<Record<ComparisonOperator, [string, string]>> = {
  "==": ["__eq__", "__eq__"],
  "!=": ["__ne__", "__ne__"],
  "<": ["__lt__", "__gt__"],
  "<=": ["__le__", "__ge__"],
  ">": ["__gt__", "__lt__"],
  ">=": ["__ge__", "__le__"],
};

export function compare(m: Interpreter, op: ComparisonOperator, left: Value, right: Value): Value {
  switch (op) {
    case "is":
      return identical(m, left, right);
    case "is not": {
      const same = identical(m, left, right);
      if (same instanceof Assumed) return same.giving(same.assumed !== true);
      return typeof same === "boolean" ? !same : same instanceof Undecided ? same.negated() : same;
    }
    case "in":
      return contains(m, right, left);
    case "not in":
      return unary(m, "not", contains(m, right, left));
  }
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return compareNumbers(m, op, a, b);
  if (typeof left === "string" && typeof right === "string") {
    if (op === "==") return left === right;
    if (op === "!=") return left !== right;
    return op === "<" ? left < right : op === "<=" ? left <= right : op === ">" ? left > right : left >= right;
  }
  if (left instanceof Either) return m.joinValues(left.options.map((option) => () => compare(m, op, option, right)));
  if (right instanceof Either) return m.joinValues(right.options.map((option) => () => compare(m, op, left, option)));
  if (left instanceof Assumed && (op === "==" || op === "!=")) {
    const result = compare(m, op, left.assumed, right);
    if (typeof result === "boolean") return left.giving(result);
  }
  if (left instanceof Unknown)
    return orElse(m.demandComparison(left, right), () => left.of(comparisonType(left, right)));
  if (right instanceof Unknown)
    return orElse(m.demandComparison(right, left), () => right.of(comparisonType(right, left)));
  const [method, reflected] = COMPARISONS[op]!;
  const rich = leavesToArray(left, right)
    ? richMethod(m, right, left, reflected, method)
    : richMethod(m, left, right, method, reflected);
  if (rich !== undefined) return rich;
  const open = openObject(m, left) ?? openObject(m, right);
  if (open !== undefined && left !== right) return open.of("bool");
  if (op === "==" || op === "!=") {
    if (op === "!=" && !(left instanceof Tensor)) {
      const viaEq = richMethod(m, left, right, "__eq__", "__eq__");
      if (viaEq !== undefined) return unary(m, "not", viaEq);
    }
    const same = structural(m, left, right);
    if (same === undefined) return m.unknown("the equality is not known", "bool");
    return op === "==" ? same : !same;
  }
  if (left instanceof PyBytes && right instanceof PyBytes) return compare(m, op, left.value, right.value);
  const ordered = orderSequences(m, op, left, right);
  if (ordered !== undefined) return ordered;
  const lacked = openObject(m, left, method) ?? openObject(m, right, reflected);
  if (lacked !== undefined) return lacked;
  return m.raise(
    "TypeError",
    `'${op}' not supported between instances of '${classOf(left).typeName}' and '${classOf(right).typeName}'`,
    { kind: "type", types: [classOf(left).name, classOf(right).name] },
  );
}

/** A tensor leaves a comparison with an array to the array. */
function leavesToArray(left: Value, right: Value): boolean {
  return left instanceof Tensor && right instanceof Instance && right.cls.lookup("__array__") !== undefined;
}

/** What a comparison with something unknown gives: elementwise where one side is a tensor, which anything may be. */
function comparisonType(unknown: Unknown, other: Value): UnknownType {
  if (other instanceof Tensor) return "Tensor";
  if (other instanceof Unknown && other.type !== unknown.type)
    return other.type === "Tensor" || unknown.type === "Tensor" ? "Tensor" : "any";
  return unknown.type === "Tensor" || unknown.type === "any" ? unknown.type : "bool";
}

/** `in` gives a bool whatever `__contains__` gave. */
function toTruth(m: Interpreter, value: Value): Value {
  if (value instanceof Unknown) return value;
  const truth = m.truth(value);
  return truth === undefined ? m.unknown("its truth is not known", "bool") : truth;
}

function richMethod(m: Interpreter, left: Value, right: Value, method: string, reflected: string): Value | undefined {
  for (const [self, other, name] of [
    [left, right, method],
    [right, left, reflected],
  ] as const) {
    if (!(self instanceof Obj)) continue;
    const found = self.cls.lookup(name);
    if (found === undefined) continue;
    const result = m.call(found, [self, other]);
    if (result !== NOT_IMPLEMENTED) return result;
  }
  return undefined;
}

function identical(m: Interpreter, left: Value, right: Value): Value {
  if (left instanceof Either && left === right) return true;
  if (left instanceof Either) return m.joinValues(left.options.map((option) => () => identical(m, option, right)));
  if (right instanceof Either) return m.joinValues(right.options.map((option) => () => identical(m, left, option)));
  if (left instanceof Unknown || right instanceof Unknown) {
    const unknown = left instanceof Unknown ? left : (right as Unknown);
    if (left === right) return true;
    const other = unknown === left ? right : left;
    if (unknown instanceof Assumed && !(other instanceof Unknown)) return unknown.giving(unknown.assumed === other);
    const none = other === null ? m.policy?.isNone(unknown) : undefined;
    if (none !== undefined) return none;
    // What is known to be a tensor, a number or a string is not None.
    if (
      (other === null || other === true || other === false) &&
      unknown.type !== "any" &&
      !(unknown.type === "bool" && other !== null)
    )
      return false;
    return m.unknown(unknown.reason, "bool");
  }
  if (left instanceof SymInt && right instanceof SymInt) return left.key === right.key;
  return left === right;
}

function contains(m: Interpreter, container: Value, item: Value): Value {
  if (container instanceof Either)
    return m.joinValues(container.options.map((option) => () => contains(m, option, item)));
  if (container instanceof Unknown) return container.of("bool");
  if (item instanceof Assumed) {
    const result = contains(m, container, item.assumed);
    return typeof result === "boolean" ? item.giving(result) : result;
  }
  const text = payload(container);
  if (typeof text === "string" && (container === text || (container as Obj).cls.lookup("__contains__") === undefined)) {
    const part = payload(item);
    if (typeof part === "string") return text.includes(part);
    if (item instanceof Unknown || item instanceof Either) return m.unknown("what is looked for is not known", "bool");
    return m.raise("TypeError", `'in <string>' requires string as left operand, not ${classOf(item).name}`, {
      kind: "type",
      types: [classOf(item).name],
    });
  }
  if (item instanceof Unknown && !isEmpty(container)) return item.of("bool");
  const method = container instanceof Obj ? container.cls.lookup("__contains__") : undefined;
  if (method !== undefined) return toTruth(m, m.call(method, [container, item]));
  if (container instanceof PyDictView && container.kind === "keys") return contains(m, container.dict, item);
  if (container instanceof PyDict || container instanceof PySet) return hasKey(m, container, item);
  if (
    container instanceof PyRange &&
    typeof item === "number" &&
    typeof container.start === "number" &&
    typeof container.stop === "number" &&
    typeof container.step === "number"
  ) {
    const { start, stop, step } = container;
    return (step > 0 ? item >= start && item < stop : item <= start && item > stop) && (item - start) % step === 0;
  }
  const open = isIterable(container)
    ? openObject(m, container)
    : openObject(m, container, "__contains__", "__iter__", "__getitem__");
  if (open !== undefined) return open.of("bool");
  if (!isIterable(container))
    return m.raise("TypeError", `argument of type '${classOf(container).name}' is not iterable`, {
      kind: "type",
      types: [classOf(container).name],
    });
  // A list of which it is not known what follows has its first items in any case.
  const held = container instanceof PyList && container.cls.lookup("__iter__") === undefined ? container : undefined;
  const items = held?.items ?? m.list(container);
  if (items instanceof Unknown) return items.of("bool");
  let known = held?.tail === undefined;
  for (const [at, other] of items.entries()) {
    const same = other === item ? true : m.equal(other, item);
    if (same === true && held?.mayLack(at) !== true) return true;
    if (same !== false) known = false;
  }
  return known ? false : m.unknown("the equality of its items is not known", "bool");
}

/** `left == right` as a decision. */
export function equalValues(m: Interpreter, left: Value, right: Value): boolean | undefined {
  if (left === right) return true;
  const result = compare(m, "==", left, right);
  return typeof result === "boolean" ? result : m.truth(result);
}

/** Equality of what has no `__eq__` of its own: containers by their items, other objects by identity. */
function structural(m: Interpreter, left: Value, right: Value): boolean | undefined {
  if (left === right) return true;
  if (left === null || right === null) return false;
  const [a, b] = [payload(left), payload(right)];
  if (a !== left || b !== right) return equalValues(m, a, b);
  if ((left instanceof PyList && right instanceof PyList) || (left instanceof PyTuple && right instanceof PyTuple)) {
    for (const side of [left, right]) if (side instanceof PyList && !side.isCertain) return undefined;
    if (left.items.length !== right.items.length) return false;
    return every(m, left.items.length, (n) => equalValues(m, left.items[n], right.items[n]));
  }
  if (left instanceof PyDict && right instanceof PyDict) {
    if (!left.isCertain || !right.isCertain) return undefined;
    if (left.size !== right.size) return false;
    const items = left.items();
    return every(m, items.length, (n) => {
      const [key, value] = items[n];
      const own = keyIn(m, right, key);
      const other = right.get(own);
      if (other === undefined) return unknownOf(own) === undefined ? false : undefined;
      return equalValues(m, value, other);
    });
  }
  if (left instanceof PySet && right instanceof PySet) {
    if (!left.isCertain || !right.isCertain) return undefined;
    if (left.size !== right.size) return false;
    const items = left.values();
    return every(m, items.length, (n) => {
      const own = keyIn(m, right, items[n]);
      return right.has(own) || (unknownOf(own) === undefined ? false : undefined);
    });
  }
  if (left instanceof PyBytes && right instanceof PyBytes) return left.value === right.value;
  if (left instanceof PyComplex && right instanceof PyComplex)
    return left.real === right.real && left.imag === right.imag;
  if (left instanceof PySlice && right instanceof PySlice)
    return every(m, 3, (n) => equalValues(m, SLICE_PARTS[n](left), SLICE_PARTS[n](right)));
  if (left instanceof PyRange && right instanceof PyRange) {
    const [a, b] = [left, right].map((range) => m.list(range));
    if (!(a instanceof Unknown || b instanceof Unknown)) return structural(m, new PyTuple(a), new PyTuple(b));
    return every(m, 3, (n) => equalDims(RANGE_PARTS[n](left), RANGE_PARTS[n](right)));
  }
  if (left instanceof DeviceObject && right instanceof DeviceObject) return sameDevice(left, right);
  if (left instanceof Obj && right instanceof Obj && left.cls === right.cls && "text" in left && "text" in right)
    return left.text === right.text;
  if (left instanceof PyDictView && right instanceof PySet && left.kind !== "values")
    return structural(m, viewAsSet(left), right);
  if (right instanceof PyDictView && left instanceof PySet) return structural(m, right, left);
  if (left instanceof PyDictView && right instanceof PyDictView && left.kind === right.kind)
    return structural(m, viewAsSet(left), viewAsSet(right));
  return hashKey(left) === hashKey(right);
}

/** The string or number inside an instance of a subclass of `str`, `int` or `float`. */
function payload(value: Value): Value {
  return value instanceof Instance && value.payload !== undefined ? value.payload : value;
}

const RANGE_PARTS = [(range: PyRange) => range.start, (range: PyRange) => range.stop, (range: PyRange) => range.step];
const SLICE_PARTS = [(slice: PySlice) => slice.start, (slice: PySlice) => slice.stop, (slice: PySlice) => slice.step];

/** How deep comparisons of containers' items lie in one another, and how many items the outermost has come to. */
const comparing = { depth: 0, items: 0 };

/**
 * Whether all of so many checks hold. Containers may hold the same thing many times, at every level: where all levels together are
 * too long, the outermost comparison ends.
 */
function every(m: Interpreter, count: number, check: (n: number) => boolean | undefined): boolean | undefined {
  if (comparing.depth++ === 0) comparing.items = 0;
  try {
    let known: boolean | undefined = true;
    for (let n = 0; n < count; n++) {
      m.pay(1 / 8);
      if (++comparing.items > MAX_ITEMS) throw new TooLong(Number.NaN, "elements");
      const result = check(n);
      if (result === false) return false;
      if (result === undefined) known = undefined;
    }
    return known;
  } finally {
    comparing.depth--;
  }
}

function orderSequences(m: Interpreter, op: ComparisonOperator, left: Value, right: Value): Value | undefined {
  const [a, b] = [payload(left), payload(right)];
  if (a !== left || b !== right) return compare(m, op, a, b);
  if (left instanceof PySet && right instanceof PySet) {
    if (!left.isCertain || !right.isCertain) return m.unknown("which items the sets have is not known", "bool");
    const [small, large] = op.startsWith("<") ? [left, right] : [right, left];
    const inside = small.values().every((value) => large.has(value));
    return op.length === 2 ? inside : inside && small.size < large.size;
  }
  if (!((left instanceof PyList && right instanceof PyList) || (left instanceof PyTuple && right instanceof PyTuple)))
    return undefined;
  for (const side of [left, right])
    if (side instanceof PyList && !side.isCertain) return m.unknown("which items it has is not known", "bool");
  const count = Math.min(left.items.length, right.items.length);
  for (let n = 0; n < count; n++) {
    const same = equalValues(m, left.items[n], right.items[n]);
    if (same === undefined) return m.unknown("the order is not known", "bool");
    if (!same) return compare(m, op, left.items[n], right.items[n]);
  }
  return compareNumbers(m, op, left.items.length, right.items.length);
}

/** Python's truth value; undefined where it can't be known. */
export function truth(m: Interpreter, value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") return value !== "";
  if (value instanceof SymInt) {
    const zero = equalDims(value, 0, m.assumptions);
    return zero === undefined ? undefined : !zero;
  }
  if (value instanceof Unknown) return undefined;
  if (value instanceof Either) {
    const truths = value.options.map((option) => truth(m, option));
    return truths.every((one) => one === truths[0]) ? truths[0] : undefined;
  }
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof SymFloat) return truth(m, value.numerator);
  if (value instanceof Tensor) return truthOfTensor(m, value);
  const { cls } = value;
  const method = cls.lookup("__bool__");
  if (method !== undefined) return m.truth(m.call(method, [value]));
  if (value instanceof PyTuple) return value.items.length > 0;
  const held = value instanceof PyDictView ? value.dict : value;
  if (held instanceof PyList || held instanceof PyDict || held instanceof PySet)
    return held.fewest > 0 ? true : isEmpty(held) ? false : undefined;
  if (value instanceof PyComplex) return value.real !== 0 || value.imag !== 0;
  if (value instanceof Instance && value.payload !== undefined) return truth(m, value.payload);
  if (value instanceof PyRange || cls.lookup("__len__") !== undefined) return truth(m, m.len(value));
  if (value instanceof PyBytes) return value.value !== "";
  return openObject(m, value) === undefined ? true : undefined;
}

function truthOfTensor(m: Interpreter, tensor: Tensor): boolean | undefined {
  const count = tensor.numel();
  if (typeof count === "number" && count > 1) return refuse(m, refusals.ambiguousTruth());
  const item = tensor.data?.[0];
  if (item === undefined) return undefined;
  return truth(m, item);
}

function hasKey(m: Interpreter, container: PyDict | PySet, item: Value): boolean | Unknown {
  const key = keyIn(m, container, item);
  if (container.mayLack(key)) return m.unknown("whether it is in there depends on an open condition", "bool");
  if (container.has(key)) return true;
  if (isEmpty(container)) return false;
  const unsure = unknownOf(key) ?? unsureKey(container);
  if (unsure !== undefined) return unsure.of("bool");
  const unlisted = container instanceof PyDict ? container.unlisted(key) : container.tail;
  return unlisted?.of("bool") ?? false;
}

/** What is not known of one of the keys of a container. */
function unsureKey(container: PyDict | PySet): Unknown | undefined {
  for (const key of container.eachKey()) {
    const unknown = unknownOf(key);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

/** Certain to hold nothing. */
function isEmpty(container: Value): boolean {
  if (container instanceof PyTuple) return container.items.length === 0;
  if (container instanceof PyList) return container.isCertain && container.items.length === 0;
  return (container instanceof PyDict || container instanceof PySet) && container.isCertain && container.size === 0;
}

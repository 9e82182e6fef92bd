import type * as ast from "../../../syntax/ast";
import { PyRaise } from "../../trace/raise";
import {
  Assumed,
  BoundMethod,
  classOf,
  Either,
  Instance,
  integer,
  PyBytes,
  PyClass,
  PyComplex,
  PyDict,
  PyFloat,
  PyFunction,
  PyIterator,
  PyList,
  PySlice,
  PyTuple,
  Unknown,
  type Value,
} from "../../values";
import { ELLIPSIS } from "../constants";
import { builtinSetitem } from "../items";
import { calleeName, isIterable } from "../iteration";
import type { Eval, Frame } from "../machine";
import { OpenArguments } from "../open-arguments";
import { deviceModule } from "../unlisted";
import { loadName, storeName } from "./names";
import type { Unit } from "./unit";

/** Told of what a call came to: whom it called, and what that gave. */
export type Called = (frame: Frame, callee: Value, result: Value) => void;

export function compileExpression(unit: Unit, node: ast.Expr, called?: Called): Eval {
  const plain = unit.held ? held(compilePlain(unit, node, called)) : compilePlain(unit, node, called);
  if (!unit.watched) return plain;
  switch (node.kind) {
    case "Name":
    case "Attribute":
    case "Subscript":
    case "Call":
    case "BinOp":
    case "UnaryOp":
    case "IfExp":
      return (frame) => {
        const value = plain(frame);
        frame.machine.sawExpression(frame.source, node, value);
        return value;
      };
    default:
      return plain;
  }
}

/** Its operands are held until it is evaluated, and its value until what it is part of is. */
function held(plain: Eval): Eval {
  return (frame) => {
    const { holders } = frame.machine.state;
    if (holders === undefined) return plain(frame);
    const height = holders.height;
    const value = plain(frame);
    holders.evaluated(height, value);
    return value;
  };
}

/** How many operands are held. */
function heightIn({ machine }: Frame): number {
  return machine.state.holders?.height ?? 0;
}

/** Whether a call may have raised for all that is known of it: Python's and PyTorch's own functions, given or giving what is not known. */
function mayRaise(fn: Value, args: readonly Value[], result: Value): boolean {
  if (!isOpen(result) && !args.some(isOpen)) return false;
  const called = fn instanceof BoundMethod ? fn.func : fn;
  const run = called instanceof PyClass ? called.lookup("__init__") : called;
  // What the program's own functions do is followed.
  return !(run instanceof PyFunction) || run.module.file === undefined;
}

function isOpen(value: Value): boolean {
  return value instanceof Unknown && !(value instanceof Assumed);
}

/** A call of a function of Python's hands the arguments over to its frame; whatever else is called leaves them to the caller. */
function handOver({ machine }: Frame, height: number, fn: Value): void {
  const target = fn instanceof BoundMethod ? fn.func : fn;
  if (target instanceof PyFunction) machine.state.holders?.handOver(height);
}

function compilePlain(unit: Unit, node: ast.Expr, called?: Called): Eval {
  switch (node.kind) {
    case "Name":
      return loadName(unit, node);
    case "Int": {
      const value = typeof node.value === "number" ? node.value : integer(BigInt(node.value.digits));
      return () => value;
    }
    case "Float": {
      const value = new PyFloat(node.value);
      return () => value;
    }
    case "Complex": {
      const value = new PyComplex(0, node.value);
      return () => value;
    }
    case "Str": {
      const value = node.value;
      return () => value;
    }
    case "Bytes": {
      const value = new PyBytes(node.value);
      return () => value;
    }
    case "Constant": {
      const value = node.value === "..." ? ELLIPSIS : node.value;
      return () => value;
    }
    case "JoinedStr":
      return compileJoined(unit, node);
    case "Tuple": {
      const items = compileElements(unit, node.elements);
      return (frame) => {
        const values = items(frame);
        return values instanceof Unknown ? spreadUnknown(values) : new PyTuple(values);
      };
    }
    case "List": {
      const items = compileElements(unit, node.elements);
      return (frame) => {
        const values = items(frame);
        return values instanceof Unknown ? spreadUnknown(values) : new PyList(values);
      };
    }
    case "Set": {
      const items = compileElements(unit, node.elements);
      return (frame) => {
        const values = items(frame);
        return values instanceof Unknown ? values : frame.machine.setOf(values);
      };
    }
    case "Dict":
      return compileDict(unit, node);
    case "BinOp": {
      const [left, right, op] = [compileExpression(unit, node.left), compileExpression(unit, node.right), node.op];
      return (frame) => {
        const a = left(frame);
        const b = right(frame);
        frame.at = node;
        return frame.machine.binary(op, a, b);
      };
    }
    case "UnaryOp": {
      const operand = compileExpression(unit, node.operand);
      const op = node.op;
      return (frame) => {
        const value = operand(frame);
        frame.at = node;
        return frame.machine.unary(op, value);
      };
    }
    case "BoolOp":
      return compileBool(unit, node);
    case "Compare":
      return compileCompare(unit, node);
    case "Call":
      return compileCall(unit, node, called);
    case "Attribute": {
      const object = compileOwner(unit, node);
      const name = unit.mangle(node.attr);
      return (frame) => {
        const value = object(frame);
        frame.at = node;
        return frame.machine.getattr(value, name);
      };
    }
    case "Subscript": {
      const object = compileExpression(unit, node.value);
      const index = compileExpression(unit, node.slice);
      return (frame) => {
        const value = object(frame);
        const at = index(frame);
        frame.at = node;
        return frame.machine.getitem(value, at);
      };
    }
    case "Slice": {
      const parts = [node.lower, node.upper, node.step].map((part) =>
        part === null ? () => null : compileExpression(unit, part),
      );
      const [lower, upper, step] = parts;
      return (frame) => new PySlice(lower(frame), upper(frame), step(frame));
    }
    case "Starred":
      return compileExpression(unit, node.value);
    case "Lambda":
      return unit.lambda(node);
    case "IfExp": {
      const [test, body, orelse] = [node.test, node.body, node.orelse].map((part) => compileExpression(unit, part));
      return (frame) => {
        const condition = test(frame);
        frame.at = node.test;
        const truth = frame.machine.decide(condition);
        if (truth !== undefined) return truth ? body(frame) : orelse(frame);
        return frame.machine.fork(
          condition,
          () => body(frame),
          () => orelse(frame),
        );
      };
    }
    case "ListComp":
    case "SetComp":
    case "GeneratorExp":
      return unit.listComprehension(node);
    case "DictComp":
      return unit.dictComprehension(node);
    case "NamedExpr": {
      const value = compileExpression(unit, node.value);
      const store = storeName(unit.walrusUnit(), node.target, unit.walrusDepth());
      return (frame) => {
        const result = value(frame);
        store(frame, result);
        frame.machine.sawBinding(frame.source, node.target, node, result);
        return result;
      };
    }
    case "Await":
      return compileExpression(unit, node.value);
    case "Yield":
    case "YieldFrom": {
      // A generator is followed as a function from where its end is open.
      const value = node.value === null ? () => null : compileExpression(unit, node.value);
      return (frame) => {
        const given = value(frame);
        const unknown = frame.machine.unknown("what comes of a `yield` is not known");
        frame.given?.push(node.kind === "Yield" ? given : frame.machine.elementOf(given, unknown));
        return unknown;
      };
    }
    case "ErrorExpr":
      return (frame) => {
        frame.at = node;
        return frame.machine.unknown("the source has a syntax error here");
      };
  }
}

/** A display with `*unknown` inside is no longer what was spread. */
const spreadUnknown = (items: Unknown): Unknown => new Unknown(items.reason, items.place);

/** Evaluates displays and positional arguments (then with what is called), `*items` spread. */
export function compileElements(
  unit: Unit,
  elements: readonly ast.Expr[],
): (frame: Frame, callee?: Value) => Value[] | Unknown {
  const parts = elements.map((element) => ({
    star: element.kind === "Starred",
    node: element,
    value: compileExpression(unit, element),
  }));
  if (!parts.some((part) => part.star)) {
    const evals = parts.map((part) => part.value);
    const count = evals.length;
    return (frame) => {
      const values: Value[] = new Array(count);
      for (let n = 0; n < count; n++) values[n] = evals[n](frame);
      return values;
    };
  }
  return (frame, callee) => {
    const values: Value[] = [];
    for (const { star, value, node } of parts) {
      const one = value(frame);
      if (!star) values.push(one);
      else {
        frame.at = node;
        if (callee !== undefined && !isIterable(one))
          return frame.machine.raise(
            "TypeError",
            `${calleeName(frame.machine, callee)} argument after * must be an iterable, not ${classOf(one).name}`,
          );
        const items = frame.machine.list(one);
        if (items instanceof Unknown) return items;
        for (const item of items) values.push(item);
      }
    }
    return values;
  };
}

function compileDict(unit: Unit, node: ast.Dict): Eval {
  const entries = node.values.map((value, n) => {
    const key = node.keys[n];
    return {
      key: key === null ? null : compileExpression(unit, key),
      value: compileExpression(unit, value),
      node: value,
    };
  });
  return (frame) => {
    const dict = new PyDict();
    for (const { key, value, node: at } of entries) {
      if (key !== null) {
        const k = key(frame);
        const v = value(frame);
        frame.at = at;
        builtinSetitem(frame.machine, dict, k, v);
        continue;
      }
      const spread = value(frame);
      frame.at = at;
      const pairs = frame.machine.mapping(spread);
      if (pairs instanceof Unknown && !(spread instanceof PyDict)) dict.open(pairs.of("any"), () => pairs.of("any"));
      else frame.machine.callMethod(dict, "update", [spread]);
    }
    return dict;
  };
}

/** The pairs of a mapping of which not all is known: those that it has in any case. */
function knownPairs(mapping: Value): [Value, Value][] {
  return mapping instanceof PyDict ? mapping.items().filter(([key]) => !mapping.mayLack(key)) : [];
}

function compileBool(unit: Unit, node: ast.BoolOp): Eval {
  const values = node.values.map((value) => compileExpression(unit, value));
  const stopsAt = node.op === "or";
  const from = (frame: Frame, index: number): Value => {
    const value = values[index](frame);
    if (index === values.length - 1) return value;
    frame.at = node.values[index];
    const truth = frame.machine.decide(value);
    if (truth === stopsAt) return value;
    if (truth !== undefined) return from(frame, index + 1);
    // Undecided: `a and b` is `b` where a holds, else `a`.
    return frame.machine.fork(
      value,
      () => (stopsAt ? frame.machine.assumedTrue(value) : from(frame, index + 1)),
      () => (stopsAt ? from(frame, index + 1) : frame.machine.assumedFalse(value)),
    );
  };
  return (frame) => from(frame, 0);
}

function compileCompare(unit: Unit, node: ast.Compare): Eval {
  const first = compileExpression(unit, node.left);
  const rest = node.comparators.map((value) => compileExpression(unit, value));
  const { ops } = node;
  if (ops.length === 1) {
    const [right, op] = [rest[0], ops[0]];
    return (frame) => {
      const a = first(frame);
      const b = right(frame);
      frame.at = node;
      return frame.machine.compare(op, a, b);
    };
  }
  return (frame) => {
    let left = first(frame);
    let result: Value = true;
    for (let n = 0; n < ops.length; n++) {
      const right = rest[n](frame);
      frame.at = node;
      result = frame.machine.compare(ops[n], left, right);
      const truth = frame.machine.truth(result);
      if (truth !== true) return result;
      left = right;
    }
    return result;
  };
}

/** What an attribute is read of. */
function compileOwner(unit: Unit, { value: owner, attr: asked }: ast.Attribute): Eval {
  const object = compileExpression(unit, owner);
  if (owner.kind !== "Attribute") return object;
  return (frame) => {
    try {
      return object(frame);
    } catch (error) {
      const isHere = error instanceof PyRaise && error.stack[0]?.start === owner.start;
      const device = isHere ? deviceModule(frame.machine, error.failure, asked) : undefined;
      if (device === undefined) throw error;
      return device;
    }
  };
}

function compileCall(unit: Unit, node: ast.Call, called?: Called): Eval {
  const callee = compileExpression(unit, node.func);
  const positional = compileElements(unit, node.args);
  const keywords = node.keywords.map((keyword) => ({
    name: keyword.name,
    value: compileExpression(unit, keyword.value),
    node: keyword,
  }));
  if (node.func.kind === "Name" && node.func.id === "super" && node.args.length === 0) {
    return (frame) => {
      frame.at = node;
      return frame.machine.superOf(frame);
    };
  }
  // What is spread stays with the caller in the tuple or dict that it was spread into.
  const handsOver =
    unit.held && !node.args.some(({ kind }) => kind === "Starred") && !node.keywords.some(({ name }) => name === null);
  const { held } = unit;
  const isProgram = !unit.source.prelude;
  const finish = (
    frame: Frame,
    at: number,
    fn: Value,
    args: Value[],
    kwargs: Map<string, Value> | undefined,
  ): Value => {
    frame.at = node;
    if (fn instanceof Unknown) frame.machine.callsBack(frame, [...args, ...(kwargs?.values() ?? [])]);
    if (handsOver) handOver(frame, at, fn);
    const result = frame.machine.call(fn, args, kwargs);
    if (isProgram && mayRaise(fn, args, result)) frame.machine.mayHaveRaised();
    if (held && result instanceof PyIterator)
      frame.machine.state.holders?.iterates(result, [...args, ...(kwargs?.values() ?? [])]);
    called?.(frame, fn, result);
    return result;
  };
  if (keywords.length === 0) {
    return (frame) => {
      const at = held ? heightIn(frame) : 0;
      const fn = callee(frame);
      const args = positional(frame, fn);
      if (args instanceof Unknown) return finish(frame, at, fn, [], new OpenArguments(args, true));
      return finish(frame, at, fn, args, undefined);
    };
  }
  return (frame) => {
    const begin = held ? heightIn(frame) : 0;
    const fn = callee(frame);
    const args = positional(frame, fn);
    const open: Unknown[] = args instanceof Unknown ? [args] : [];
    const kwargs = new Map<string, Value>();
    for (const { name, value, node: at } of keywords) {
      const one = value(frame);
      if (name !== null) {
        kwargs.set(name, one);
        continue;
      }
      frame.at = at;
      const pairs = frame.machine.mapping(one, fn);
      const known = pairs instanceof Unknown ? knownPairs(one) : pairs;
      if (pairs instanceof Unknown) open.push(pairs);
      for (const [key, item] of known) {
        if (key instanceof Unknown || key instanceof Either) {
          open.push(frame.machine.unknown("which keywords are given is not known"));
          continue;
        }
        const text = key instanceof Instance ? key.payload : key;
        if (typeof text !== "string") return frame.machine.raise("TypeError", "keywords must be strings");
        if (kwargs.has(text))
          frame.machine.raise(
            "TypeError",
            `${calleeName(frame.machine, fn)} got multiple values for keyword argument '${text}'`,
          );
        kwargs.set(text, item);
      }
    }
    if (open.length === 0) return finish(frame, begin, fn, args as Value[], kwargs);
    const given = new OpenArguments(open[0], args instanceof Unknown);
    for (const [name, item] of kwargs) given.set(name, item);
    return finish(frame, begin, fn, args instanceof Unknown ? [] : args, given);
  };
}

function compileJoined(unit: Unit, node: ast.JoinedStr): Eval {
  const parts = node.values.map((part) =>
    typeof part === "string"
      ? part
      : {
          value: compileExpression(unit, part.value),
          conversion: part.conversion,
          format: part.format === undefined ? undefined : compileJoined(unit, part.format),
        },
  );
  return (frame) => {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") {
        text += part;
        continue;
      }
      const value = part.value(frame);
      const { machine } = frame;
      if (value instanceof Unknown) return value.of("str");
      if (value instanceof Either) return machine.unknown("it can be one of several texts", "str");
      frame.at = node;
      const converted =
        part.conversion === "r" || part.conversion === "a"
          ? machine.textOf(value, "repr")
          : part.conversion === "s"
            ? machine.textOf(value, "str")
            : value;
      if (converted instanceof Unknown) return converted;
      const spec = part.format?.(frame);
      if (spec === undefined) {
        const told = machine.textOf(converted, "str");
        if (typeof told !== "string") return told;
        text += told;
      } else {
        const formatted = machine.call(machine.builtin("format"), [converted, spec]);
        if (formatted instanceof Unknown) return formatted;
        text += machine.str(formatted);
      }
    }
    return text;
  };
}

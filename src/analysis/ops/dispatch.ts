import { survived } from "../../syntax/defects";
import type { Dim } from "../dims";
import { add, equal } from "../dims";
import type { About } from "../failure";
import { failure } from "../failure";
import { castData } from "../tensor/data";
import { type Category, type DType, dtypes, isIntegral } from "../tensor/dtype";
import { elementwiseLayout, imageLayout } from "../tensor/layout";
import type { MemoryFormat } from "../tensor/memory-format";
import { DATA_LIMIT, Tensor, type TensorState, writesSoFar } from "../tensor/tensor";
import { refusalOfWrite } from "../trace/autograd";
import { type Executor, NotExecuted } from "../trace/executor";
import { isAmbiguous, withoutGradient } from "../trace/gradients";
import { note } from "../trace/note";
import type { TensorMachine } from "../trace/port";
import { type Operand, type OtherNumbers, PyRaise } from "../trace/raise";
import { refuse } from "../trace/refusals";
import type { BaseType } from "../trace/schema";
import { sizes } from "../trace/sizes";
import { stepOf, type TraceStep } from "../trace/trace";
import { Either, PyFloat, PyList, PyTuple, Unknown, type UnknownType, type Value } from "../values";
import { autocast, autocastRefusal, autocastRegion } from "./autocast";
import { type Bound, bind, firstArgument, isMismatch, pythonType, shownCalls } from "./bind";
import { OpContext, OpFailure, OpUnknown } from "./context";
import { deviceRefusal, leftBehind, mayLieApart, resultDevice } from "./devices";
import { namedTuple } from "./namedtuple";
import {
  free,
  isInplace,
  isOperatorMethod,
  isReflected,
  isSpec,
  type Op,
  type Outcome,
  type TensorSpec,
} from "./registry";
import { formatted } from "./shape/memory-format";

/** Units for binding an operator's arguments, its rule, and the step that is recorded. */
const OPERATOR_WORK = 40;

/**
 * Calls an operator by name: picks the overload that the arguments fit, runs its rule, records the step, makes the results.
 * A refusal leaves as a Python exception; what can't be known comes back as an Unknown with its reason.
 */
export function callOp(
  machine: TensorMachine,
  name: string,
  overloads: readonly Op[],
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): Value {
  const each = splitArguments(args, kwargs);
  if (each !== undefined)
    return machine.join(
      each.map(
        ([some, named]) =>
          () =>
            callOp(machine, name, overloads, some, named),
      ),
    );
  machine.pay(OPERATOR_WORK);
  const inplace = isInplace(name, overloads);
  if (isReflected(name, overloads)) args = [args[1], args[0], ...args.slice(2)];
  const out = kwargs?.get("out");
  const hasOut = out !== undefined && out !== null && !takes(overloads, "out");
  if (kwargs?.has("out") && (hasOut || out === null)) {
    const rest = new Map(kwargs);
    rest.delete("out");
    kwargs = rest;
  }
  const names = kwargs?.get("names");
  if (names !== undefined && names !== null && !takes(overloads, "names"))
    return machine.unknown("named tensors are not followed", "Tensor");
  let complaint = "";
  let about: About | undefined;
  for (const op of overloads) {
    const bound = bind(machine, op, args, kwargs);
    if (isMismatch(bound)) {
      if (bound.taken) return machine.raise("TypeError", bound.mismatch, bound.about);
      complaint ||= bound.mismatch;
      about ??= bound.about;
      continue;
    }
    const writes = inplace || op.row.writes === true || bound.inplace === true;
    const target = writes ? firstArgument(bound) : undefined;
    if (writes && !(target instanceof Tensor || target instanceof Unknown || target instanceof Either)) {
      complaint ||= `${name}(): argument '${op.schema.args[0].name}' (position 1) must be Tensor, not ${pythonType(target as Value)}`;
      continue;
    }
    const result = run(machine, op, name, bound, writes);
    return hasOut ? writeOut(machine, op, result, out) : result;
  }
  if (isOperatorMethod(name)) return machine.builtin("NotImplemented");
  if (overloads.length > 1 || overloads.some(takesEither)) {
    const types = [
      ...(overloads[0].call.method ? args.slice(1) : args).map(typeText),
      ...[...(kwargs ?? [])].map(([key, value]) => `${key}=${typeText(value)}`),
    ].join(", ");
    complaint = `${fullName(name, overloads)}() received an invalid combination of arguments - got (${types}), but expected one of:\n${shownCalls(
      overloads,
    )
      .map((shown) => ` * ${shown}`)
      .join("\n")}`;
  }
  return machine.raise("TypeError", complaint, about ?? { kind: "argument", callee: name });
}

/** One row for what PyTorch has two overloads: for a tensor, and for a number. */
function takesEither({ call }: Op): boolean {
  return call.args.some(({ type }) => type === "Operand");
}

/** `torch.special.zeta` calls itself `special_zeta`. */
function fullName(name: string, [{ schema }]: readonly Op[]): string {
  return schema.name.endsWith(`_${name}`) ? schema.name : name;
}

function takes(overloads: readonly Op[], name: string): boolean {
  return overloads.some((op) => op.call.args.some((argument) => argument.name === name));
}

function typeText(value: Value): string {
  return value instanceof Tensor ? "Tensor" : pythonType(value);
}

/** What reads a tensor's numbers into Python. */
const READING: ReadonlySet<string> = new Set(["item", "tolist", "numpy"]);

function run(machine: TensorMachine, op: Op, name: string, bound: Bound, inplace: boolean): Value {
  const options = splitEither(bound);
  if (options !== undefined)
    return machine.join(options.map((option) => () => run(machine, op, name, option, inplace)));
  const unknown = firstUnknown(machine, op, bound);
  if (unknown !== undefined) return machine.executor === undefined ? unknown : notComputed(machine, op, unknown);
  const at = new OpContext(machine, name);
  try {
    if (mayLieApart(op, bound)) {
      const apart = deviceRefusal(op, bound, inplace);
      if (apart !== undefined) at.refuse(apart);
      if (machine.settings.modes.assumesModule)
        for (const tensor of leftBehind(op, bound, inplace)) machine.leftBehind(tensor);
    }
    const unsafe = autocastRefusal(op.schema.name, bound, machine.settings.modes);
    if (unsafe !== undefined) at.refuse(unsafe);
    const cast = inplace ? bound : autocast(op.schema.name, bound, machine.settings.modes);
    const outcome: Outcome = op.row.out !== undefined ? op.row.out(cast, at) : { shape: op.row.shape!(cast, at) };
    if (!Array.isArray(outcome) && "value" in outcome) {
      if (READING.has(op.schema.name)) note(machine, "read", bound.self as Tensor, name);
      return outcome.value;
    }
    const specs = specsOf(outcome);
    const result = finish(machine, op, at, bound, cast, specs, inplace);
    return "arrange" in outcome && outcome.arrange !== undefined ? outcome.arrange((result as PyTuple).items) : result;
  } catch (error) {
    if (error instanceof OpFailure) return refused(machine, op, bound, error);
    if (error instanceof OpUnknown && machine.executor !== undefined)
      return answered(machine, machine.executor, op, bound, error.reason);
    if (error instanceof OpUnknown) return machine.unknown(error.reason, resultKind(op));
    // A defect of one rule must not end the analysis of the file.
    if (error instanceof TypeError || error instanceof RangeError) {
      if (!/call stack/i.test(error.message)) survived(`the rule of ${op.schema.name}`, error);
      return machine.unknown(`the rule of \`${op.schema.name}\` failed: ${error.message}`, resultKind(op));
    }
    throw error;
  }
}

function specsOf(outcome: Outcome): readonly TensorSpec[] {
  if (Array.isArray(outcome)) return [{ shape: outcome }];
  return isSpec(outcome) ? [outcome] : (outcome as { tensors: readonly TensorSpec[] }).tensors;
}

/**
 * Finds where the elements of a view lie in the storage of its first argument, as that is now: the operator's own rule,
 * applied to a tensor whose values are places.
 */
function placesOfView(op: Op, at: OpContext, bound: Bound, output: number, source: Tensor): () => TensorState["data"] {
  const { shape, layout, base } = source;
  const size = source.data!.length;
  return () => {
    const places = new Tensor(shape, "int64");
    places.layout = layout;
    places.data = base === undefined ? Array.from({ length: size }, (_, n) => n) : source.places;
    if (places.data === undefined) return undefined;
    const instead = (value: unknown): unknown =>
      value === source ? places : Array.isArray(value) ? value.map(instead) : value;
    const moved = Object.fromEntries(Object.entries(bound).map(([name, value]) => [name, instead(value)]));
    const outcome: Outcome = op.row.out !== undefined ? op.row.out(moved, at) : { shape: op.row.shape!(moved, at) };
    if (!Array.isArray(outcome) && "value" in outcome) return undefined;
    const spec = specsOf(outcome)[output];
    return spec.data ?? constants(op, moved, spec.shape);
  };
}

/** The arguments once for each option of the first `Either` among them or in a list of them; undefined where there is none. */
function splitArguments(
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): [readonly Value[], ReadonlyMap<string, Value> | undefined][] | undefined {
  for (let at = 0; at < args.length; at++) {
    const options = optionsOf(args[at]);
    if (options !== undefined) return options.map((option) => [args.with(at, option), kwargs]);
  }
  if (kwargs === undefined) return undefined;
  for (const [key, value] of kwargs) {
    const options = optionsOf(value);
    if (options !== undefined) return options.map((option) => [args, new Map(kwargs).set(key, option)]);
  }
  return undefined;
}

/** What an argument may be, where that is one of several values: each is converted by itself. */
function optionsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof Either) return value.options;
  if (!(value instanceof PyTuple || (value instanceof PyList && value.isCertain))) return undefined;
  const at = value.items.findIndex((item) => item instanceof Either);
  if (at < 0) return undefined;
  const { options } = value.items[at] as Either;
  return options.map((option) => {
    const items = value.items.with(at, option);
    return value instanceof PyTuple ? new PyTuple(items, value.cls) : new PyList(items);
  });
}

/** Raises PyTorch's exception; it remembers the tensors that did not fit. */
function refused(machine: TensorMachine, op: Op, bound: Bound, { about, type, message }: OpFailure): never {
  try {
    return machine.raise(type, message, about);
  } catch (error) {
    if (error instanceof PyRaise)
      error.refused ??= {
        op: op.schema.name,
        operands: operandsOf(bound),
        taken: error.failure.kind === "dtype" ? takenAsOthers(machine, op, bound) : undefined,
      };
    throw error;
  }
}

/** Tensors of floats that the operator would take as integers, else as complex numbers: one of them, else all together. Its own rule is asked. */
function takenAsOthers(machine: TensorMachine, op: Op, bound: Bound): OtherNumbers | undefined {
  const floats = Object.keys(bound).filter((name) => isFloating(bound[name]));
  for (const dtype of ["int64", "complex64"] as const)
    for (const names of [...floats.map((name) => [name]), floats]) {
      const asked = { ...bound };
      for (const name of names) asked[name] = new Tensor((bound[name] as Tensor).shape, dtype);
      try {
        const at = new OpContext(machine, op.schema.name);
        if (op.row.out !== undefined) op.row.out(asked, at);
        else op.row.shape!(asked, at);
      } catch (error) {
        if (error instanceof OpFailure && failure(error.about).kind === "dtype") continue;
      }
      return { dtype, tensors: names.map((name) => bound[name] as Tensor) };
    }
  return undefined;
}

function isFloating(value: unknown): boolean {
  return value instanceof Tensor && value.dtype.startsWith("float");
}

function operandsOf(bound: Bound): Operand[] {
  return Object.entries(bound).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((tensor, n) =>
      tensor instanceof Tensor
        ? [{ name: Array.isArray(value) ? `${name}[${n}]` : name, tensor, shape: tensor.shape }]
        : [],
    ),
  );
}

/** The bound arguments once for each value of a flag that may be either. */
function splitEither(bound: Bound): Bound[] | undefined {
  for (const name in bound) {
    const value = bound[name];
    if (value instanceof Either) return value.options.map((option) => ({ ...bound, [name]: option }));
  }
  return undefined;
}

/** What is known of a result of which nothing else is. */
function resultKind(op: Op): UnknownType {
  const { returnType } = op.schema;
  return RESULT_KINDS.find((kind) => kind === returnType) ?? "any";
}

const RESULT_KINDS = ["Tensor", "int", "float", "bool", "str"] as const;

/** Arguments that a result's shape and dtype do not follow from, and those that rules look into themselves. */
const SHAPELESS: ReadonlySet<BaseType> = new Set(["any", "Device", "Layout", "MemoryFormat", "Generator"] as const);

function firstUnknown(machine: TensorMachine, op: Op, bound: Bound): Value | undefined {
  for (const argument of op.schema.args) {
    const value = bound[argument.name];
    if (value instanceof Unknown) {
      if (SHAPELESS.has(argument.type)) continue;
      const known = machine.demand(value, op.row.letters?.[argument.name], op.schema, bound);
      return known ?? value.of(resultKind(op));
    }
    if (Array.isArray(value) && argument.type !== "any") {
      const inside = value.find((item) => item instanceof Unknown);
      if (inside !== undefined) return (inside as Unknown).of(resultKind(op));
    }
  }
  return undefined;
}

/** What an operator answers where its rule can't tell: the numbers do. */
function answered(machine: TensorMachine, executor: Executor, op: Op, bound: Bound, reason: string): Value {
  const { schema } = op;
  const place = machine.place();
  const answer = ANSWERS.has(schema.returnType)
    ? executor.answer({ op: nameOf(op), schema, args: bound, place })
    : undefined;
  if (answer === undefined) throw new NotExecuted(`\`${schema.name}\` can't be computed: ${reason}`, place);
  return typeof answer === "boolean" ? answer : new PyFloat(answer);
}

const ANSWERS: ReadonlySet<string> = new Set(["bool", "float"]);

/** The schema's name with its overload. */
function nameOf({ schema }: Op): string {
  return schema.overload === "" ? schema.name : `${schema.name}.${schema.overload}`;
}

/** An argument is not known: nothing can be computed. */
function notComputed(machine: TensorMachine, op: Op, argument: Value): never {
  const why = argument instanceof Unknown ? argument.reason : "it can be one of several values";
  throw new NotExecuted(`an argument of \`${op.schema.name}\` is not known: ${why}`, machine.place());
}

/** Makes the result tensors (or writes the target), records the step. */
function finish(
  machine: TensorMachine,
  op: Op,
  at: OpContext,
  bound: Bound,
  /** The arguments as a region of autocast casts them. */
  cast: Bound,
  specs: readonly TensorSpec[],
  inplace: boolean,
): Value {
  const { row, schema } = op;
  const { executor } = machine;
  const target = inplace ? (firstArgument(bound) as Tensor) : undefined;
  if (bound.requires_grad === true)
    for (const { dtype } of specs)
      if (isIntegral(dtype ?? resultDType(op, bound, at)))
        at.fail(
          { kind: "dtype", wanted: "floating" },
          "Only Tensors of floating point and complex dtype can require gradients",
        );
  const states: TensorState[] = specs.map((spec) => {
    const dtype = spec.dtype ?? resultDType(op, cast, at);
    return {
      shape: spec.shape,
      dtype,
      layout: "layout" in spec ? spec.layout : resultLayout(op, bound, spec.shape, at),
      data:
        executor === undefined
          ? castData(spec.data ?? constants(op, bound, spec.shape), target?.dtype ?? dtype)
          : undefined,
    };
  });
  const view = specs[0]?.view ?? row.view === true;
  const recording = machine.tape?.begin({
    schema,
    bound,
    target,
    reviews: view && target !== undefined,
    again: (changes) => run(machine, op, at.name, { ...bound, ...changes }, false),
  });
  let outputs: Tensor[];
  if (target !== undefined) {
    if (row.view !== true) checkInplace(at, target, states[0]);
    // On numbers nothing is kept of a step: the run on shapes before has asked.
    const isAsked = machine.settings.gradEnabled === true && row.view !== true && machine.executor === undefined;
    const refusal = isAsked ? refusalOfWrite(target, schema.name === "setitem") : undefined;
    if (refusal !== undefined) at.fail("gradient", refusal);
    outputs = [target];
  } else outputs = states.map((state, n) => makeTensor(machine, op, state, bound, view, specs[n]));
  const cost =
    row.view === true
      ? free()
      : (specs[0]?.cost ?? row.cost?.(bound, target === undefined ? outputs : [probe(states[0])]));
  const macs = cost?.macs ?? 0;
  const flops = cost?.flops ?? (macs === 0 ? 0 : add(macs, macs));
  const step: TraceStep = {
    index: -1,
    op: nameOf(op),
    name: at.name,
    schema,
    args: bound,
    outputs,
    outputShapes: states.map((state) => state.shape),
    writes: target,
    before: target && stepOf(target),
    gradEnabled: machine.settings.gradEnabled,
    autocast: autocastRegion(bound, machine.settings.modes),
    written: 0,
    view: view && target === undefined,
    reviews: view && target !== undefined,
    cost: { macs, flops },
    moves: row.moves ?? "all",
    touched: specs[0]?.touched,
    counted: cost !== undefined,
    alternative: machine.trace.alternative > 0,
    place: machine.place(),
    call: machine.trace.current,
  };
  machine.record(step);
  if (target !== undefined) {
    const { dtype: _, layout: __, ...change } = states[0];
    // Writes through `tensor.data` are not counted.
    const certain = !isAmbiguous(target);
    if (view) target.rearrange(states[0], certain);
    else target.write(row.writes === true ? states[0] : change, certain);
    if (schema.name === "detach") withoutGradient(target);
    target.step = step;
    step.written = writesSoFar();
    executor?.compute(step, specs[0]?.data);
    recording?.done([target], false);
    return target;
  }
  step.written = writesSoFar();
  for (const tensor of outputs) tensor.step = step;
  executor?.compute(step, specs[0]?.data);
  recording?.done(outputs, view);
  const source = view && executor === undefined ? firstTensor(bound) : undefined;
  if (source?.data !== undefined)
    for (const [n, tensor] of outputs.entries())
      if (tensor.data !== undefined) tensor.lieAt(placesOfView(op, at, bound, n, source));
  if (schema.returns === "list") return new PyTuple(outputs);
  if (outputs.length === 1 && schema.returns === 1) return outputs[0];
  return schema.returnNames === undefined ? new PyTuple(outputs) : namedTuple(schema.name, schema.returnNames, outputs);
}

/** How a result lies in memory, by what its operator's row says of that. */
function resultLayout(op: Op, bound: Bound, shape: readonly Dim[], at: OpContext): TensorState["layout"] {
  const format = bound.memory_format as MemoryFormat | null | undefined;
  if (format !== undefined && format !== null && format !== "preserve_format")
    return formatted(at, shape, format, undefined);
  if (op.row.layout === undefined) return "contiguous";
  if (op.row.layout === "unknown") return undefined;
  const operands = Object.values(bound)
    .flat()
    .filter((operand) => operand instanceof Tensor);
  if (op.row.layout === "elementwise") return elementwiseLayout(operands, shape, at.assumptions);
  return imageLayout(operands, shape, at.assumptions);
}

function makeTensor(
  machine: TensorMachine,
  op: Op,
  state: TensorState,
  bound: Bound,
  view: boolean,
  spec: TensorSpec,
): Tensor {
  const tensor = new Tensor(state.shape, state.dtype);
  tensor.layout = state.layout;
  tensor.data = state.data;
  tensor.place = machine.place();
  const source = firstTensor(bound);
  if (view && source !== undefined) tensor.becomeView(source);
  const { modes } = machine.settings;
  const asked = modes.deviceArgument(bound.device);
  if ("device" in spec) tensor.device = spec.device;
  else if (asked !== null) tensor.device = asked;
  else tensor.device = source === undefined ? (op.row.makes ?? modes.device) : resultDevice(op, bound);
  if (bound.requires_grad === true) tensor.requiresGrad = true;
  if (machine.settings.gradEnabled && !isIntegral(state.dtype) && op.schema.name !== "detach")
    tensor.requiresGrad ||= someRequireGrad(bound);
  return tensor;
}

function someRequireGrad(bound: Bound): boolean {
  for (const name in bound) {
    const value = bound[name];
    for (const item of Array.isArray(value) ? value : [value])
      if (item instanceof Tensor && item.requiresGrad) return true;
  }
  return false;
}

function probe(state: TensorState): Tensor {
  return new Tensor(state.shape, state.dtype);
}

function firstTensor(bound: Bound): Tensor | undefined {
  for (const name in bound) {
    const value = bound[name];
    if (value instanceof Tensor) return value;
    if (Array.isArray(value) && value[0] instanceof Tensor) return value[0];
  }
  return undefined;
}

/** PyTorch's rules for writing a result into a tensor: same shape after broadcasting, and a dtype that can hold it. */
function checkInplace(at: OpContext, target: Tensor, state: TensorState): void {
  if (target.shape !== state.shape && !at.resizes) {
    const message = () =>
      `output with shape ${sizes(target.shape)} doesn't match the broadcast shape ${sizes(state.shape)}`;
    if (target.rank !== state.shape.length) at.fail("broadcast", message());
    for (let n = 0; n < target.rank; n++) at.same(target.shape[n], state.shape[n], "broadcast", message);
  }
  if (!canCast(state.dtype, target.dtype))
    at.fail(
      "dtype",
      `result type ${dtypes[state.dtype].scalar} can't be cast to the desired output type ${dtypes[target.dtype].scalar}`,
    );
}

const ORDER: Category[] = ["bool", "int", "float", "complex"];

/** `torch.can_cast`: never to a lower category. */
export function canCast(from: DType, to: DType): boolean {
  return ORDER.indexOf(dtypes[from].category) <= ORDER.indexOf(dtypes[to].category);
}

function resultDType(op: Op, bound: Bound, at: OpContext): DType {
  if (typeof bound.dtype === "string") return bound.dtype as DType;
  const rule = op.row.dtype ?? "first";
  if (typeof rule === "function") return rule(bound, at);
  if (rule === "first") return firstTensor(bound)?.dtype ?? at.defaultDType;
  if (rule !== "promote" && rule !== "float") return rule;
  const promoted = promote(op, bound, at);
  return rule === "float" && isIntegral(promoted) ? at.defaultDType : promoted;
}

function promote(op: Op, bound: Bound, at: OpContext): DType {
  const promoting = op.schema.args.filter(({ type }) => type === "Tensor" || type === "Operand");
  return at.resultType(promoting.map(({ name }) => bound[name]));
}

function constants(op: Op, bound: Bound, shape: readonly Dim[]): TensorState["data"] {
  if (op.row.data === undefined) return undefined;
  let count = 1;
  for (const dim of shape) {
    if (typeof dim !== "number") return undefined;
    count *= dim;
  }
  if (count > DATA_LIMIT) return undefined;
  for (const value of Object.values(bound)) {
    if (value instanceof Tensor && value.data === undefined) return undefined;
    if (Array.isArray(value) && value.some((item) => item instanceof Tensor && item.data === undefined))
      return undefined;
  }
  return op.row.data(bound, shape);
}

/** `out=`: the given tensors take the results' shapes, where their dtypes can hold them. */
function writeOut(machine: TensorMachine, op: Op, result: Value, out: Value): Value {
  const targets = out instanceof Tensor ? [out] : out instanceof PyTuple || out instanceof PyList ? out.items : [];
  const results = result instanceof Tensor ? [result] : result instanceof PyTuple ? result.items : [];
  for (let n = 0; n < targets.length && n < results.length; n++) {
    const [target, source] = [targets[n], results[n]];
    if (!(target instanceof Tensor) || !(source instanceof Tensor)) continue;
    if (op.row.exactOut !== undefined && source.dtype !== target.dtype)
      refuse(machine, op.row.exactOut(source.dtype, target.dtype));
    if (!canCast(source.dtype, target.dtype))
      machine.raise(
        "RuntimeError",
        `result type ${dtypes[source.dtype].scalar} can't be cast to the desired output type ${dtypes[target.dtype].scalar}`,
        "dtype",
      );
    const same = target.rank === source.rank && target.shape.every((dim, at) => equal(dim, source.shape[at]) === true);
    const data = source.held === undefined ? source.data : undefined;
    target.update({ shape: source.shape, data, layout: same ? target.layout : "contiguous" });
    machine.alias(target, source);
  }
  return targets.length > 0 ? out : result;
}

import { OpFailure } from "../analysis/ops/context";
import { type DType, dtypes, isComplex, isIntegral } from "../analysis/tensor/dtype";
import type { Tensor as Abstract, TensorData } from "../analysis/tensor/tensor";
import { type Chance, type Executor, NotExecuted, type Question } from "../analysis/trace/executor";
import type { CallHead, TraceStep } from "../analysis/trace/trace";
import type { Value } from "../analysis/values";
import { anyNumber, resolve } from "./arguments";
import { messageOf, Refused, RunError } from "./errors";
import { randomTensor } from "./inputs";
import { longsOf, wrapped } from "./integers/arithmetic";
import { computeWide, type Given, growsBeyond } from "./integers/compute";
import { narrowed, Wide } from "./integers/wide";
import { call } from "./kernels/call";
import { uninitialised } from "./kernels/create";
import { effectOf } from "./kernels/effects";
import { type Kind, kindOf, make, sameShape, settle, sizeOf, values } from "./kernels/host";
import { executes } from "./kernels/index";
import { Args, type Expected, isTensor, type Resolved } from "./kernels/kernel";
import { TensorNumbers, type ViewOf } from "./numbers";
import { Cell, Pool } from "./pool";
import { Random } from "./random";
import type { Tensor } from "./tf";
import * as tf from "./tf";
import { Twister } from "./twister";

/** What is told of the work. */
export interface Watcher {
  /** A step was computed. `foretold` are the shapes that its row gave, where others came out. */
  computed?(step: TraceStep, foretold: (readonly number[] | undefined)[], ms: number): void;
  /** The call that is asked for is evaluated next. */
  began?(): void;
  /** It has been evaluated. */
  evaluated?(): void;
  /** An outermost module is about to be called. */
  entered?(call: CallHead): void;
  /** A module's call has returned. */
  left?(call: CallHead, output: Value, isOutermost: boolean): void;
  printed?(text: string): void;
}

/** Integer operators that PyTorch refuses to divide by zero. */
const dividing = /^(floor_divide|remainder|fmod|div|__floordiv__|__mod__)(\.|$)/;

/** In-place operators that don't look at what was there, and take no tensor: their numbers are made when somebody asks. */
const overwriting = /^(uniform|normal|trunc_normal|zero|fill|exponential|log_normal|cauchy|geometric|random)_?(\.|$)/;

/** In-place operators that take each number by itself, and refuse none. */
const elementwise =
  /^(erfinv|mul|add|sub|div|clamp|clamp_min|clamp_max|neg|abs|sqrt|rsqrt|square|exp|log|sin|cos|tanh)_?(\.|$)/;

/** Operators that make tensors of Python's own numbers, lists and arrays. */
export const literals: ReadonlySet<string> = new Set(["tensor", "as_tensor", "asarray", "from_numpy", "new_tensor"]);

/** Operators that give the numbers that they get. */
const carrying: ReadonlySet<string> = new Set(["to", "clone", "contiguous", "type", "type_as", "requires_grad_"]);

/** Computes a program's operators by TensorFlow.js's kernels and those of this package. */
export class KernelExecutor implements Executor {
  readonly pool = new Pool();
  /** How many steps were computed. */
  count = 0;
  /** Tensors of places, for the step that is computed. */
  private readonly standIns: Tensor[] = [];
  private readonly chances = new Map<object, Chance>();
  /** Whether what is made empty gets random numbers. */
  fills = false;

  constructor(
    private readonly seed: number,
    private readonly watcher: Watcher = {},
  ) {}

  begin(): void {
    this.watcher.began?.();
  }

  evaluated(): void {
    this.watcher.evaluated?.();
  }

  get moment(): number {
    return this.count;
  }

  repeat<T>(moment: number, run: () => T): T {
    const { count } = this;
    this.count = moment;
    try {
      return run();
    } finally {
      this.count = Math.max(count, this.count);
    }
  }

  enter(head: CallHead): void {
    this.watcher.entered?.(head);
  }

  leave(call: CallHead, output: Value, isOutermost: boolean): void {
    this.watcher.left?.(call, output, isOutermost);
  }

  chance(generator: object): Chance {
    const known = this.chances.get(generator);
    if (known !== undefined) return known;
    const made = new Twister(BigInt(this.seed));
    this.chances.set(generator, made);
    return made;
  }

  printed(text: string): void {
    this.watcher.printed?.(text);
  }

  alias(target: Abstract, source: Abstract): void {
    const from = this.numbersOf(source, undefined);
    const held = target.held as TensorNumbers | undefined;
    if (held === undefined) target.held = from;
    // `out=` is written, `x.data = y` shares: through either, both have the same numbers from then on.
    else if (sameShape(held.shape, from.shape) && held.dtype === from.dtype) held.write(copied(from));
    else held.share(from);
  }

  compute(step: TraceStep, literal: TensorData | undefined): void {
    const began = performance.now();
    const foretold = step.outputShapes.map((shape) => shape.map((dim) => (typeof dim === "number" ? dim : -1)));
    try {
      this.standIns.length = 0;
      if (literal !== undefined && literals.has(step.schema.name)) this.make(step, literal);
      else this.apply(step, foretold);
    } catch (thrown) {
      throw this.reasonOf(thrown, step);
    } finally {
      for (const standIn of this.standIns) standIn.dispose();
    }
    step.outputShapes = step.outputs.map(({ held }) => [...(held as TensorNumbers).shape]);
    const differing = step.outputs.map((tensor, n) => {
      const shape = step.outputShapes[n] as number[];
      const isForetold =
        shape.length === foretold[n]!.length && shape.every((size, d) => [size, -1].includes(foretold[n]![d]!));
      if (!sameShape(shape, tensor.shape as number[])) tensor.update({ shape });
      return isForetold ? undefined : foretold[n];
    });
    this.watcher.computed?.(step, differing, performance.now() - began);
    // The trace would keep the numbers of every step.
    step.args = {};
    step.outputs = [];
    step.writes = undefined;
    this.pool.trim();
  }

  answer(question: Question): number | boolean | undefined {
    const { args, given } = this.given(question);
    if (!executes(question.op) || given.some(({ wide }) => wide !== undefined)) return undefined;
    const dtype = question.schema.returnType === "bool" ? "bool" : "float32";
    try {
      return tf.tidy(() => {
        const random = new Random(this.seed, this.count++);
        const [answer] = call(question.op, args, [{ shape: [], dtype }], dtypesOf(given), random);
        const number = values(settle(answer!, dtype))[0]!;
        return dtype === "bool" ? number !== 0 : number;
      });
    } catch (thrown) {
      throw this.reasonOf(thrown, question);
    }
  }

  /** What PyTorch raises, or why the run can't go on. */
  private reasonOf(thrown: unknown, step: Question): unknown {
    if (thrown instanceof NotExecuted || thrown instanceof OpFailure) return thrown;
    if (thrown instanceof Refused) {
      return new OpFailure(thrown.type === "IndexError" ? "index" : "value", thrown.type, thrown.message);
    }
    const message = messageOf(thrown);
    return new NotExecuted(message.startsWith("`") ? message : `\`${step.op}\` failed: ${message}`, step.place);
  }

  /** A tensor of Python's own numbers. */
  private make(step: TraceStep, literal: TensorData): void {
    const [tensor] = step.outputs as [Abstract];
    const shape = step.outputShapes[0] as number[];
    const { category } = dtypes[tensor.dtype];
    const numbers = Float64Array.from(literal, Number);
    const isWide = category === "int" && numbers.some((x) => x > 2 ** 31 - 1 || x < -(2 ** 31));
    const value = isWide
      ? wrapped(longsOf(numbers, shape), tensor.dtype)
      : tf.tidy(() =>
          settle(
            make(category === "int" ? Int32Array.from(numbers) : Float32Array.from(numbers), shape),
            tensor.dtype,
          ).clone(),
        );
    tensor.held = TensorNumbers.of(this.pool, value instanceof Wide ? narrowed(value, this.pool) : value, tensor.dtype);
  }

  private apply(step: TraceStep, shapes: readonly number[][]): void {
    const random = new Random(this.seed, this.count++);
    const expected: Expected[] = step.outputs.map(({ dtype }, n) => ({ shape: shapes[n]!, dtype }));
    if (step.writes !== undefined && this.defers(step, step.writes, expected, random)) return;
    const { args, given } = this.affected(step, expected, random);
    if (step.writes !== undefined) {
      this.write(step, args, given, expected, random);
      return;
    }
    const { name } = step.schema;
    if (uninitialised.has(name)) {
      const [{ shape, dtype }] = expected as [Expected];
      const stored = isComplex(dtype) ? [...shape, 2] : shape;
      const blank = () =>
        tf.tidy(() =>
          (this.fills ? randomTensor(shape, dtype, 2, random) : make(blankOf(dtype, stored), stored)).clone(),
        );
      step.outputs[0]!.held = TensorNumbers.of(this.pool, this.pool.later(stored, kindOf(dtype), blank), dtype, true);
      return;
    }
    if (literals.has(name) && Object.values(args)[0] === null)
      throw new NotExecuted(`the numbers of what \`${name}\` is given are not known`, step.place);
    const made = this.call(step.op, args, given, expected, random);
    const [base] = given;
    for (const [n, tensor] of step.outputs.entries()) {
      const value = made[n]!;
      if (step.view && base !== undefined)
        tensor.held = base.numbers.view(this.viewOf(step.op, args, given, expected, random, n), value, tensor.dtype);
      else {
        // What is cast from numbers that mean nothing means nothing.
        const isOpen = base?.numbers.isOpen === true && given.length === 1 && carrying.has(name);
        tensor.held = TensorNumbers.of(this.pool, value, tensor.dtype, isOpen);
      }
    }
  }

  /** Executes the kernel: the results in the types that they are stored in, the caller's from then on. */
  private call(
    op: string,
    args: Record<string, Resolved>,
    given: readonly Given[],
    expected: readonly Expected[],
    random: Random,
  ): (Tensor | Wide)[] {
    refuseZero(op, args, given, expected);
    if (growsBeyond(op, args, given, expected)) {
      const wide = computeWide(op, args, given, expected, (instead) =>
        call(op, instead, expected, dtypesOf(given), random),
      );
      return wide.map((one, n) => {
        const value = one instanceof Wide ? narrowed(one, this.pool) : one;
        if (value instanceof Wide) return value;
        const tensor = value instanceof Cell ? released(value) : value;
        const settled = tf.tidy(() => settle(tensor, expected[n]!.dtype).clone());
        tensor.dispose();
        return settled;
      });
    }
    return tf.tidy(() => {
      const results = call(op, args, expected, dtypesOf(given), random);
      return results.slice(0, expected.length).map((t, n) => {
        const settled = settle(t, expected[n]!.dtype);
        // Without an element every shape that was foretold is right.
        const { shape, dtype } = expected[n]!;
        const isOther = settled.size === 0 && shape.includes(0) && !shape.includes(-1) && !isComplex(dtype);
        return isOther ? tf.reshape(settled, [...shape]).clone() : settled.clone();
      });
    });
  }

  /**
   * Initialisations, which a state may replace before anybody reads them: the numbers are made when somebody asks, by the whole chain of
   * writes (`uniform_`, `erfinv_`, `mul_`, …). False where the write must be done now.
   */
  private defers(step: TraceStep, target: Abstract, expected: readonly Expected[], random: Random): boolean {
    const overwrites = overwriting.test(step.op);
    if ((!overwrites && !elementwise.test(step.op)) || step.reviews) return false;
    const numbers = this.numbersOf(target, step);
    const { value, isWhole } = numbers;
    const [{ dtype }] = expected as [Expected];
    if (!isWhole || value instanceof Wide || isComplex(dtype)) return false;
    const { shape, kind } = value;
    if (!overwrites && (value.isMade || kind !== "float32")) return false;
    let tensors = 0;
    const blank = shaped(kind, shape);
    const args = resolve(step, (tensor) => {
      tensors += tensor.held === numbers ? 1 : 2;
      return blank;
    });
    if (tensors !== 1 || anyLarge(args)) return false;
    const makeNext = () =>
      tf.tidy(() => {
        // What overwrites asks for nothing but the shape and the type of what it writes.
        const before = overwrites ? blank : value.read();
        const instead = Object.fromEntries(Object.entries(args).map(([name, x]) => [name, x === blank ? before : x]));
        return settle(call(step.op, instead, [{ shape, dtype }], [dtype], random)[0]!, dtype).clone();
      });
    const next = this.pool.later(shape, kind, () => {
      const made = makeNext();
      value.dispose();
      return made;
    });
    numbers.write(next, { keeps: !overwrites });
    return true;
  }

  private write(
    step: TraceStep,
    args: Record<string, Resolved>,
    given: readonly Given[],
    expected: readonly Expected[],
    random: Random,
  ): void {
    const target = step.writes!;
    const numbers = this.numbersOf(target, step);
    if (step.reviews) {
      numbers.review(this.viewOf(step.op, args, given, expected, random, 0));
      return;
    }
    const [value] = this.call(step.op, args, given, expected, random);
    const shape = value instanceof Wide ? value.shape : value!.shape;
    if (sameShape(shape as number[], numbers.value.shape as number[])) numbers.write(value!);
    else numbers.replace(value!);
  }

  /** The arguments, after what the operator writes beside its results. */
  private affected(
    step: TraceStep,
    expected: readonly Expected[],
    random: Random,
  ): ReturnType<KernelExecutor["given"]> {
    const before = this.given(step);
    const effect = effectOf(step.op);
    if (effect === undefined || before.given.some(({ wide }) => wide !== undefined)) return before;
    const written = tf.tidy(() => {
      const changes = effect(new Args(step.op, before.args, expected, random));
      return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value.clone()]));
    });
    const changes = Object.entries(written);
    for (const [name, value] of changes)
      before.given.find(({ tensor }) => tensor === before.args[name])!.numbers.write(value);
    return changes.length === 0 ? before : this.given(step);
  }

  /** The arguments as kernels take them, and the tensors among them in order. */
  private given(step: Question): { args: Record<string, Resolved>; given: Given[] } {
    const given: Given[] = [];
    let offset = 0;
    const args = resolve(step, (tensor) => {
      const numbers = this.numbersOf(tensor, step);
      const { value } = numbers;
      if (value instanceof Wide) {
        // Stands for the integers in what only moves them.
        const from = offset;
        const places = make(
          Int32Array.from(value.data, (_, n) => from + n),
          value.shape,
        );
        this.standIns.push(places);
        offset += value.data.length;
        given.push({ tensor: places, numbers, wide: value });
        return places;
      }
      const read = value.read();
      given.push({ tensor: read, numbers, wide: undefined });
      return read;
    });
    return { args, given };
  }

  /** The numbers of a tensor; one that the analysis knows, of a library that was loaded before, gets them here. */
  numbersOf(tensor: Abstract, step: Question | undefined): TensorNumbers {
    if (tensor.held !== undefined) return tensor.held as TensorNumbers;
    const known = tensor.data;
    if (known === undefined || tensor.shape.some((size) => typeof size !== "number"))
      throw new NotExecuted(
        "the numbers of a tensor are not known: it was made where nothing is computed",
        step?.place,
      );
    const kind = kindOf(tensor.dtype);
    const data =
      kind === "float32"
        ? new Float32Array(known.length)
        : kind === "int32"
          ? new Int32Array(known.length)
          : new Uint8Array(known.length);
    for (const [n, item] of known.entries()) data[n] = Number(item);
    const numbers = TensorNumbers.of(this.pool, make(data, tensor.shape as number[], kind), tensor.dtype);
    tensor.held = numbers;
    return numbers;
  }

  /** The same view of another base: of changed numbers, or of positions. */
  private viewOf(
    op: string,
    args: Record<string, Resolved>,
    given: readonly Given[],
    expected: readonly Expected[],
    random: Random,
    n: number,
  ): ViewOf {
    const base = given[0]!.tensor;
    // Later changes of other arguments don't matter: a view takes their numbers at the time.
    const held = Object.entries(args).map(([name, value]) => [name, value === base ? base : detached(value)] as const);
    const types = dtypesOf(given);
    return (now) =>
      call(
        op,
        Object.fromEntries(held.map(([name, value]) => [name, value === base ? now : value])),
        expected,
        types,
        random,
      )[n]!;
  }
}

function dtypesOf(given: readonly Given[]): DType[] {
  return given.map(({ numbers }) => numbers.dtype);
}

function anyLarge(args: Record<string, Resolved>): boolean {
  return anyNumber(args, (number) => typeof number === "bigint");
}

/** PyTorch refuses to divide integers by zero. */
function refuseZero(
  op: string,
  args: Record<string, Resolved>,
  given: readonly Given[],
  expected: readonly Expected[],
): void {
  if (expected.length === 0 || !dividing.test(op) || !isIntegral(expected[0]!.dtype)) return;
  const divisor = args.other;
  const tensor = given.find((one) => one.tensor === divisor && one.wide === undefined);
  const isZero = tensor === undefined ? divisor === 0 || divisor === false : values(tensor.tensor).includes(0);
  if (isZero) throw new Refused("ZeroDivisionError");
}

function blankOf(dtype: DType, shape: readonly number[]) {
  const size = sizeOf(shape);
  const { category } = dtypes[dtype];
  if (category === "bool") return new Uint8Array(size);
  return category === "int" ? new Int32Array(size) : new Float32Array(size);
}

/** A value that is no longer the pool's. */
function released(cell: Cell): Tensor {
  const tensor = cell.read().clone();
  cell.dispose();
  return tensor;
}

function copied(numbers: TensorNumbers): Tensor | Wide {
  const { value } = numbers;
  return value instanceof Wide ? value : value.read().clone();
}

/** A tensor argument's shape and numbers, free of the backend: it outlives the tensor. */
function detached(value: Resolved): Resolved {
  if (Array.isArray(value)) return value.map(detached);
  if (!isTensor(value)) return value;
  const data = values(value).slice();
  const { shape, rank, size, dtype } = value;
  return { shape, rank, size, dtype, dataId: {}, dataSync: () => data } as unknown as Tensor;
}

/** What looks like a tensor; it has no numbers. */
function shaped(dtype: Kind, shape: readonly number[]): Resolved {
  const none = () => {
    throw new RunError("its numbers are not there");
  };
  return {
    shape: [...shape],
    rank: shape.length,
    size: sizeOf(shape),
    dtype,
    dataId: {},
    dataSync: none,
  } as unknown as Tensor;
}

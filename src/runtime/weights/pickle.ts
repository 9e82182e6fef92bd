import { RunError } from "../errors";

/**
 * Reads a pickle without running any of it: numbers, texts, containers, and calls of what `Admitted` names, each of which is plain data here.
 * Everything else is refused. https://docs.python.org/3/library/pickletools.html
 */

/** A global that the pickle names, by its place in the tables of what is admitted. */
export class Global {
  constructor(readonly name: string) {}
}

/** A tuple, to be told from a list. */
export class Tuple {
  constructor(readonly items: readonly Pickled[]) {}
}

/** What the table's calls make is any object. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Pickled[]
  | Tuple
  | Map<Pickled, Pickled>
  | Set<Pickled>
  | Global
  | object;

/** What a pickle may name and call. */
export interface Admitted {
  /** Whether a global, `module.name`, may be named. */
  names(global: string): boolean;
  /** The result of a call of one; undefined where it may not be called like that. */
  call(global: string, args: readonly Pickled[]): Pickled | undefined;
  /** What lies outside of the pickle under an id. */
  persistent(id: Pickled): Pickled;
}

function fail(why: string): never {
  throw new RunError(`its pickle is not read: ${why}`);
}

/** The most elements that a pickle may have on its stack or in its memo, against files that only take memory. */
const MOST = 50_000_000;

const MARK = Symbol("mark");

type Entry = Pickled | typeof MARK;

/** The value of a pickle. Throws `RunError` with what is wrong, or not admitted. */
export function unpickled(bytes: Uint8Array, admitted: Admitted): Pickled {
  return new Unpickler(bytes, admitted).load();
}

class Unpickler {
  private at = 0;
  private readonly view: DataView;
  private readonly stack: Entry[] = [];
  private readonly memo = new Map<number, Pickled>();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly admitted: Admitted,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  load(): Pickled {
    while (true) {
      const code = String.fromCharCode(this.byte());
      if (code === ".") return this.pop();
      const opcode = opcodes[code];
      if (opcode === undefined) fail(`the opcode 0x${code.charCodeAt(0).toString(16)} is not known`);
      opcode(this);
      if (this.stack.length > MOST || this.memo.size > MOST) fail("it is too large");
    }
  }

  take(count: number): Uint8Array {
    if (count < 0 || this.at + count > this.bytes.length) fail("it ends too early");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint16(): number {
    this.take(2);
    return this.view.getUint16(this.at - 2, true);
  }

  int32(): number {
    this.take(4);
    return this.view.getInt32(this.at - 4, true);
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  uint64(): number {
    this.take(8);
    return Number(this.view.getBigUint64(this.at - 8, true));
  }

  double(): number {
    this.take(8);
    return this.view.getFloat64(this.at - 8);
  }

  /** Up to the next line's end. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) fail("it ends too early");
    const text = decoded(this.take(end - this.at));
    this.at++;
    return text;
  }

  text(count: number): string {
    return decoded(this.take(count));
  }

  push(value: Entry): void {
    this.stack.push(value);
  }

  pop(): Pickled {
    const value = this.stack.pop();
    if (value === undefined || value === MARK) fail("its stack is empty");
    return value;
  }

  top(): Pickled {
    const value = this.stack.at(-1);
    if (value === undefined || value === MARK) fail("its stack is empty");
    return value;
  }

  drop(): void {
    if (this.stack.pop() === undefined) fail("its stack is empty");
  }

  /** What lies above the last mark, which goes with it. */
  marked(): Pickled[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) fail("its stack has no mark");
    const items = this.stack.splice(mark + 1) as Pickled[];
    this.stack.pop();
    return items;
  }

  put(index: number): void {
    this.memo.set(index, this.top());
  }

  memoize(): void {
    this.put(this.memo.size);
  }

  get(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) fail(`its memo has no ${index}`);
    this.push(value);
  }

  global(module: string, name: string): void {
    const path = `${module}.${name}`;
    // PyTorch's words for what `weights_only=True` refuses.
    if (!this.admitted.names(path))
      fail(
        `Unsupported global: GLOBAL ${path} was not an allowed global by default. Only tensors, containers and numbers are read: save \`model.state_dict()\``,
      );
    this.push(new Global(path));
  }

  call(callee: Pickled, args: Pickled): void {
    if (!(callee instanceof Global) || !(args instanceof Tuple)) fail("it calls what is no function");
    const result = this.admitted.call(callee.name, args.items);
    if (result === undefined) fail(`it calls ${callee.name} in a way that is not known`);
    this.push(result);
  }

  persistent(id: Pickled): void {
    this.push(this.admitted.persistent(id));
  }
}

const utf8 = new TextDecoder("utf-8");

/** Half of a pair of code units may stand alone in Python's texts: what is not UTF-8 is replaced. */
function decoded(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Two's complement, little end first. */
function long(bytes: Uint8Array): number | bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  value = BigInt.asIntN(8 * bytes.length, value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function integer(text: string): number | bigint {
  const digits = text.endsWith("L") ? text.slice(0, -1) : text;
  if (!isDecimal(digits)) fail(`${digits} is no integer`);
  const value = BigInt(digits);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function isDecimal(text: string): boolean {
  const digits = text.startsWith("-") ? text.slice(1) : text;
  return digits.length > 0 && [...digits].every((digit) => digit >= "0" && digit <= "9");
}

function setItems(target: Pickled, items: readonly Pickled[]): void {
  if (!(target instanceof Map)) fail("it puts items into what is no dict");
  for (let i = 0; i + 1 < items.length; i += 2) target.set(items[i]!, items[i + 1]!);
}

function append(target: Pickled, items: readonly Pickled[]): void {
  if (!Array.isArray(target)) fail("it appends to what is no list");
  for (const item of items) target.push(item);
}

/** State of an object: PyTorch's dicts carry their versions. */
export const STATE = Symbol("state");

function build(u: Unpickler): void {
  const state = u.pop();
  const target = u.top();
  if (!(target instanceof Map)) fail("it gives a state to what has none");
  (target as { [STATE]?: Pickled })[STATE] = state;
}

function tuple(u: Unpickler, count: number): void {
  const items = Array.from({ length: count }, () => u.pop()).reverse();
  u.push(new Tuple(items));
}

/** By the character of the opcode. */
const opcodes: Record<string, (u: Unpickler) => void> = {
  "\x80": (u) => {
    if (u.byte() > 5) fail("its protocol is not known");
  },
  "\x95": (u) => u.uint64(),
  "(": (u) => u.push(MARK),
  "0": (u) => u.drop(),
  "1": (u) => u.marked(),
  "2": (u) => u.push(u.top()),
  N: (u) => u.push(null),
  "\x88": (u) => u.push(true),
  "\x89": (u) => u.push(false),
  I: (u) => {
    const text = u.line();
    u.push(text === "01" ? true : text === "00" ? false : integer(text));
  },
  J: (u) => u.push(u.int32()),
  K: (u) => u.push(u.byte()),
  M: (u) => u.push(u.uint16()),
  L: (u) => u.push(integer(u.line())),
  "\x8a": (u) => u.push(long(u.take(u.byte()))),
  "\x8b": (u) => u.push(long(u.take(u.uint32()))),
  F: (u) => u.push(Number(u.line())),
  G: (u) => u.push(u.double()),
  T: (u) => u.push(u.text(u.uint32())),
  U: (u) => u.push(u.text(u.byte())),
  V: (u) => u.push(u.line()),
  X: (u) => u.push(u.text(u.uint32())),
  "\x8c": (u) => u.push(u.text(u.byte())),
  "\x8d": (u) => u.push(u.text(u.uint64())),
  B: (u) => u.push(u.take(u.uint32())),
  C: (u) => u.push(u.take(u.byte())),
  "\x8e": (u) => u.push(u.take(u.uint64())),
  "\x96": (u) => u.push(u.take(u.uint64())),
  "]": (u) => u.push([]),
  l: (u) => u.push(u.marked()),
  a: (u) => {
    const item = u.pop();
    append(u.top(), [item]);
  },
  e: (u) => {
    const items = u.marked();
    append(u.top(), items);
  },
  ")": (u) => u.push(new Tuple([])),
  t: (u) => u.push(new Tuple(u.marked())),
  "\x85": (u) => tuple(u, 1),
  "\x86": (u) => tuple(u, 2),
  "\x87": (u) => tuple(u, 3),
  "}": (u) => u.push(new Map()),
  d: (u) => {
    const items = u.marked();
    const made = new Map<Pickled, Pickled>();
    setItems(made, items);
    u.push(made);
  },
  s: (u) => {
    const value = u.pop();
    const key = u.pop();
    setItems(u.top(), [key, value]);
  },
  u: (u) => {
    const items = u.marked();
    setItems(u.top(), items);
  },
  "\x8f": (u) => u.push(new Set()),
  "\x90": (u) => {
    const items = u.marked();
    const target = u.top();
    if (!(target instanceof Set)) fail("it adds items to what is no set");
    for (const item of items) target.add(item);
  },
  "\x91": (u) => u.push(new Set(u.marked())),
  p: (u) => u.put(Number(u.line())),
  q: (u) => u.put(u.byte()),
  r: (u) => u.put(u.uint32()),
  "\x94": (u) => u.memoize(),
  g: (u) => u.get(Number(u.line())),
  h: (u) => u.get(u.byte()),
  j: (u) => u.get(u.uint32()),
  c: (u) => {
    const module = u.line();
    u.global(module, u.line());
  },
  "\x93": (u) => {
    const name = u.pop();
    const module = u.pop();
    if (typeof module !== "string" || typeof name !== "string") fail("it names a global by what is no text");
    u.global(module, name);
  },
  R: (u) => {
    const args = u.pop();
    u.call(u.pop(), args);
  },
  "\x81": (u) => {
    const args = u.pop();
    u.call(u.pop(), args);
  },
  b: build,
  Q: (u) => u.persistent(u.pop()),
  P: (u) => u.persistent(u.line()),
};

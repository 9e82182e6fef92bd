import type { Chance } from "../analysis/trace/executor";

const SIZE = 624;
const MIDDLE = 397;

/**
 * The generator of Python's `random`, with the same numbers for the same seed (MT19937; Matsumoto and Nishimura,
 * https://doi.org/10.1145/272991.272995).
 */
export class Twister implements Chance {
  private readonly state = new Uint32Array(SIZE);
  private at = SIZE;
  /** The second of two normal numbers that are made together. */
  private spare: number | undefined;

  constructor(seed: bigint) {
    this.seed(seed);
  }

  seed(seed: bigint): void {
    const words: number[] = [];
    for (let rest = seed < 0n ? -seed : seed; rest > 0n || words.length === 0; rest >>= 32n)
      words.push(Number(rest & 0xffffffffn));
    this.fill(19650218);
    const { state } = this;
    let i = 1;
    let j = 0;
    for (let k = Math.max(SIZE, words.length); k > 0; k--) {
      state[i] = (state[i]! ^ Math.imul(this.carried(i), 1664525)) + words[j]! + j;
      i = this.next(i);
      j = (j + 1) % words.length;
    }
    for (let k = SIZE - 1; k > 0; k--) {
      state[i] = (state[i]! ^ Math.imul(this.carried(i), 1566083941)) - i;
      i = this.next(i);
    }
    state[0] = 0x80000000;
    this.at = SIZE;
    this.spare = undefined;
  }

  private fill(seed: number): void {
    this.state[0] = seed;
    for (let i = 1; i < SIZE; i++) this.state[i] = Math.imul(this.carried(i), 1812433253) + i;
  }

  /** The word before, its upper bits folded into its lower. */
  private carried(i: number): number {
    const before = this.state[i - 1]!;
    return before ^ (before >>> 30);
  }

  private next(i: number): number {
    if (i + 1 < SIZE) return i + 1;
    this.state[0] = this.state[SIZE - 1]!;
    return 1;
  }

  /** 32 random bits. */
  private word(): number {
    if (this.at >= SIZE) this.twist();
    let y = this.state[this.at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let k = 0; k < SIZE; k++) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % SIZE]! & 0x7fffffff);
      state[k] = state[(k + MIDDLE) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }

  bits(count: number): bigint {
    let made = 0n;
    for (let done = 0; done < count; done += 32) {
      const left = Math.min(32, count - done);
      made |= BigInt(this.word() >>> (32 - left)) << BigInt(done);
    }
    return made;
  }

  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  gauss(): number {
    const { spare } = this;
    this.spare = undefined;
    if (spare !== undefined) return spare;
    const angle = this.uniform() * 2 * Math.PI;
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    this.spare = Math.sin(angle) * radius;
    return Math.cos(angle) * radius;
  }
}

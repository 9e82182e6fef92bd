import { CATEGORIES, caseless, type Test } from "./characters";
import type { Compiled, Program } from "./compile";
import type { Place } from "./parse";

/** Steps of one search, at most: some patterns take a time that is exponential in the text. */
const MAX_STEPS = 1_000_000;

/** A search that was ended: it took too many steps. */
export class TooManySteps {}

/** Kinds of what is done when a way turned out to be wrong; each takes four numbers on the stack. */
enum Back {
  /** Go on at an instruction and place. */
  To,
  /** A register had another value. */
  Restore,
  /** A run of characters may be one shorter. */
  Shorter,
  /** A run of characters may be one longer. */
  Longer,
  /** A lazy loop may go another round. */
  Round,
}

/**
 * Matches by trying one way after the other, as Python does: the first way that leads to a match is the answer. It counts its steps, so
 * what it costs is the same on every machine, and nothing is lost where it takes too many.
 */
export class Matcher {
  /** Of all that it did. */
  steps = 0;
  /** Starts and ends of groups, and counters; -1 where there is none. */
  private registers: number[] = [];

  constructor(
    private readonly compiled: Compiled,
    /** Code points. */
    private readonly text: readonly number[],
  ) {}

  /** Start and end of the whole match and of each group, from a place on or at it; undefined where there is none. */
  find(start: number, searches: boolean, full: boolean): ([number, number] | undefined)[] | undefined {
    for (let at = start; at <= this.text.length; at++) {
      this.registers = new Array<number>(this.compiled.registers).fill(-1);
      const end = this.run(this.compiled.program, at, full);
      if (end >= 0) {
        const { registers } = this;
        const spans: ([number, number] | undefined)[] = [[at, end]];
        for (let n = 1; n <= this.compiled.groups; n++)
          spans.push(registers[2 * n + 1] < 0 ? undefined : [registers[2 * n], registers[2 * n + 1]]);
        return spans;
      }
      if (!searches) break;
    }
    return undefined;
  }

  /** Where a match of the program that begins at a place ends, or -1. Without a match the registers are as before. */
  private run(program: Program, start: number, full: boolean): number {
    const { text, registers } = this;
    const back: number[] = [];
    let pc = 0;
    let at = start;
    const set = (register: number, value: number): void => {
      back.push(Back.Restore, register, registers[register], 0);
      registers[register] = value;
    };
    for (;;) {
      if (++this.steps > MAX_STEPS) throw new TooManySteps();
      const instruction = program[pc];
      let fits = true;
      switch (instruction.op) {
        case "test":
          fits = at < text.length && instruction.test(text[at]);
          if (fits) {
            at++;
            pc++;
          }
          break;
        case "run": {
          const { test, min, max, lazy } = instruction;
          const most = lazy ? min : max;
          let end = at;
          while (end < text.length && end - at < most && test(text[end])) end++;
          this.steps += (end - at) >> 2;
          fits = end - at >= min;
          if (!fits) break;
          if (lazy) back.push(Back.Longer, pc, end, at + max);
          else if (end - at > min) back.push(Back.Shorter, pc, end - 1, at + min);
          at = end;
          pc++;
          break;
        }
        case "split":
          back.push(Back.To, instruction.second, at, 0);
          pc = instruction.first;
          break;
        case "jump":
          pc = instruction.to;
          break;
        case "save":
          set(instruction.register, at);
          pc++;
          break;
        case "reference": {
          const end = this.afterReference(instruction.index, instruction.caseless, at);
          fits = end >= 0;
          if (fits) {
            at = end;
            pc++;
          }
          break;
        }
        case "look": {
          const from = at - instruction.width;
          const before = registers.slice();
          const found = from >= 0 && this.run(instruction.program, from, false) >= 0;
          fits = found !== instruction.negated;
          this.noteChanges(before, back, fits && found);
          pc++;
          break;
        }
        case "atomic": {
          const before = registers.slice();
          const end = this.run(instruction.program, at, false);
          fits = end >= 0;
          this.noteChanges(before, back, fits);
          if (fits) at = end;
          pc++;
          break;
        }
        case "branch":
          pc = registers[2 * instruction.index + 1] >= 0 ? pc + 1 : instruction.orelse;
          break;
        case "place":
          fits = this.isAt(instruction.place, at);
          pc++;
          break;
        case "begin":
          set(instruction.counter, 0);
          set(instruction.counter + 1, -1);
          pc++;
          break;
        case "loop": {
          const { counter, min, max, lazy, exit } = instruction;
          const count = registers[counter];
          const must = count < min;
          // A round that took nothing is the last one.
          const may = count < max && registers[counter + 1] !== at;
          if (must || (may && !lazy)) {
            if (!must) back.push(Back.To, exit, at, 0);
            set(counter, count + 1);
            set(counter + 1, at);
            pc++;
          } else {
            if (may) back.push(Back.Round, pc, at, count);
            pc = exit;
          }
          break;
        }
        case "match":
          if (!full || at === text.length) return at;
          fits = false;
      }
      if (fits) continue;
      // The last way that is left.
      for (;;) {
        if (back.length === 0) return -1;
        const c = back.pop()!;
        const b = back.pop()!;
        const a = back.pop()!;
        const kind: Back = back.pop()!;
        if (++this.steps > MAX_STEPS) throw new TooManySteps();
        if (kind === Back.Restore) registers[a] = b;
        else if (kind === Back.To) {
          pc = a;
          at = b;
          break;
        } else if (kind === Back.Shorter) {
          if (b > c) back.push(Back.Shorter, a, b - 1, c);
          pc = a + 1;
          at = b;
          break;
        } else if (kind === Back.Longer) {
          const { test } = program[a] as { test: (code: number) => boolean };
          if (b >= c || b >= text.length || !test(text[b])) continue;
          back.push(Back.Longer, a, b + 1, c);
          pc = a + 1;
          at = b + 1;
          break;
        } else {
          const { counter } = program[a] as { counter: number };
          set(counter, c + 1);
          set(counter + 1, b);
          pc = a + 1;
          at = b;
          break;
        }
      }
    }
  }

  /** What an inner program changed is taken back with the rest, or at once where it does not count. */
  private noteChanges(before: readonly number[], back: number[], keeps: boolean): void {
    const { registers } = this;
    for (let n = 0; n < before.length; n++) {
      if (registers[n] === before[n]) continue;
      if (keeps) back.push(Back.Restore, n, before[n], 0);
      else registers[n] = before[n];
    }
  }

  private afterReference(index: number, ignoresCase: boolean, at: number): number {
    const [from, to] = [this.registers[2 * index], this.registers[2 * index + 1]];
    if (to < 0) return -1;
    const length = to - from;
    this.steps += length >> 2;
    for (let n = 0; n < length; n++) {
      const [wanted, given] = [this.text[from + n], this.text[at + n]];
      if (given === undefined) return -1;
      if (wanted !== given && !(ignoresCase && caseless(wanted).includes(given))) return -1;
    }
    return at + length;
  }

  private isAt(place: Place, at: number): boolean {
    const { text } = this;
    const { length } = text;
    const isWord = (n: number, word: Test) => n >= 0 && n < length && word(text[n]);
    const isBoundary = (word: Test) => isWord(at - 1, word) !== isWord(at, word);
    switch (place) {
      case "start":
        return at === 0;
      case "textEnd":
        return at === length;
      case "end":
        return at === length || (at === length - 1 && text[at] === 10);
      case "lineStart":
        return at === 0 || text[at - 1] === 10;
      case "lineEnd":
        return at === length || text[at] === 10;
      case "boundary":
        return isBoundary(CATEGORIES.w.unicode);
      case "inside":
        return length > 0 && !isBoundary(CATEGORIES.w.unicode);
      case "asciiBoundary":
        return isBoundary(CATEGORIES.w.ascii);
      case "asciiInside":
        return length > 0 && !isBoundary(CATEGORIES.w.ascii);
    }
  }
}

import { brokenNeed, type FormNeed, sizeAt } from "./filled-call";

/** Sizes that programs are written for: what is tried in place of one that does not fit. */
const USUAL = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 21, 24, 28, 30, 32, 36, 40, 42, 48, 49, 50, 56, 60, 64, 72, 80,
  96, 100, 112, 120, 128, 144, 160, 192, 196, 200, 224, 240, 256, 320, 384, 448, 512, 640, 768, 1000, 1024,
];

/** Of more sizes no two are changed at once. */
const MOST_PAIRED = 6;
const MOST_CHANGES = 12;

/** The numbers nearest to those given under which the relations hold; where none are found, as many of them as can be. */
export function fittingSizes(
  start: ReadonlyMap<string, number>,
  needs: readonly FormNeed[],
): ReadonlyMap<string, number> {
  let numbers = new Map(start);
  const broken = (of: ReadonlyMap<string, number>) => needs.filter((need) => brokenNeed(need, of) !== undefined);
  for (let changes = 0; changes < MOST_CHANGES; changes++) {
    const wrong = broken(numbers);
    if (wrong.length === 0) break;
    const names = [...new Set(wrong.flatMap(({ sizes }) => sizes))].filter((name) => start.has(name));
    const better = (tried: Iterable<ReadonlyMap<string, number>>) => {
      for (const one of tried) if (broken(one).length < wrong.length) return new Map(one);
      return undefined;
    };
    const next = better(singles(numbers, names, wrong)) ?? better(pairs(numbers, names));
    if (next === undefined) break;
    numbers = next;
  }
  return numbers;
}

/** One size changed: to what an equation says that it is, else to a usual one, the nearest first. */
function* singles(
  numbers: ReadonlyMap<string, number>,
  names: readonly string[],
  wrong: readonly FormNeed[],
): Generator<ReadonlyMap<string, number>> {
  for (const { kind, left, right } of wrong) {
    if (kind !== "eq") continue;
    for (const [side, other] of [
      [left, right],
      [right, left],
    ]) {
      const value = sizeAt(other, numbers);
      if (typeof side === "string" && names.includes(side) && value !== undefined && value >= 1)
        yield new Map(numbers).set(side, value);
    }
  }
  const steps = names.flatMap((name) => nearest(numbers.get(name)!).map((number) => ({ name, number })));
  steps.sort((a, b) => apart(a.number, numbers.get(a.name)!) - apart(b.number, numbers.get(b.name)!));
  for (const { name, number } of steps) yield new Map(numbers).set(name, number);
}

function* pairs(
  numbers: ReadonlyMap<string, number>,
  names: readonly string[],
): Generator<ReadonlyMap<string, number>> {
  if (names.length > MOST_PAIRED) return;
  for (const [at, first] of names.entries())
    for (const second of names.slice(at + 1))
      for (const a of nearest(numbers.get(first)!))
        for (const b of nearest(numbers.get(second)!)) yield new Map(numbers).set(first, a).set(second, b);
}

function nearest(number: number): number[] {
  return USUAL.filter((usual) => usual !== number).sort((a, b) => apart(a, number) - apart(b, number));
}

/** How far apart two sizes are, as a factor; a larger one is as near as a smaller one. */
function apart(a: number, b: number): number {
  return Math.abs(Math.log(a / b));
}

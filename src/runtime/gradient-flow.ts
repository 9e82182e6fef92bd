import type { GradientCheck } from "../analysis/entries/trials";
import { gradientStatistics } from "./gradient-statistics";
import type { RunResult } from "./result";

/** The gradient of a parameter, by how deep its module lies. */
export interface GradientRow {
  name: string;
  /** Which call of a module it belongs to, from the input on; -1 where that is not known. */
  depth: number;
  norm: number;
  /** Root of the mean square of its elements, which layers of different sizes share. */
  rms: number;
  /** Nothing that the value is made of uses the parameter. */
  unused: boolean;
  zero: boolean;
}

export interface GradientFlow {
  /** From the input on. */
  rows: GradientRow[];
  /** What is conspicuous, in words. */
  remarks: string[];
}

/** How many times smaller or larger gradients near the input are than those near the result, to be told. */
const CONSPICUOUS = 1000;

/** Gradients from the input to the result: which vanish, explode, are zero, or never come. */
export function gradientFlow({
  gradients = {},
  unused = [],
  modules,
}: Pick<RunResult, "gradients" | "unused" | "modules">): GradientFlow {
  const depths = new Map<string, number>();
  for (const [n, { path }] of modules.entries()) if (!depths.has(path)) depths.set(path, n);
  const never = new Set(unused);
  const rows = Object.entries(gradients).map(([name, { data }]): GradientRow => {
    const { norm } = gradientStatistics(data as ArrayLike<number>);
    const owner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    const isUnused = never.has(name);
    return {
      name,
      depth: depths.get(owner) ?? -1,
      norm,
      rms: norm / Math.sqrt(Math.max(1, data.length)),
      unused: isUnused,
      zero: !isUnused && norm === 0 && data.length > 0,
    };
  });
  rows.sort((a, b) => a.depth - b.depth);
  return { rows, remarks: remarks(rows) };
}

function remarks(rows: readonly GradientRow[]): string[] {
  const named = (is: (row: GradientRow) => boolean) => rows.filter(is).map(({ name }) => name);
  const [never, zero, bad] = [
    named(({ unused }) => unused),
    named(({ zero }) => zero),
    named(({ norm }) => !Number.isFinite(norm)),
  ];
  const alive = rows.filter(({ norm, depth }) => depth >= 0 && norm > 0 && Number.isFinite(norm));
  const part = Math.max(1, Math.floor(alive.length / 4));
  const [first, last] = [median(alive.slice(0, part)), median(alive.slice(-part))];
  const isDeep = new Set(alive.map(({ depth }) => depth)).size >= 4;
  return [
    ...(never.length > 0 ? [`never used: ${listed(never)}`] : []),
    ...(zero.length > 0 ? [`exactly zero: ${listed(zero)}`] : []),
    ...(bad.length > 0 ? [`not finite: ${listed(bad)}`] : []),
    ...(isDeep && first * CONSPICUOUS < last
      ? [`vanishing: near the input ${ratio(last / first)} times smaller than near the result`]
      : []),
    ...(isDeep && last * CONSPICUOUS < first
      ? [`exploding: near the input ${ratio(first / last)} times larger than near the result`]
      : []),
  ];
}

function median(rows: readonly GradientRow[]): number {
  const sorted = rows.map(({ rms }) => rms).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

const ratio = (times: number) => Number(times.toPrecision(2)).toLocaleString("en-US");

/** Names that are written out. */
const MOST = 6;

function listed(names: readonly string[]): string {
  return names.length > MOST ? `${names.slice(0, MOST).join(", ")} and ${names.length - MOST} more` : names.join(", ");
}

/** Whether a gradient is what differences say, within single precision. */
export function agrees({ derived, difference, tolerance }: GradientCheck): boolean {
  return Math.abs(derived - difference) <= tolerance;
}

import { gradientStatistics } from "./gradient-statistics";
import type { GradientFlow, GradientRow, RunModule, Tensors } from "./result";

/** How many times smaller or larger gradients near the input are than those near the result, to be told. */
const CONSPICUOUS = 1000;

/** Gradients from the input to the result: which vanish, explode, are zero, or never come. */
export function gradientFlow(
  gradients: Tensors,
  unused: readonly string[],
  modules: readonly RunModule[],
): GradientFlow {
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

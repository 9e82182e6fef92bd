export interface Row {
  library: string;
  kind: string;
  severity: string;
  right: number;
  wrong: number;
  unjudged: number;
}
export interface Tally {
  lines: number;
  rows: Row[];
}
export interface Count {
  files: number;
  lines: number;
  givenUp: readonly string[];
  partial: ReadonlySet<string>;
}
export type Counts = ReadonlyMap<string, Count>;
interface Finding {
  repository: string;
  severity: string;
  code: string;
}
export function tally(
  counts: Counts,
  found: {
    right: readonly { error: Finding }[];
    wrong: readonly { error: Finding }[];
    unjudged: readonly Finding[];
  },
): Tally;
export function shareRight(tallied: Tally): number;
export function wrongPer(tallied: Tally, lines: number): number;
export function librariesSection(
  tallied: Tally,
  about: {
    slowest: { file: string; cpuMs: number } | undefined;
    largest: { file: string; peakBytes: number } | undefined;
    counts: Counts;
  },
): string;

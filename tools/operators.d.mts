import type { Op } from "../src/analysis/ops/registry";

export function operatorsPage(tables: {
  families: Readonly<Record<string, readonly Op[]>>;
  /** The cost rule of operators that compute nothing. */
  free: unknown;
  executes: (op: string) => boolean;
}): string;

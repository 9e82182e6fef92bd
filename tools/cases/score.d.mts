export interface Case {
  file: string;
  kind?: string;
  error?: string;
  lines?: readonly number[];
  text: string;
}
export interface Row {
  kind: string;
  bugs: number;
  found: number;
  missed: number;
  right: number;
  false: number;
}
export function scoreOf(cases: readonly Case[], told: ReadonlyMap<string, readonly { line: number }[]>): Row[];
export function casesSection(collections: readonly { name: string; rows: readonly Row[] }[]): string;

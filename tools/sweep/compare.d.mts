/** An error that `check` told. */
export interface Told {
  /** `karpathy/nanoGPT` */
  repository: string;
  /** Below the repository. */
  file: string;
  /** The line of source that it stands on, without the space around it. */
  text: string;
  kind: string;
}

/** A judged error; without a file, all errors of a kind in a repository. */
export interface Judged {
  repository: string;
  file?: string;
  text?: string;
  kind: string;
  /** True where the program, run as its author would, certainly fails there. */
  verdict: boolean;
}

export interface Comparison<T extends Told, J extends Judged> {
  right: { error: T; entry: J }[];
  wrong: { error: T; entry: J }[];
  unjudged: T[];
  /** True ones that are no longer told. */
  lost: J[];
  /** False ones that are no longer told. */
  gone: J[];
}

export function kindOf(message: string): string;
export function compare<T extends Told, J extends Judged>(
  errors: readonly T[],
  judged: readonly J[],
  repositories: ReadonlySet<string>,
): Comparison<T, J>;
export function byKind(errors: readonly { kind: string }[]): [kind: string, count: number][];

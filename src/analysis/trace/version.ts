/** A release of PyTorch as far as its rules differ from another's: `2.15`. */
export type Version = `${number}.${number}`;

/** The versions that are recorded (`test/oracle`), older first: what is told of others lies between. */
export const RECORDED = ["1.13", "2.15"] as const satisfies readonly Version[];

/** Older releases are taken for this one. */
export const OLDEST: Version = RECORDED[0];

/** The reference: what is not told otherwise is so in this version. */
const LATEST: Version = RECORDED[RECORDED.length - 1];

/** An installed PyTorch. */
export interface Release {
  /** What `torch.__version__` says: `2.3.1+cu118`. */
  text: string;
  /** Whose rules hold. */
  version: Version;
  /** Nothing tells which PyTorch the program runs with. */
  presumed?: true;
}

/** Negative where `a` is older than `b`, 0 where they are the same, positive where it is newer. */
export function compare(a: Version, b: Version): number {
  const [x, y] = [a, b].map((version) => version.split(".").map(Number));
  return x[0] - y[0] || x[1] - y[1];
}

const VERSION = /^\s*v?(\d+)\.(\d+)(?:\.\d+)*(?:[-._]?(?:a|b|rc|post|dev)\d*)*(?:\+[\w.-]+)?\s*$/i;

/** Reads a version as packages write it (https://packaging.python.org/en/latest/specifications/version-specifiers); undefined for another text. */
export function release(text: string): Release | undefined {
  const [, major, minor] = VERSION.exec(text) ?? [];
  if (major === undefined) return undefined;
  const version: Version = `${Number(major)}.${Number(minor)}`;
  return { text: text.trim(), version: compare(version, OLDEST) < 0 ? OLDEST : version };
}

/** Where nothing is known to be installed: the newest, with what older ones take beside it. */
export const REFERENCE: Release = { text: `${LATEST}.0`, version: LATEST, presumed: true };

/**
 * The versions that have something: from `since`, up to `until`, both included. One that is itself recorded stands for the recording alone
 * (the recorded version beside it is otherwise; between the two nobody knows), any other for that very release.
 */
export interface Span {
  since?: Version;
  until?: Version;
}

/** Whether a version is known to be without what has this span. What is not known is taken to be there: its absence would be no proof. */
export function lacks(version: Version, { since, until }: Span): boolean {
  return (since !== undefined && isBefore(version, since)) || (until !== undefined && isAfter(version, until));
}

/** Whether it is known that a PyTorch does what the versions of a span do. Where it is presumed, all that are recorded have to. */
export function certainly({ version, presumed }: Release, span: Span): boolean {
  return presumed === true ? RECORDED.every((one) => !lacks(one, span)) : !lacks(version, span);
}

function isBefore(version: Version, since: Version): boolean {
  const at = recordedAt(since);
  return at > 0 ? compare(version, RECORDED[at - 1]) <= 0 : compare(version, since) < 0;
}

function isAfter(version: Version, until: Version): boolean {
  const at = recordedAt(until);
  const next = at < 0 ? undefined : RECORDED.at(at + 1);
  return next === undefined ? compare(version, until) > 0 : compare(version, next) >= 0;
}

const recordedAt = (version: Version): number => (RECORDED as readonly Version[]).indexOf(version);

import type { Dim } from "../dims";
import type { Place } from "../values";
import type { ExplanationStep } from "./explanation";

/** What a link of the chain did to one dimension of its result. */
export type Did =
  /** It is the dimension `from` of the first tensor, or of the argument that is named. */
  | { kind: "moved"; to: number; from: number; argument: string | undefined }
  /** It is written among the arguments, as this text. */
  | { kind: "given"; to: number; text: string }
  /** It is so for all input. */
  | { kind: "made"; to: number; text: string }
  /** It is computed. */
  | { kind: "computed"; to: number; text: string }
  /** It is found in the values. */
  | { kind: "found"; to: number; text: string }
  /** An argument of a constructor makes it what it is. */
  | { kind: "set"; to: number; text: string }
  /** A dimension of a tensor gets a name: `N` of `x`. */
  | { kind: "named"; to: number; name: string; of: string }
  | { kind: "said"; text: string };

/** One place of the chain, linked to those that its sizes come from. */
export interface Link {
  place: Place;
  kind: ExplanationStep["kind"];
  op?: string;
  module?: { class: string; path: string };
  /** When it ran: the index of its step; -1 for what is no step. */
  order: number;
  before: (readonly Dim[])[];
  after?: readonly Dim[];
  did: Did[];
  /** By the dimension of its result; `WHOLE` where it has none. */
  from: Map<number, End[]>;
  /** Dimensions of the explained tensor that come through it, by the dimension of its result. */
  dims: Map<number, Set<number>>;
}

/** A dimension of what a link made. */
export interface End {
  link: Link;
  axis: number;
}

/** The dimension of a link whose result is a number. */
export const WHOLE = -1;

/** The links by what they are of, each once. */
export class Links {
  private readonly byKey = new Map<string, Link>();

  get(key: string, make: () => Pick<Link, "place" | "kind"> & Partial<Link>): Link {
    let found = this.byKey.get(key);
    if (found === undefined) {
      found = { order: -1, before: [], did: [], from: new Map(), dims: new Map(), ...make() };
      this.byKey.set(key, found);
    }
    return found;
  }
}

export function placeKey({ file, start, end }: Place): string {
  return `${file}:${start}:${end}`;
}

/** Adds what is not said yet. */
export function say(link: Link, did: Did): void {
  if (did.kind === "said") {
    // The same sentence may be known with a number or without.
    const longer = link.did.findIndex((one) => one.kind === "said" && did.text.startsWith(one.text));
    if (longer >= 0) link.did[longer] = did;
    if (link.did.some((one) => one.kind === "said" && one.text.startsWith(did.text))) return;
  }
  const text = JSON.stringify(did);
  if (!link.did.some((other) => JSON.stringify(other) === text)) link.did.push(did);
}

export function connect({ link, axis }: End, sources: readonly End[]): void {
  const known = link.from.get(axis) ?? [];
  const fresh = sources.filter((one) => one.link !== link && !known.some((other) => sameEnd(one, other)));
  link.from.set(axis, [...known, ...fresh]);
}

function sameEnd(a: End, b: End): boolean {
  return a.link === b.link && a.axis === b.axis;
}

/** Marks all that a dimension comes through. */
export function mark(ends: readonly End[], dim: number): void {
  const open = [...ends];
  for (let end = open.pop(); end !== undefined; end = open.pop()) {
    const dims = end.link.dims.get(end.axis) ?? new Set();
    if (dims.has(dim)) continue;
    end.link.dims.set(end.axis, dims.add(dim));
    open.push(...(end.link.from.get(end.axis) ?? []));
  }
}

/** Sources before what comes from them, in the order in which they ran. */
export function inOrder(ends: readonly End[]): Link[] {
  const found = new Set<Link>();
  const entered = new Set<Link>();
  // Chains may be as long as networks are deep: no recursion.
  const open: { link: Link; rest: Link[] }[] = [];
  const enter = (link: Link) => {
    if (entered.has(link)) return;
    entered.add(link);
    const sources = [...link.from.values()].flat().map((end) => end.link);
    // What the tensor itself came through stands first; settings stand next to what they set.
    open.push({ link, rest: sources.sort(compare) });
  };
  for (const end of ends.map(({ link }) => link).sort(compare)) {
    enter(end);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = top.rest.shift();
      if (next !== undefined) enter(next);
      else {
        found.add(top.link);
        open.pop();
      }
    }
  }
  return [...found];
}

function compare(a: Link, b: Link): number {
  return settings(a) - settings(b) || a.order - b.order;
}

function settings({ kind }: Link): number {
  return kind === "parameter" || kind === "module" ? 1 : 0;
}

/** What is known at a moment, and what was found out meanwhile: shared by analyses that assume the same. */

import type { Paid } from "../work";
import { type Bounds, ownBounds, type SymbolBounds } from "./bounds";
import type { Answers, Expansion, Multiple } from "./prove";
import type { Relation } from "./relation";
import { type Dim, keyOf, type SymbolAtom, symbolAtoms } from "./symint";

/** Everything known at one moment; never changed once it is in place, so a mark is just a reference. */
export interface State {
  readonly relations: readonly Relation[];
  /** What replaces symbols, by key; no value contains a replaced symbol. */
  readonly substitutions: ReadonlyMap<string, Dim>;
  /** The symbols that substitutions replace, by key. */
  readonly names: ReadonlyMap<string, SymbolAtom>;
  /** What replaces products and calls that no single symbol stands for. */
  readonly replacements: readonly { readonly product: Dim; readonly value: Dim }[];
  /** Bounds tighter than the symbols' own, by key. */
  readonly bounds: ReadonlyMap<string, Bounds>;
  readonly atLeastZero: readonly Dim[];
  readonly nonZero: readonly Dim[];
  readonly multiples: readonly Multiple[];
}

export const nothing: State = {
  relations: [],
  substitutions: new Map(),
  names: new Map(),
  replacements: [],
  bounds: new Map(),
  atLeastZero: [],
  nonZero: [],
  multiples: [],
};

const boundsOfStates = new WeakMap<State["bounds"], SymbolBounds>();

/** One function for each table of bounds: what was found with it is kept by it. */
export function symbolBoundsOf({ bounds: table }: State): SymbolBounds {
  if (table.size === 0) return ownBounds;
  let of = boundsOfStates.get(table);
  if (of === undefined) {
    of = (atom) => table.get(atom.key) ?? atom;
    boundsOfStates.set(table, of);
  }
  return of;
}

/** What was found out while a state was in place. */
export class Known {
  readonly simplified = new Map<string, Paid<Dim>>();
  readonly presented = new Map<string, Paid<Dim>>();
  readonly answers: Answers = { zero: new Map(), positive: new Map(), divides: new Map() };
  readonly expansions = new Map<"all", Paid<readonly Expansion[]>>();
  /** Where each relation leads, by `transitionKey`; false where it contradicts. */
  readonly next = new Map<string, Paid<State | false>>();
}

/**
 * What is known by a state. A state follows from the relations that led to it alone, so a program that is analysed
 * again after an edit, and assumes the same again, finds the states of last time and all that was found out there.
 */
export class Knowledge {
  #known = new WeakMap<State, Known>();
  #states = 0;

  of(state: State): Known {
    let known = this.#known.get(state);
    if (known === undefined) {
      known = new Known();
      this.#known.set(state, known);
    }
    return known;
  }

  /** Counts a state that will be found again; after too many all are forgotten. */
  keep(): void {
    if (++this.#states < maxStates) return;
    this.#states = 0;
    this.#known = new WeakMap();
  }
}

const maxStates = 4096;
/** Of all assumptions that rank symbols as they are. */
export const shared = new Knowledge();

/** Of equal keys are relations that do the same: their symbols agree in what is not part of the identity, too. */
export function transitionKey({ kind, left, right }: Relation): string {
  let key = `${kind} ${keyOf(left)} ${keyOf(right)}`;
  for (const side of [left, right]) for (const { rank, serial } of symbolAtoms(side)) key += ` ${rank}:${serial}`;
  return key;
}

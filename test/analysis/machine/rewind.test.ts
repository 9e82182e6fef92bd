import { expect, it } from "vitest";
import { RunState } from "../../../src/analysis/machine/run-state";

/** The collections that an object has, by name. */
function collections(object: object): [name: string, collection: unknown[] | Map<unknown, unknown> | Set<unknown>][] {
  return Object.entries(object).filter(
    // What is replaced as a whole is put back as a whole.
    ([name, value]) => name !== "paths" && (Array.isArray(value) || value instanceof Map || value instanceof Set),
  );
}

/** How many things each collection holds. */
function sizes(object: object): Record<string, number> {
  return Object.fromEntries(
    collections(object).map(([name, one]) => [name, Array.isArray(one) ? one.length : one.size]),
  );
}

it("a run that goes back to a mark forgets all that was written down since, of every kind", () => {
  const state = new RunState();
  const owners = [state, state.trace, state.recorder];
  const rewind = state.mark();
  const before = owners.map(sizes);
  for (const owner of owners)
    for (const [, one] of collections(owner)) {
      if (Array.isArray(one)) one.push({});
      else if (one instanceof Map) one.set({}, { values: new Map() });
      else one.add({});
    }
  expect(owners.map(sizes)).not.toEqual(before);
  rewind();
  expect(owners.map(sizes)).toEqual(before);
  expect(before.map((one) => Object.keys(one).length)).toEqual([11, 7, 5]);
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operators, operatorsOf } from "../../../src/analysis/ops/families";
import type { Op } from "../../../src/analysis/ops/registry";
import { defaultValue } from "../../../src/analysis/trace/schema";
import { recordedText, savedText } from "../../../tools/recorded.mjs";
import { type Api, type Formal, formals, recordedApi, VERSIONS } from "../../recorded-api";

/** The rows beside what PyTorch says of itself: `tools/record/api.py`. */

/** Modules of which every operator is recorded. */
const MODULES: Record<string, string> = {
  Tensor: "torch.Tensor",
  "torch._C._VariableFunctions": "torch",
  "torch._VF": "torch",
};

/** Arguments that say where and how a result is made, not what it is: all rows that make one take them, and a default is not followed. */
const OPTIONS = new Set(["dtype", "layout", "device", "pin_memory", "requires_grad", "memory_format", "generator"]);
/** `out` is taken by the dispatcher for all; named tensors are told to be unknown. */
const GENERAL = new Set(["out", "names"]);
/** Options that stubs leave out here and there, and the argument parser takes. */
const LEFT_OUT = new Set(["layout", "pin_memory", "memory_format"]);

/** What differs on purpose, with the reason. */
const DELIBERATE: Record<string, string> = {
  "Tensor.symeig": "only says in 2.15 that it is removed: what it takes there does not matter",
  "Tensor.new": "builds a tensor of whatever it is given; sizes alone are followed",
  "Tensor.new_ones": "the stub of 1.13 gives options a place, and the argument parser does not",
  "torch.nn.functional.elu_":
    "further factors of C's function, which the documentation does not know, are not followed",
  "torch.nn.functional.rrelu_": "the generator of C's function, which the documentation does not know, is not followed",
};

type Recorded = (typeof VERSIONS)[number];

const api = Object.fromEntries(VERSIONS.map((version) => [version, recordedApi(version)])) as Record<Recorded, Api>;

function recordedOf(name: string, version: Recorded) {
  const [owner, last] = split(name);
  const module = api[version].modules[MODULES[owner] ?? owner];
  return {
    has: module?.names.split(" ").includes(last) === true,
    /** None where nothing tells them. */
    signatures: module?.signatures[last] ?? [],
  };
}

function split(name: string): [string, string] {
  const at = name.lastIndexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
}

const isPublic = (name: string) =>
  !/^torch\.(_|ops\.)|\._/.test(name) || /^torch\.(_C\._VariableFunctions|_VF)\./.test(name);

/** Whether a default is the recorded one. */
function same(ours: unknown, theirs: string | undefined, list: number | boolean): boolean {
  if (theirs === undefined) return false;
  if (theirs === "...") return true;
  const value = (text: unknown) => (Array.isArray(text) && text.length === 0 ? null : text);
  const spread = typeof list === "number" ? list : undefined;
  const read = defaultValue(theirs.replace(/^\((.*?),?\)$/, "[$1]"), theirs.startsWith("(") ? undefined : spread);
  const [a, b] = [value(ours), value(read)];
  return (
    JSON.stringify(a) === JSON.stringify(b) ||
    (Array.isArray(a) && Array.isArray(b) && b.length === 1 && a.every((one) => one === b[0])) ||
    a === theirs
  );
}

/** What a recorded signature takes and a row, as it is called, does not. */
function lacks(recorded: readonly Formal[], { call }: Op): string | undefined {
  const given = recorded.filter(({ name }) => !GENERAL.has(name));
  const places = call.args.filter((argument) => !argument.keywordOnly);
  const positional = given.filter(({ keywordOnly }) => !keywordOnly);
  for (const [n, { name }] of positional.entries()) if (places[n]?.name !== name) return `${name} in place ${n + 1}`;
  for (const formal of given) {
    const argument = call.args.find(({ name }) => name === formal.name);
    if (argument === undefined) return formal.name;
    if (formal.default !== undefined && !OPTIONS.has(formal.name)) {
      if (!argument.hasDefault && !(argument.optional && argument.keywordOnly)) return `a default of ${formal.name}`;
      const fits = same(argument.default, formal.default, argument.list);
      if (argument.hasDefault && !fits) return `${formal.name}=${formal.default} (${JSON.stringify(argument.default)})`;
    }
  }
  const rest = call.args.find(
    ({ name, hasDefault, optional, keywordOnly }) =>
      !hasDefault && !(optional && keywordOnly) && !given.some((one) => one.name === name),
  );
  return rest && `no ${rest.name}`;
}

/** Arguments that a row takes and no recorded signature has. */
function invented({ call }: Op, recorded: readonly (readonly Formal[])[]): string[] {
  return call.args
    .filter(
      ({ name, keywordOnly }) =>
        !(LEFT_OUT.has(name) && keywordOnly) &&
        !recorded.some((list) => list.some((one) => one.name === name && (keywordOnly || !one.keywordOnly))),
    )
    .map(({ name }) => name);
}

/** Named tensors are told to be unknown; `*args, **kwargs` says nothing. */
const tells = (text: string) =>
  !formals(text).some(
    ({ name, kind }) => /^(names|out_?dim)$/.test(name) || kind === "kwargs" || (kind === "args" && name === "args"),
  );

const isSpread = (list: readonly Formal[]) => list[0]?.kind === "args";

describe.each(VERSIONS)("rows, as PyTorch %s has them,", (version) => {
  const table = operatorsOf({ text: version, version });
  const own = [...table.names()].filter(isPublic);

  it("go by names that it has", () => {
    expect(own.filter((name) => !recordedOf(name, version).has && !(name in DELIBERATE))).toEqual([]);
  });

  it("are lacking under no name that it has", () => {
    const names = [...operators.names()].filter((name) => isPublic(name) && table.get(name) === undefined);
    expect(names.filter((name) => recordedOf(name, version).has)).toEqual([]);
  });

  it("take every recorded signature of their names, in order and with its defaults", () => {
    const lacking = own.flatMap((name) => {
      if (name in DELIBERATE) return [];
      const overloads = table.get(name)!;
      return recordedOf(name, version)
        .signatures.filter(tells)
        .flatMap((text) => {
          const missing = overloads.map((op) => lacks(formals(text), op));
          return missing.includes(undefined) ? [] : [`${name} (${text}): ${missing.join(" | ")}`];
        });
    });
    expect(lacking).toEqual([]);
  });

  it("take nothing else", () => {
    const further = own.flatMap((name) => {
      const all = recordedOf(name, version).signatures.map(formals);
      // A function that takes `*tensors` gives its arguments no names.
      if (name in DELIBERATE || all.length === 0 || all.every(isSpread)) return [];
      return table
        .get(name)!
        .flatMap((op) => invented(op, all).map((argument) => `${name}: ${argument} of ${op.text}`));
    });
    expect(further).toEqual([]);
  });
});

describe("src/analysis/trace/recorded.ts", () => {
  it("is what `npm run recorded` writes", () => {
    expect(readFileSync("src/analysis/trace/recorded.ts", "utf8")).toBe(recordedText());
    expect(readFileSync("src/analysis/trace/saved.ts", "utf8")).toBe(savedText());
  });
});

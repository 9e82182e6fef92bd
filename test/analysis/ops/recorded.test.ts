import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operators } from "../../../src/analysis/ops/families";
import type { Op, Version } from "../../../src/analysis/ops/registry";
import { defaultValue } from "../../../src/analysis/trace/schema";
import { recordedText } from "../../../tools/recorded.mjs";
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
  "Tensor.new": "builds a tensor of whatever it is given; sizes alone are followed",
  "Tensor.new_ones": "the stub of 1.13 gives options a place, and the argument parser does not",
  "torch.nn.functional.elu_":
    "further factors of C's function, which the documentation does not know, are not followed",
  "torch.nn.functional.rrelu_": "the generator of C's function, which the documentation does not know, is not followed",
};

const api = Object.fromEntries(VERSIONS.map((version) => [version, recordedApi(version)])) as Record<Version, Api>;

interface Recorded {
  version: Version;
  has: boolean;
  /** None where nothing tells them. */
  signatures: readonly string[];
}

function recordedOf(name: string): Recorded[] {
  const [owner, last] = split(name);
  return VERSIONS.map((version) => {
    const module = api[version].modules[MODULES[owner] ?? owner];
    return {
      version,
      has: module?.names.split(" ").includes(last) === true,
      signatures: module?.signatures[last] ?? [],
    };
  });
}

function split(name: string): [string, string] {
  const at = name.lastIndexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
}

const isPublic = (name: string) =>
  !/^torch\.(_|ops\.)|\._/.test(name) || /^torch\.(_C\._VariableFunctions|_VF)\./.test(name);
const names = [...operators.names()].filter(isPublic);

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
function lacks(recorded: readonly Formal[], { call, row }: Op, version: Version): string | undefined {
  const given = recorded.filter(({ name }) => !GENERAL.has(name));
  const places = call.args.filter((argument) => !argument.keywordOnly);
  const positional = given.filter(({ keywordOnly }) => !keywordOnly);
  for (const [n, { name }] of positional.entries()) if (places[n]?.name !== name) return `${name} in place ${n + 1}`;
  for (const formal of given) {
    const argument = call.args.find(({ name }) => name === formal.name);
    if (argument === undefined) return formal.name;
    if (formal.default !== undefined && !OPTIONS.has(formal.name)) {
      if (!argument.hasDefault && !(argument.optional && argument.keywordOnly)) return `a default of ${formal.name}`;
      const older = version === VERSIONS[0] ? row.olderDefaults?.[argument.field] : undefined;
      const fits =
        older === undefined ? same(argument.default, formal.default, argument.list) : older === formal.default;
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

describe("rows", () => {
  it("go by names that a recorded version has", () => {
    const lacking = names.filter((name) => !recordedOf(name).some(({ has }) => has) && !(name in DELIBERATE));
    expect(lacking).toEqual([]);
  });

  it("take every recorded signature of their names, in order and with its defaults", () => {
    const lacking = names.flatMap((name) => {
      if (name in DELIBERATE) return [];
      const overloads = operators.get(name)!;
      return recordedOf(name).flatMap(({ version, signatures }) =>
        signatures.filter(tells).flatMap((text) => {
          const missing = overloads.map((op) => lacks(formals(text), op, version));
          return missing.includes(undefined) ? [] : [`${name} ${version} (${text}): ${missing.join(" | ")}`];
        }),
      );
    });
    expect(lacking).toEqual([]);
  });

  it("take nothing else", () => {
    const further = names.flatMap((name) => {
      const all = recordedOf(name).flatMap(({ signatures }) => signatures.map(formals));
      // A function that takes `*tensors` gives its arguments no names.
      if (name in DELIBERATE || all.length === 0 || all.every(isSpread)) return [];
      return operators
        .get(name)!
        .flatMap((op) => invented(op, all).map((argument) => `${name}: ${argument} of ${op.text}`));
    });
    expect(further).toEqual([]);
  });
});

describe("versions", () => {
  const rows = [...new Set(names.flatMap((name) => operators.get(name)!.map(({ row }) => row)))];
  const entries = names.flatMap((name) => operators.get(name)!.map((op) => ({ name, op, recorded: recordedOf(name) })));

  it("are on the row of an operator that not all have", () => {
    const told = rows.map((row) => {
      const known = entries.filter(({ op }) => op.row === row).flatMap(({ recorded }) => recorded);
      const having = VERSIONS.filter((version) => known.some((one) => one.version === version && one.has));
      return {
        row,
        since: having[0] === VERSIONS[0] ? undefined : having[0],
        until: having.at(-1) === VERSIONS.at(-1) ? undefined : having.at(-1),
      };
    });
    const wrong = told.filter(({ row, since, until }) => row.since !== since || row.until !== until);
    expect(
      wrong.map(({ row, since, until }) => ({
        names: entries.filter(({ op }) => op.row === row).map(({ name }) => name),
        since,
        until,
      })),
    ).toEqual([]);
  });

  it("are on the row for an argument that not all have", () => {
    const wrong = entries.flatMap(({ name, op, recorded }) => {
      if (name in DELIBERATE) return [];
      return op.call.args.flatMap((argument) => {
        // Renamed under another name of the row, or an option.
        const elsewhere = operators.get(name)!.filter((other) => other.row === op.row && other !== op);
        if (
          OPTIONS.has(argument.name) ||
          elsewhere.some(({ call }) =>
            call.args.some((one) => one.field === argument.field && one.name !== argument.name),
          )
        )
          return [];
        const having = recorded.filter(({ signatures }) =>
          signatures.map(formals).some((list) => list.some((one) => one.name === argument.name)),
        );
        const possible = recorded.filter(({ has, signatures }) => has && signatures.length > 0);
        const since = having.length === 0 || having[0].version === possible[0]?.version ? undefined : having[0].version;
        return op.row.argumentsSince?.[argument.field] === since ? [] : [`${name}: ${argument.name} since ${since}`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

describe("src/analysis/trace/recorded.ts", () => {
  it("is what `npm run recorded` writes", () => {
    expect(readFileSync("src/analysis/trace/recorded.ts", "utf8")).toBe(recordedText());
  });
});

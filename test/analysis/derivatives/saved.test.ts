import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operators } from "../../../src/analysis/ops/families";
import { SAVED } from "../../../src/analysis/trace/saved";
import type { Stmt } from "../../../src/syntax/ast";
import { parser } from "../../syntax/python";

const FOLDER = "src/prelude/torch/_derivatives";

/** What each formula of a rule reads, by the argument whose gradient it gives: rules of the prelude, by their names. */
function rules(): Map<string, Map<string, Set<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const name of readdirSync(FOLDER).filter((name) => name !== "__init__.py")) {
    const { body } = parser.parse(`/${name}`, readFileSync(`${FOLDER}/${name}`, "utf8")).tree;
    for (const statement of body) add(statement, found);
  }
  return found;
}

function add(statement: Stmt, found: Map<string, Map<string, Set<string>>>): void {
  if (statement.kind === "ClassDef") {
    const { name, bases, body } = statement;
    const rule = new Map<string, Set<string>>();
    for (const base of bases)
      if (base.kind === "Name") for (const entry of found.get(base.id) ?? []) rule.set(...entry);
    for (const method of body)
      if (method.kind === "FunctionDef")
        rule.set(method.name, new Set(method.params.positional.map(({ name }) => name)));
    found.set(name, rule);
  } else if (statement.kind === "Assign" && statement.value.kind === "Name") {
    const rule = found.get(statement.value.id);
    for (const target of statement.targets)
      if (target.kind === "Name" && rule !== undefined) found.set(target.id, rule);
  }
}

/** Where a formula reads otherwise than PyTorch's does, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "cdist x1": "the distances are computed anew with the differences: PyTorch's kernel reads them from the result",
  "cdist x2": "as of x1",
  "clamp self": "a limit that is not given is no tensor",
  "clamp min": "as of self",
  "clamp max": "as of self",
  "max self": "what is recorded beside it is `max(a, b)`, which has a rule of its own",
  "min self": "as of max",
  "polar abs": "the angle tells the direction where the result is 0",
  "pow self": "an exponent that is a number is no tensor",
};

describe("what formulas read", () => {
  const all = rules();
  const missing: string[] = [];
  let same = 0;
  for (const [operator, rows] of Object.entries(SAVED)) {
    const rule = all.get(operator);
    const schema =
      operators.get(`torch.${operator}`)?.[0]?.schema ?? operators.get(`torch.nn.functional.${operator}`)?.[0]?.schema;
    if (rule === undefined || schema === undefined) continue;
    for (const kept of Object.values(rows))
      for (const [at, places] of Object.entries(kept)) {
        const argument = schema.args[Number(at)]?.name;
        const formula = argument === undefined ? undefined : rule.get(argument);
        if (formula === undefined || places.includes("inner")) continue;
        const tensors = new Set(
          schema.args.filter(({ type }) => type === "Tensor" || type === "Operand").map(({ name }) => name),
        );
        const reads = [...formula].filter((name) => tensors.has(name) || /^result(_\d)?$/.test(name));
        const names = places.map((place) =>
          place.startsWith("result") ? place.replace(" ", "_") : (schema.args[Number(place)]?.name ?? place),
        );
        const extra = reads.filter((name) => !names.includes(name));
        if (extra.length === 0) same++;
        else missing.push(`${operator} ${argument}: reads ${extra.join(", ")}; PyTorch keeps ${names.join(", ")}`);
      }
  }

  it("is what PyTorch keeps for its own, or less", () => {
    if (process.env.SAVED_LIST) console.log(missing.join("\n"), same);
    expect(missing.filter((text) => !(text.slice(0, text.indexOf(":")) in OTHERWISE))).toEqual([]);
    expect(same).toBeGreaterThan(200);
  });
});

import { describe, expect, it } from "vitest";
import { type Formal, formals, recordedApi, VERSIONS } from "../recorded-api";
import { evaluator } from "./support";

/** The prelude's layers, losses, optimizers and functions beside PyTorch's own signatures: `tools/record/api.py`. */

/** Stand-ins of torch, whole or in part. */
const MODULES = Object.keys(recordedApi("2.15").modules).filter(
  (name) => name !== "torch.Tensor" && name !== "torch._C._nn",
);

/** What differs on purpose, with the reason. */
const DELIBERATE: Record<string, string> = {
  "torch.compiler.disable": "the reason is only written into PyTorch's logs",
  "torch.fx.Tracer": "which modules are wrapped makes no difference to what is not recorded",
  "torch.jit.isinstance": "is Python's own",
  "torch.sparse.mm": "two overloads in one function",
  "torch.utils.data.Sampler": "1.13 wants a data source, 2.15 takes none",
  "torch.utils.data.sampler.Sampler": "1.13 wants a data source, 2.15 takes none",
  "torch.utils.data.distributed.Sampler": "1.13 wants a data source, 2.15 takes none",
  "torch.nn.functional.has_torch_function": "a function of C that says nothing of its argument",
};

const PROGRAM = `
import importlib
import inspect

def told(module, names):
    found = []
    for name in names:
        value = getattr(module, name, None)
        if not callable(value):
            continue
        try:
            parameters = list(inspect.signature(value).parameters.values())
        except Exception:
            continue
        parts = []
        for parameter in parameters:
            star = "*" if parameter.kind == inspect.Parameter.VAR_POSITIONAL else "**" if parameter.kind == inspect.Parameter.VAR_KEYWORD else ""
            only = "!" if parameter.kind == inspect.Parameter.KEYWORD_ONLY else ""
            default = "" if parameter.default is inspect.Parameter.empty else "=" + repr(parameter.default)
            parts.append(star + only + parameter.name + default)
        found.append(name + "(" + ";".join(parts) + ")")
    return found
`;

const apis = VERSIONS.map((version) => recordedApi(version));

/** Signatures of a module's stand-ins as the machine reads them; \`name(a;b=1;!c=None)\`, what is keyword-only with a mark. */
function standIns(module: string): string[] {
  const names = apis
    .at(-1)!
    .modules[module].names.split(" ")
    .filter((name) => !/^(if|in|is|or|not|as)$/.test(name));
  const evaluate = evaluator(`${PROGRAM}\nmodule = importlib.import_module("${module}")\n`);
  const answer = evaluate(`told(module, ${JSON.stringify(names)})`);
  if (!Array.isArray(answer)) throw new Error(JSON.stringify(answer));
  // What is not followed has no signature.
  const texts = answer.filter((one): one is { py: string } => one !== null && typeof one === "object" && "py" in one);
  return texts.flatMap(({ py }) => /^"(.*)"$/s.exec(py)?.[1].replaceAll('\\"', '"') ?? /^'(.*)'$/s.exec(py)?.[1] ?? []);
}

interface StandIn {
  name: string;
  parameters: readonly Formal[];
}

function read(text: string): StandIn {
  const paren = text.indexOf("(");
  const parts = text
    .slice(paren + 1, -1)
    .split(";")
    .filter((part) => part !== "");
  const parameters = parts.map((part): Formal => {
    const kind = part.startsWith("**") ? "kwargs" : part.startsWith("*") ? "args" : "plain";
    const [name, ...value] = part.replace(/^[*!]+/, "").split("=");
    return { name, kind, keywordOnly: part.startsWith("!"), ...(value.length > 0 && { default: value.join("=") }) };
  });
  return { name: text.slice(0, paren), parameters };
}

/** Whether two defaults are written alike: objects without a text are \`...\`, numbers are numbers. */
function sameDefault(ours: string | undefined, theirs: string | undefined): boolean {
  if (theirs === "..." || ours === theirs) return true;
  return ours !== undefined && theirs !== undefined && Number(ours) === Number(theirs);
}

/** How a stand-in's parameters differ from a recorded signature; parameters that it lacks are left to what is not followed. */
function difference(parameters: readonly Formal[], recorded: readonly Formal[]): string | undefined {
  for (const [n, { name, kind, keywordOnly, default: value }] of parameters.entries()) {
    if (kind !== "plain") continue;
    const at = recorded.findIndex((one) => one.name === name && one.kind === "plain");
    if (at < 0) return recorded.some(({ kind }) => kind === "kwargs") ? undefined : `no ${name}`;
    if (recorded[at].keywordOnly !== keywordOnly) return `${name} by ${keywordOnly ? "name" : "place"}`;
    if (!keywordOnly && at !== n) return `${name} in place ${n + 1}`;
    if (!sameDefault(value, recorded[at].default)) return `${name}=${value}, not ${recorded[at].default}`;
  }
  const open = parameters.some(({ kind }) => kind !== "plain");
  const lacking = recorded.filter(({ name, kind }) => kind === "plain" && !parameters.some((one) => one.name === name));
  return open || lacking.length === 0 ? undefined : `without ${lacking.map(({ name }) => name).join(", ")}`;
}

describe.each(MODULES)("%s", (module) => {
  it("has PyTorch's signatures", () => {
    const different = standIns(module)
      .map(read)
      .flatMap(({ name, parameters }) => {
        const full = `${module}.${name}`;
        const texts = apis.at(-1)!.modules[module].signatures[name] ?? [];
        if (texts.length === 0 || texts.some((text) => /\*args|\*\*kwargs/.test(text)) || full in DELIBERATE) return [];
        const found = texts.map((text) => difference(parameters, formals(text)));
        return found.includes(undefined) ? [] : [`${full}(${texts.join(" | ")}): ${found.join(" | ")}`];
      });
    expect(different).toEqual([]);
  });
});

import type { Call, Expr, Import, ImportFrom } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Node, nodesOf, nodesOfKind } from "../../syntax/walk";
import { DEPRECATED } from "../facts/deprecated";
import recorded from "../facts/deprecations.json";
import { spanOf } from "../facts/places";
import type { DiagnosticJson } from "../report";
import { compare, type Release, type Version } from "../trace/version";

const marked: Readonly<Record<string, { words: string; instead: readonly string[] }>> = recorded.deprecated;
const pretrained: Readonly<Record<string, readonly string[]>> = recorded.pretrained;
const [major, minor] = recorded.torch.split(".");
const SINCE = `${Number(major)}.${Number(minor)}` as Version;
const TRANSFORMS = new Set(recorded.transforms.map((name) => `torchvision.transforms.v2.${name}`));

/**
 * Calls of what PyTorch or torchvision advises against, by what the imports of a file make of their names. Nothing is told where the file uses what
 * stands instead too: then it chooses by the version.
 */
export function deprecatedCalls(source: Source, torch: Release): DiagnosticJson[] {
  if (!source.text.includes("torch") || compare(torch.version, SINCE) < 0) return [];
  const names = importedNames(source);
  if (names.size === 0) return [];
  const calls: [call: Call, name: string][] = [];
  const used = new Set<string>();
  for (const kind of ["Attribute", "Name"] as const)
    for (const node of nodesOfKind(source.tree, kind)) used.add(fullName(node, names) ?? "");
  for (const call of nodesOfKind(source.tree, "Call")) {
    const name = fullName(call.func, names);
    if (name !== undefined) calls.push([call, name]);
  }
  return calls.flatMap(([call, name]) => {
    const message = wordsOf(call, name, used);
    return message === undefined
      ? []
      : [{ ...spanOf(source, call.start, call.end), severity: "warning", code: "deprecated", message }];
  });
}

function wordsOf(call: Call, name: string, used: ReadonlySet<string>): string | undefined {
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (Object.hasOwn(marked, name) && !Object.hasOwn(DEPRECATED, last)) {
    const { words, instead } = marked[name];
    return instead.some((one) => used.has(one)) ? undefined : words;
  }
  if (TRANSFORMS.has(name))
    return `\`v2.${last}\` is deprecated: \`v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])\` does it`;
  if (!name.startsWith("torchvision.models.") || !Object.hasOwn(pretrained, last)) return undefined;
  const given = call.keywords.find((keyword) => keyword.name !== null && pretrained[last].includes(keyword.name));
  if (given === undefined) return undefined;
  const now = given.name === "pretrained" ? "weights" : "weights_backbone";
  return `\`${given.name}\` of \`${last}\` is deprecated since torchvision 0.13: \`${now}\` takes the weights, None for none`;
}

/** What names of a file stand for, where an import is all that binds them. */
function importedNames({ tree }: Source): Map<string, string> {
  const names = new Map<string, string>();
  const bound = new Map<string, number>();
  const bind = (name: string) => void bound.set(name, (bound.get(name) ?? 0) + 1);
  for (const node of nodesOf(tree)) {
    for (const name of namesBound(node)) bind(name);
    if (node.kind === "Import")
      for (const { name, asname: alias } of (node as Import).names) {
        const [top] = name.split(".");
        // `import torch.nn` binds `torch`, as often as it likes.
        if (alias === null && names.get(top) === top) continue;
        names.set(alias ?? top, alias === null ? top : name);
        bind(alias ?? top);
      }
    if (node.kind === "ImportFrom" && (node as ImportFrom).level === 0)
      for (const { name, asname: alias } of (node as ImportFrom).names) {
        names.set(alias ?? name, `${(node as ImportFrom).module}.${name}`);
        bind(alias ?? name);
      }
  }
  for (const name of names.keys()) if (bound.get(name) !== 1) names.delete(name);
  return names;
}

const NONE: readonly string[] = [];

/** Names that a node binds otherwise than by an import. */
function namesBound(node: Node): readonly string[] {
  const { targets, target, name, params } = node as {
    targets?: readonly Expr[];
    target?: Expr;
    name?: unknown;
    params?: unknown;
  };
  if (targets === undefined && target === undefined && name === undefined && params === undefined) return NONE;
  const written = [...(targets ?? []), ...(target === undefined ? [] : [target])].flatMap(namesIn);
  const defined = (node.kind === "FunctionDef" || node.kind === "ClassDef") && typeof name === "string" ? [name] : [];
  return [...written, ...defined, ...(params === undefined ? [] : parametersIn(params))];
}

function namesIn(target: Expr): string[] {
  switch (target.kind) {
    case "Name":
      return [target.id];
    case "Tuple":
    case "List":
      return target.elements.flatMap(namesIn);
    default:
      return [];
  }
}

function parametersIn(params: unknown): string[] {
  return Object.values(params as Record<string, unknown>)
    .flat()
    .flatMap((one) => {
      const { name } = (one ?? {}) as { name?: unknown };
      return typeof name === "string" ? [name] : [];
    });
}

/** `nn.utils.clip_grad_norm` → `torch.nn.utils.clip_grad_norm` */
function fullName(expression: Expr, names: ReadonlyMap<string, string>): string | undefined {
  if (expression.kind === "Name") return names.get(expression.id);
  if (expression.kind !== "Attribute") return undefined;
  const before = fullName(expression.value, names);
  return before === undefined ? undefined : `${before}.${expression.attr}`;
}

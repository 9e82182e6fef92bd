import { readFileSync } from "node:fs";

/** PyTorch's public face as `tools/record/api.py` recorded it. */
export interface Api {
  version: string;
  modules: Record<string, { names: string; native: string; signatures: Record<string, readonly string[]> }>;
}

/** The versions that are recorded. */
export const VERSIONS = ["1.13", "2.15"] as const;

export function recordedApi(version: (typeof VERSIONS)[number]): Api {
  return JSON.parse(readFileSync(`test/oracle/api-${version}.json`, "utf8"));
}

/** A parameter of a recorded signature. */
export interface Formal {
  name: string;
  kind: "plain" | "args" | "kwargs";
  keywordOnly: boolean;
  default?: string;
}

/** Reads `a,/,b=(0, 1),*args,c,d=None,**kwargs`. What stands after `*size` is keyword-only; `*size` itself is an argument in its place. */
export function formals(signature: string): Formal[] {
  const found: Formal[] = [];
  let keywordOnly = false;
  for (const part of signature.match(/(?:[^,([]|\([^)]*\)|\[[^\]]*\])+/g) ?? []) {
    if (part === "/") continue;
    if (part.startsWith("**")) found.push({ name: part.slice(2), kind: "kwargs", keywordOnly: true });
    else if (part.startsWith("*")) {
      if (part !== "*") found.push({ name: part.slice(1), kind: "args", keywordOnly: false });
      keywordOnly = true;
    } else {
      const [name, value] = part.split("=");
      found.push({ name, kind: "plain", keywordOnly, ...(value !== undefined && { default: value }) });
    }
  }
  return found;
}

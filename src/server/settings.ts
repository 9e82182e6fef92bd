import { isAbsolute, join } from "node:path";
import type { HintMode } from "../features/inlayHints";
import type { Convention } from "../features/summary";

/** The user's settings, `shapescope.*`, as `package.json` describes them. */
export interface Settings {
  enable: boolean;
  inlayHints: HintMode;
  codeLens: boolean;
  lineCosts: boolean;
  diagnostics: boolean;
  convention: Convention;
  roots: string[];
  python: { sitePackages: string };
  run: { backend: "auto" | "node" | "wasm" | "cpu"; seed: number };
  /** Milliseconds. */
  budget: number;
}

export const defaults: Settings = {
  enable: true,
  inlayHints: "onChange",
  codeLens: true,
  lineCosts: true,
  diagnostics: true,
  convention: "macs",
  roots: [],
  python: { sitePackages: "" },
  run: { backend: "auto", seed: 0 },
  budget: 5000,
};

/** Settings from what an editor sends; what is missing or of another type counts as not set. */
export function readSettings(raw: unknown): Settings {
  return merge(defaults, raw) as Settings;
}

const choices: Record<string, readonly unknown[]> = {
  inlayHints: ["off", "onChange", "all"],
  convention: ["macs", "flops"],
  backend: ["auto", "node", "wasm", "cpu"],
};

function merge(preset: unknown, raw: unknown, name = ""): unknown {
  if (Array.isArray(preset)) return Array.isArray(raw) ? raw.filter((item) => typeof item === "string") : preset;
  if (typeof preset === "object" && preset !== null) {
    const given = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {};
    return Object.fromEntries(Object.entries(preset).map(([key, value]) => [key, merge(value, given[key], key)]));
  }
  if (typeof raw !== typeof preset || (choices[name] && !choices[name].includes(raw))) return preset;
  return raw;
}

/** The import roots of a file, absolute; `undefined` where the settings name none and the file's project decides. */
export function importRoots(settings: Settings, file: string, folders: readonly string[]): string[] | undefined {
  const folder = folders.filter((each) => file.startsWith(each)).sort((a, b) => b.length - a.length)[0] ?? folders[0];
  const named = [...settings.roots, settings.python.sitePackages].filter((root) => root !== "");
  if (named.length === 0) return undefined;
  const absolute = named.flatMap((root) => (isAbsolute(root) ? [root] : folder ? [join(folder, root)] : []));
  return [...new Set([...(folder ? [folder] : []), ...absolute])];
}

import path from "node:path";
import { below, slashed } from "../analysis/paths";
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
  /** Milliseconds after which an analysis is given up: the last resort, as what it may cost is counted in work. */
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
  budget: 60_000,
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

/**
 * Import roots beside those of the file's own project, absolute: the settings' and the installed libraries.
 * `sitePackages` finds a folder's libraries where the settings name none.
 */
export function importRoots(
  settings: Settings,
  file: string,
  folders: readonly string[],
  sitePackages: (folder: string) => string | undefined,
  /** Which paths are absolute is the system's to say. */
  system: Pick<typeof path, "isAbsolute" | "join"> = path,
): string[] {
  const inside = folders.filter((each) => below(file, each) !== undefined).sort((a, b) => b.length - a.length);
  const folder = inside[0] ?? folders[0];
  const installed = settings.python.sitePackages || (folder && sitePackages(folder)) || "";
  const named = [...settings.roots, installed].filter((root) => root !== "");
  return named.flatMap((root) =>
    system.isAbsolute(root) ? [slashed(root)] : folder ? [slashed(system.join(folder, root))] : [],
  );
}

import path from "node:path";
import { devices } from "../analysis/cost/memory/devices";
import { optimizerNames } from "../analysis/cost/memory/optimizers";
import { isKnown, LEVELS } from "../analysis/diagnostics/selection";
import type { AskedDevice } from "../analysis/entries/fit";
import { below, folderOf, slashed } from "../analysis/paths";
import type { HintMode } from "../features/inlayHints";
import type { TrainingNames } from "../features/memoryTexts";
import type { Convention } from "../features/summary";
import { isInside, missingFolder, refusedFolder, refusedName } from "./folders";

/** The user's settings, `shapescope.*`, as `package.json` describes them. */
export interface Settings {
  enable: boolean;
  inlayHints: HintMode;
  codeLens: boolean;
  lineCosts: boolean;
  diagnostics: boolean;
  /** Codes of diagnostics that are told alone, codes that are not told, and other severities than theirs. */
  select: string[];
  ignore: string[];
  severity: Readonly<Record<string, string>>;
  convention: Convention;
  roots: string[];
  python: { sitePackages: string };
  run: { backend: "auto" | "node" | "wasm" | "cpu"; seed: number; tfjsNode: string };
  /** What memory is told of: a device by its name, empty for none; how programs are trained. */
  memory: TrainingNames & { devices: readonly OwnDevice[] };
  /** Milliseconds after which an analysis is given up: the last resort, as what it may cost is counted in work. */
  budget: number;
}

/** A device that the user has written down. */
export type OwnDevice = AskedDevice & { name: string };

export const defaults: Settings = {
  enable: true,
  inlayHints: "onChange",
  codeLens: true,
  lineCosts: true,
  diagnostics: true,
  select: [],
  ignore: [],
  severity: {},
  convention: "macs",
  roots: [],
  python: { sitePackages: "" },
  run: { backend: "auto", seed: 0, tfjsNode: "" },
  memory: { device: "", devices: [], optimizer: "adamw", precision: "float32" },
  budget: 60_000,
};

/** Told of a setting that is not taken as it is: its name and why, in one line. */
export type Tell = (message: string) => void;

/** Settings from what an editor sends. What is missing counts as not set; what cannot be taken is told, and so is what is taken instead. */
export function readSettings(raw: unknown, tell: Tell = () => {}): Settings {
  if (raw !== undefined && raw !== null && !isRecord(raw)) tell(`the settings are ${kindOf(raw)}, not an object`);
  const { severity, memory } = isRecord(raw) ? raw : {};
  // Devices are no list of texts.
  const { devices: written, ...plain } = isRecord(memory) ? memory : {};
  const given = isRecord(memory) ? { ...(raw as object), memory: plain } : raw;
  const settings = merge(defaults, given, "shapescope", tell) as Settings;
  const devices = ownDevices(written, tell);
  return {
    ...settings,
    select: knownCodes("shapescope.select", settings.select, tell),
    ignore: knownCodes("shapescope.ignore", settings.ignore, tell),
    severity: levels(severity, tell),
    memory: { ...settings.memory, devices, device: knownDevice(settings.memory.device, devices, tell) },
  };
}

function knownCodes(name: string, taken: string[], tell: Tell): string[] {
  const unknown = taken.filter((code) => !isKnown(code));
  if (unknown.length > 0) tell(`${name}: no diagnostic has the code ${unknown.join(", ")}`);
  return taken.filter(isKnown);
}

/** Severities by code. */
function levels(raw: unknown, tell: Tell): Record<string, string> {
  if (raw === undefined || raw === null) return {};
  if (!isRecord(raw)) {
    tell(`shapescope.severity is ${kindOf(raw)}, not an object: it is taken as not set`);
    return {};
  }
  const found: Record<string, string> = {};
  for (const [code, level] of Object.entries(raw)) {
    if (!isKnown(code)) tell(`shapescope.severity: no diagnostic has the code ${code}`);
    else if (typeof level !== "string" || !LEVELS.includes(level))
      tell(`shapescope.severity: ${code} is ${JSON.stringify(level)}, not one of ${LEVELS.join(", ")}`);
    else found[code] = level;
  }
  return found;
}

/** A device's name as it is known; empty for none. */
function knownDevice(name: string, own: readonly OwnDevice[], tell: Tell): string {
  if (name === "" || devices.has(name) || own.some((one) => one.name === name)) return name;
  tell(`shapescope.memory.device: no device has the name ${name}: none is taken`);
  return "";
}

const positive = (value: unknown): value is number => typeof value === "number" && value > 0;

/** Devices that the user has written down: a name, bytes, and rates where they are known. */
function ownDevices(raw: unknown, tell: Tell): OwnDevice[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    tell(`shapescope.memory.devices is ${kindOf(raw)}, not a list: it is taken as not set`);
    return [];
  }
  const found: OwnDevice[] = [];
  for (const [n, one] of raw.entries()) {
    const { name, memoryBytes, bandwidth, halfRate, float32Rate } = isRecord(one) ? one : {};
    if (typeof name !== "string" || name === "" || !positive(memoryBytes)) {
      tell(`shapescope.memory.devices: number ${n + 1} lacks a name or its bytes of memory: it is left out`);
      continue;
    }
    const rates = positive(halfRate) && positive(float32Rate);
    found.push({
      name,
      memoryBytes,
      ...(positive(bandwidth) && { bandwidth }),
      ...(rates && { peak: { half: halfRate, float32: float32Rate } }),
    });
  }
  return found;
}

/** The values that a setting may have. */
export const choices: Readonly<Record<string, readonly unknown[]>> = {
  "shapescope.inlayHints": ["off", "onChange", "all"],
  "shapescope.convention": ["macs", "flops"],
  "shapescope.memory.optimizer": optimizerNames,
  "shapescope.memory.precision": ["float32", "bf16", "fp16"],
  "shapescope.run.backend": ["auto", "node", "wasm", "cpu"],
};

/** The least and the greatest whole number that a setting may be. */
export const ranges: Readonly<Record<string, readonly [least: number, greatest: number]>> = {
  "shapescope.run.seed": [0, Number.MAX_SAFE_INTEGER],
  "shapescope.budget": [50, 600_000],
};

function merge(preset: unknown, raw: unknown, name: string, tell: Tell): unknown {
  if (isRecord(preset)) {
    const given = isRecord(raw) ? raw : {};
    return Object.fromEntries(
      Object.entries(preset).map(([key, value]) => [key, merge(value, given[key], `${name}.${key}`, tell)]),
    );
  }
  if (raw === undefined || raw === null) return preset;
  if (Array.isArray(preset)) return strings(preset, raw, name, tell);
  if (typeof raw !== typeof preset) {
    tell(`${name} is ${kindOf(raw)}, not ${kindOf(preset)}: ${JSON.stringify(preset)} is taken`);
    return preset;
  }
  if (choices[name] && !choices[name].includes(raw)) {
    tell(
      `${name} is ${JSON.stringify(raw)}, not one of ${choices[name].join(", ")}: ${JSON.stringify(preset)} is taken`,
    );
    return preset;
  }
  return typeof raw === "number" ? inRange(raw, name, tell) : raw;
}

function strings(preset: unknown[], raw: unknown, name: string, tell: Tell): unknown[] {
  if (!Array.isArray(raw)) {
    tell(`${name} is ${kindOf(raw)}, not a list of texts: it is taken as not set`);
    return preset;
  }
  const taken = raw.filter((item) => typeof item === "string");
  if (taken.length < raw.length)
    tell(`${name} holds ${raw.length - taken.length} things that are no text: they are left out`);
  return taken;
}

function inRange(value: number, name: string, tell: Tell): number {
  const [least, greatest] = ranges[name];
  const taken = Math.min(greatest, Math.max(least, Math.round(value)));
  if (taken !== value) tell(`${name} is ${value}, not a whole number from ${least} to ${greatest}: ${taken} is taken`);
  return taken;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "an object";
}

/** What is asked of the system: which paths are absolute, how they are joined, and what is there. */
export interface System extends Pick<typeof path, "isAbsolute" | "join"> {
  missingFolder: typeof missingFolder;
  refusedFolder: typeof refusedFolder;
  isInside: typeof isInside;
}

const thisSystem: System = { isAbsolute: path.isAbsolute, join: path.join, missingFolder, refusedFolder, isInside };

/**
 * Import roots beside those of the file's own project, absolute: the settings' and the installed libraries.
 * `findPackages` finds a folder's libraries where the settings name none. A root outside of the workspace is told and left out:
 * the workspace itself may have set it.
 */
export function importRoots(
  settings: Settings,
  file: string,
  folders: readonly string[],
  findPackages: (folder: string) => string | undefined,
  tell: Tell = () => {},
  system: System = thisSystem,
): string[] {
  const around = folders.filter((each) => below(file, each) !== undefined).sort((a, b) => b.length - a.length);
  const folder = around[0] ?? folders[0];
  const read = (setting: string, root: string, refused: (whole: string) => string | undefined) => {
    const whole = system.isAbsolute(root) ? root : folder && system.join(folder, root);
    if (root === "" || whole === undefined) return [];
    const why = refusedName(root) ?? refused(whole);
    if (why !== undefined) tell(`${setting}: ${root} is left out: ${why}`);
    return why === undefined ? [slashed(whole)] : [];
  };
  const inside = (whole: string) =>
    system.missingFolder(whole) ?? (system.isInside(whole, folders) ? undefined : "it lies outside of the workspace");
  const { sitePackages } = settings.python;
  const anywhere = system.isAbsolute(sitePackages);
  const found = sitePackages === "" ? findPackages(folder ?? folderOf(file)) : undefined;
  return [
    ...settings.roots.flatMap((root) => read("shapescope.roots", root, inside)),
    // Only the user sets it, and the Python extension: it may be anywhere.
    ...read("shapescope.python.sitePackages", sitePackages, anywhere ? system.refusedFolder : inside),
    ...(found === undefined ? [] : [slashed(found)]),
  ];
}

/**
 * The folder that the user names for `@tensorflow/tfjs-node`; `undefined` where there is none, or where it cannot be taken, which
 * is told: its code is run, so no workspace may hold it.
 */
export function tfjsNodeFolder(settings: Settings, folders: readonly string[], tell: Tell): string | undefined {
  const { tfjsNode } = settings.run;
  if (tfjsNode === "") return undefined;
  const refused =
    (path.isAbsolute(tfjsNode) ? undefined : "it is not an absolute path") ??
    refusedFolder(tfjsNode) ??
    (isInside(tfjsNode, folders) ? "it lies in the workspace, whose code is not run" : undefined);
  if (refused === undefined) return tfjsNode;
  tell(`shapescope.run.tfjsNode: ${tfjsNode} is not used: ${refused}`);
  return undefined;
}

import { modules, recorded } from "virtual:prelude";
import type { Module } from "./ast";

/** The prelude's modules by dotted name, compiled at build time; each call of `tree` reads the JSON anew. */
export const preludeSources = {
  get(name: string): { isPackage: boolean; file: string; tree(): Module } | undefined {
    if (!Object.hasOwn(modules, name)) return undefined;
    const module = modules[name];
    // The text is read when it is needed: it may have to come from a file.
    return { isPackage: module.isPackage, file: module.file, tree: () => JSON.parse(module.json) as Module };
  },
  /** What the real module has, as JSON text; read when it is asked for. */
  recorded(name: string): string | undefined {
    return Object.hasOwn(recorded, name) ? recorded[name] : undefined;
  },
  /** All module names. */
  names(): string[] {
    return Object.keys(modules);
  },
};

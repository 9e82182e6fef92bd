import type { Plugin } from "esbuild";
import type { Parser } from "../src/syntax/parse";

export interface CompiledModule {
  file: string;
  isPackage: boolean;
  length: number;
  json: string;
}

export function readWasm(): { runtime: Uint8Array; python: Uint8Array };
export function loadParser(): Promise<Parser>;
export function compilePrelude(directory?: string): Promise<{
  modules: Record<string, CompiledModule>;
  /** Module name → what `tools/record/names.py` recorded of the real one, as JSON text. */
  recorded: Record<string, string>;
  files: string[];
  problems: { file: string; line: number; column: number; message: string }[];
}>;
export function preludePlugin(directory?: string): Plugin;
export function preludeFilePlugin(): Plugin;
export function preludeVitePlugin(): import("vitest/config").Plugin;

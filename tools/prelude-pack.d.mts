import type { Plugin } from "esbuild";

export function preludePackPlugin(dist: string): Plugin;

import type { BuildOptions } from "esbuild";

export const root: string;
export const copiedFiles: readonly (readonly [from: string, to: string])[];
export function bundlesIn(dist: string, minify: boolean): BuildOptions[];

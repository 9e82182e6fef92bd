import type { Metafile } from "esbuild";

export interface ThirdParty {
  name: string;
  version: string;
  licence: string;
  url: string;
  text: string;
}

export function bundledFiles(metafiles: readonly Metafile[]): string[];
export function thirdParties(root: string, files: readonly string[]): Promise<ThirdParty[]>;
export function thirdPartyPage(packages: readonly ThirdParty[]): string;

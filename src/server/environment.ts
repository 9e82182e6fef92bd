import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sitePackages } from "../analysis/environments";

/** The `site-packages` folder of the environment that a project's folder is worked on in, as the command line finds it. */
export function projectSitePackages(folder: string): string | undefined {
  return sitePackages(folder, process.env, { join, exists: existsSync, list });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

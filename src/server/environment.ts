import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The `site-packages` folder of a virtual environment in a project's folder; `undefined` where there is none. */
export function projectSitePackages(folder: string): string | undefined {
  for (const name of [".venv", "venv"]) {
    for (const lib of ["lib", "Lib"]) {
      const inside = list(join(folder, name, lib));
      const python = inside.find((each) => /^python3\.\d+$/.test(each));
      const found = join(folder, name, lib, ...(python ? [python] : []), "site-packages");
      if (list(found).length > 0) return found;
    }
  }
  return undefined;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

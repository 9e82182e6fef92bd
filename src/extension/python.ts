import { PythonExtension } from "@vscode/python-extension";
import * as vscode from "vscode";

/**
 * The `site-packages` folder of the environment that is selected in the Python extension. No Python is started here, but that
 * extension may start the environment's to learn of it: so it is not asked in a workspace that is not trusted.
 */
export async function activeSitePackages(): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  if (!vscode.extensions.getExtension("ms-python.python")) return undefined;
  try {
    const api = await PythonExtension.api();
    const environment = await api.environments.resolveEnvironment(api.environments.getActiveEnvironmentPath());
    const folder = environment?.environment?.folderUri;
    return folder && (await findSitePackages(folder));
  } catch {
    return undefined;
  }
}

/** `Lib/site-packages` on Windows, `lib/python3.12/site-packages` elsewhere. */
async function findSitePackages(environment: vscode.Uri): Promise<string | undefined> {
  for (const lib of ["lib", "Lib"]) {
    const folder = vscode.Uri.joinPath(environment, lib);
    const inside = await list(folder);
    const python = inside.find((name) => /^python3\.\d+$/.test(name));
    const candidate = vscode.Uri.joinPath(folder, ...(python ? [python] : []), "site-packages");
    if ((await list(candidate)).length > 0) return candidate.fsPath;
  }
  return undefined;
}

async function list(folder: vscode.Uri): Promise<string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return [];
  }
}

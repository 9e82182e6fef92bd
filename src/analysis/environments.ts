/** Variables of a process, as its shell has set them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What is asked of the system: how its paths are made, and what is there. */
export interface Folders {
  join(...parts: string[]): string;
  exists(path: string): boolean;
  /** Names in a folder; none where it cannot be read. */
  list(folder: string): string[];
}

/** Where a project keeps an environment of its own: https://docs.python.org/3/library/venv.html */
const OWN = [".venv", "venv"];

/**
 * The `site-packages` folder of the Python environment that a project is worked on in: the activated one, else one in the project's folder,
 * else Conda's, whose base is active in every shell where it is set up so. Python itself is never run: an environment is known by its folders.
 */
export function sitePackages(project: string, variables: Variables, folders: Folders): string | undefined {
  const { VIRTUAL_ENV, CONDA_PREFIX } = variables;
  const environments = [VIRTUAL_ENV, ...OWN.map((name) => folders.join(project, name)), CONDA_PREFIX];
  for (const environment of environments) {
    const found = environment ? packagesOf(environment, folders) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `lib/python3.12/site-packages`, or on Windows `Lib/site-packages`. */
function packagesOf(environment: string, { join, exists, list }: Folders): string | undefined {
  const windows = join(environment, "Lib", "site-packages");
  const library = join(environment, "lib");
  const versions = list(library).filter((name) => /^python3(\.\d+)?$/.test(name));
  return [...versions.map((name) => join(library, name, "site-packages")), windows].find((folder) => exists(folder));
}

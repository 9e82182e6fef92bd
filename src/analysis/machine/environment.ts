import type { SourceHost } from "../host";
import { below, slashed } from "../paths";
import { type Release, release } from "../trace/version";

/** What ends the name of a compiled module. https://docs.python.org/3/library/importlib.html#importlib.machinery.EXTENSION_SUFFIXES */
const EXTENSION = /^([^.]+)(?:\.[\w-]+)?\.(?:so|pyd)$/;

/** `transformers-5.24.0.dist-info`. https://packaging.python.org/en/latest/specifications/recording-installed-packages */
const DIST_INFO = /^(.+?)-([^-]+)\.dist-info$/;

/** `torch/version.py` begins with it. */
const VERSION_OF = /^__version__\s*(?::[^=]*)?=\s*["']([^"']*)["']/m;

/** Where a Python's libraries are, below a folder with its version. https://docs.python.org/3/library/sysconfig.html#posix-prefix */
const LIBRARIES = /\/python3\.(\d+)(?:\/|$)/;

/** The form in which names of distributions are compared. https://packaging.python.org/en/latest/specifications/name-normalization */
function normalized(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

/** What is installed below the import roots, as their folders say. */
export class Environment {
  private readonly listings = new Map<string, readonly string[]>();
  private found: Map<string, string> | undefined;
  private installed: string[] | undefined;

  constructor(
    private readonly host: SourceHost,
    private readonly roots: readonly string[],
  ) {}

  /** Versions of the installed distributions by their names. */
  get versions(): ReadonlyMap<string, string> {
    if (this.found === undefined) {
      this.found = new Map();
      for (const root of this.roots)
        for (const entry of this.entries(root)) {
          const [, name, version] = DIST_INFO.exec(entry) ?? [];
          if (name !== undefined && !this.found.has(normalized(name))) this.found.set(normalized(name), version);
        }
    }
    return this.found;
  }

  version(distribution: string): string | undefined {
    return this.versions.get(normalized(distribution));
  }

  /** The installed PyTorch, as its own file or its installer's record says; undefined where neither says a version. */
  get torch(): Release | undefined {
    const own = this.roots.flatMap(
      (root) => VERSION_OF.exec(this.host.read(`${root}/torch/version.py`) ?? "")?.[1] ?? [],
    );
    return [...own, this.version("torch") ?? ""].map(release).find((found) => found !== undefined);
  }

  /** The minor version of the Python 3 whose libraries are among the roots; undefined where none is, or those of several. */
  get python(): number | undefined {
    const found = new Set(this.roots.flatMap((root) => LIBRARIES.exec(slashed(root))?.[1] ?? []));
    return found.size === 1 ? Number([...found][0]) : undefined;
  }

  /** Whether it is known what is installed: installers have left their records in a root. */
  get isKnown(): boolean {
    return this.versions.size > 0;
  }

  /** Whether a file belongs to an installed library: it is in a folder for libraries, or in a root with records of installers. */
  isInstalled(path: string): boolean {
    const file = slashed(path);
    if (/\/(site|dist)-packages\//.test(file)) return true;
    this.installed ??= this.roots.filter((root) => this.entries(root).some((entry) => DIST_INFO.test(entry)));
    return this.installed.some((root) => below(file, root) !== undefined);
  }

  /** The compiled module of a name in a folder. */
  extension(folder: string, name: string): string | undefined {
    const entry = this.entries(folder).find((one) => EXTENSION.exec(one)?.[1] === name);
    return entry && `${folder}/${entry}`;
  }

  /** Names of what is directly in a folder. */
  entries(folder: string): readonly string[] {
    let known = this.listings.get(folder);
    if (known === undefined) {
      known = this.host.entries?.(folder) ?? [];
      this.listings.set(folder, known);
    }
    return known;
  }
}

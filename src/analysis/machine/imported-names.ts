/**
 * The modules that a program has imported, itself or through what it imports. Libraries stay loaded from one analysis to the next: what a program
 * is told must not depend on what others had imported before it.
 */
export class ImportedNames {
  /** By the program's own code, and by functions of libraries that it calls. */
  private asked = new Set<string>();
  /** By the body of each library's module, which runs once for all programs. */
  private readonly byLibrary = new Map<string, Set<string>>();

  /** Those and all that they import; undefined where that is to be found anew. */
  private reached: Set<string> | undefined = undefined;

  /** `library`: the library's module whose body asks, if one does. */
  add(name: string, library: string | undefined): void {
    if (library === undefined) this.asked.add(name);
    else {
      const names = this.byLibrary.get(library) ?? new Set();
      this.byLibrary.set(library, names.add(name));
    }
    if (this.reached !== undefined && (library === undefined || this.reached.has(library))) this.reach(name);
  }

  has(name: string): boolean {
    if (this.reached === undefined) {
      this.reached = new Set();
      for (const one of this.asked) this.reach(one);
    }
    return this.reached.has(name);
  }

  /** To import a module imports the packages that it is in. */
  private reach(name: string): void {
    for (const one of [...packagesOf(name), name]) {
      if (this.reached!.has(one)) continue;
      this.reached!.add(one);
      for (const further of this.byLibrary.get(one) ?? []) this.reach(further);
    }
  }

  /** Another program begins. */
  clear(): void {
    this.asked.clear();
    this.reached = undefined;
  }

  /** What is imported meanwhile is forgotten afterwards. */
  apart<T>(run: () => T): T {
    const before = this.asked;
    this.asked = new Set(before);
    try {
      return run();
    } finally {
      this.asked = before;
      this.reached = undefined;
    }
  }
}

function packagesOf(name: string): string[] {
  const parts = name.split(".").slice(0, -1);
  return parts.map((_, n) => parts.slice(0, n + 1).join("."));
}

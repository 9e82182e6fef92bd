/**
 * The modules that a program has imported, itself or through what it imports. Libraries stay loaded from one analysis to the next: what a program
 * is told must not depend on what others had imported before it.
 */
export class ImportedNames {
  /** By the program's own code, and by functions of libraries that it calls. */
  private asked = new Set<string>();
  /** By the body of each library's module, which runs once for all programs. */
  private readonly byLibrary = new Map<string, Set<string>>();

  /** `library`: the library's module whose body asks, if one does. */
  add(name: string, library: string | undefined): void {
    if (library === undefined) this.asked.add(name);
    else {
      const names = this.byLibrary.get(library) ?? new Set();
      this.byLibrary.set(library, names.add(name));
    }
  }

  /** To import a module imports the packages that it is in. */
  has(name: string): boolean {
    const seen = new Set<string>();
    const reaches = (from: string): boolean => {
      if (from === name || from.startsWith(`${name}.`)) return true;
      if (seen.has(from)) return false;
      seen.add(from);
      return [...packagesOf(from), from].some((one) => [...(this.byLibrary.get(one) ?? [])].some(reaches));
    };
    return [...this.asked].some(reaches);
  }

  /** Another program begins. */
  clear(): void {
    this.asked.clear();
  }

  /** What is imported meanwhile is forgotten afterwards. */
  apart<T>(run: () => T): T {
    const before = this.asked;
    this.asked = new Set(before);
    try {
      return run();
    } finally {
      this.asked = before;
    }
  }
}

function packagesOf(name: string): string[] {
  const parts = name.split(".").slice(0, -1);
  return parts.map((_, n) => parts.slice(0, n + 1).join("."));
}

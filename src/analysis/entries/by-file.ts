/** What was found out of parts of files, by the file and by all that the part can reach there. */
export class ByFile<T> {
  private readonly files = new Map<string, Map<string, T>>();

  constructor(
    /** Of one file no more is kept. */
    private readonly most: number,
  ) {}

  get(file: string, key: string): T | undefined {
    return this.files.get(file)?.get(key);
  }

  set(file: string, key: string, value: T): void {
    let known = this.files.get(file);
    if (known === undefined || known.size >= this.most) {
      known = new Map();
      this.files.set(file, known);
    }
    known.set(key, value);
  }

  /** Another file changed, which any other may import: only what was found of itself still stands. */
  forgetOthers(file: string): void {
    for (const other of this.files.keys()) if (other !== file) this.files.delete(other);
  }
}

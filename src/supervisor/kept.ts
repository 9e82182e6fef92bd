// What threads keep on the disk from one process to the next. It is made anew where it is missing: nothing depends on its being there.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Bytes that may be kept; beyond them the files that were written longest ago go, until half is left. */
const MOST_BYTES = 256e6;

type Environment = { readonly [name: string]: string | undefined };

/** The folder of a user's own caches for ShapeScope; undefined where SHAPESCOPE_CACHE is set to nothing. */
export function cacheFolder(env: Environment, platform: string = process.platform): string | undefined {
  const { SHAPESCOPE_CACHE: named, XDG_CACHE_HOME: caches, LOCALAPPDATA: local } = env;
  if (named !== undefined) return isAbsolute(named) ? named : undefined;
  if (platform === "win32") return local && join(local, "shapescope", "cache");
  const home = env.HOME ?? homedir();
  if (platform === "darwin") return join(home, "Library", "Caches", "shapescope");
  return join(caches !== undefined && isAbsolute(caches) ? caches : join(home, ".cache"), "shapescope");
}

/** What is kept of one text: its parts stand in one file, after a line with their keys and lengths. */
class KeptRecord {
  changed = false;
  private readonly parts = new Map<string, Buffer>();

  constructor(file: Buffer | undefined) {
    if (file === undefined) return;
    const line = file.indexOf("\n");
    let at = line + 1;
    for (const [key, length] of JSON.parse(file.toString("utf8", 0, line)) as [string, number][]) {
      this.parts.set(key, file.subarray(at, at + length));
      at += length;
    }
    // Cut off: none of it is taken.
    if (at !== file.length) this.parts.clear();
  }

  get(key: string): string | undefined {
    return this.parts.get(key)?.toString("utf8");
  }

  set(key: string, json: string): void {
    this.parts.set(key, Buffer.from(json));
    this.changed = true;
  }

  bytes(): Buffer {
    const index = [...this.parts].map(([key, part]) => [key, part.length]);
    return Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...this.parts.values()]);
  }
}

/** Texts' records in a folder of the user's own. Never throws. */
export class KeptOnDisk {
  private readonly records = new Map<string, KeptRecord>();

  /** `maker` is the program whose answers are kept: another one finds none of them. */
  constructor(
    private readonly folder: string,
    private readonly maker: string,
  ) {}

  /** One for the program that a file holds; undefined where nothing is to be kept. */
  static for(program: string, env: Environment = process.env): KeptOnDisk | undefined {
    const folder = cacheFolder(env);
    if (folder === undefined) return undefined;
    try {
      return new KeptOnDisk(folder, createHash("sha256").update(readFileSync(program)).digest("hex"));
    } catch {
      return undefined;
    }
  }

  of(text: string): KeptRecord {
    const name = createHash("sha256").update(`${this.maker}\n${text}`).digest("hex").slice(0, 40);
    let record = this.records.get(name);
    if (record === undefined) {
      record = readRecord(join(this.folder, name));
      this.records.set(name, record);
    }
    return record;
  }

  /** Writes what is new, and holds none of it in memory. Another process that writes the same file at that time wins or loses all of it. */
  write(): void {
    const changed = [...this.records].filter(([, record]) => record.changed);
    this.records.clear();
    if (changed.length === 0) return;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      for (const [name, record] of changed) {
        const file = join(this.folder, name);
        writeFileSync(`${file}.${process.pid}`, record.bytes(), { mode: 0o600 });
        renameSync(`${file}.${process.pid}`, file);
      }
      tidy(this.folder);
    } catch {
      // A folder that can't be written to keeps nothing.
    }
  }
}

function readRecord(file: string): KeptRecord {
  try {
    return new KeptRecord(readFileSync(file));
  } catch {
    return new KeptRecord(undefined);
  }
}

/** Removes what is older, where there is too much. */
function tidy(folder: string): void {
  const files = readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return { file: join(folder, name), size, mtimeMs };
  });
  let left = files.reduce((sum, { size }) => sum + size, 0);
  if (left <= MOST_BYTES) return;
  for (const { file, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (left <= MOST_BYTES / 2) return;
    rmSync(file, { force: true });
    left -= size;
  }
}

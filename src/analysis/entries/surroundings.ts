import type { Source } from "../../syntax/source";
import { nodesOfKind } from "../../syntax/walk";
import type { Interpreter } from "../machine/machine";
import { projectFolder } from "../project";
import type { Session } from "../session/session";
import { OutsideWrites } from "../symbolic/outside";
import type { Memory } from "./memory";

/** At most this many files that import one are read. */
const MAX_IMPORTING = 64;

/** What the program around a file writes into objects of its classes. */
export class Surroundings {
  private loadedWrites: OutsideWrites | undefined;
  private allWrites: OutsideWrites | undefined;
  private own: string | undefined;

  constructor(
    private readonly session: Session,
    private readonly memory: Memory,
    private readonly source: Source,
  ) {}

  /** By the file and what it imports. */
  loaded(machine: Interpreter): OutsideWrites {
    this.loadedWrites ??= new OutsideWrites(this.sources(this.loadedFiles(machine)));
    return this.loadedWrites;
  }

  /** By the files of the project that import it as well: derived classes, and what a script gives its model. The same where they write nothing more. */
  all(machine: Interpreter): OutsideWrites {
    this.allWrites ??= this.withImporting(machine);
    return this.allWrites;
  }

  private withImporting(machine: Interpreter): OutsideWrites {
    const loaded = this.loaded(machine);
    const importing = this.importing();
    if (importing.length === 0) return loaded;
    const all = new OutsideWrites(this.sources([...this.loadedFiles(machine), ...importing]));
    return all.text === loaded.text ? loaded : all;
  }

  /** What the file itself writes, as text to compare. */
  here(): string {
    this.own ??= new OutsideWrites([this.source]).text;
    return this.own;
  }

  private loadedFiles({ importer }: Interpreter): string[] {
    return [this.source.file, ...importer.ownFiles()];
  }

  private importing(): string[] {
    const { file, tree } = this.source;
    const { host } = this.session;
    const names = nodesOfKind(tree, "ClassDef").map(({ name }) => name);
    const files = this.memory.callers.importing(file, names, [projectFolder(file, host)], Number.POSITIVE_INFINITY);
    return (files ?? []).slice(0, MAX_IMPORTING);
  }

  private sources(files: readonly string[]): Source[] {
    return [...new Set(files)].flatMap((file) => this.session.source(file) ?? []);
  }
}

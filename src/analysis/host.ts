import type { Module } from "../syntax/ast";
import type { Source } from "../syntax/source";

/** Where sources come from: a disk, an editor's open documents over a disk, a test's map. Paths are absolute. */
export interface SourceHost {
  read(file: string): string | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names of what is directly in a folder; none where it cannot be read. Without it nothing is known to be installed. */
  entries?(folder: string): readonly string[];
  /** What people call a line of a file, where that is not `line 2`: `cell 3, line 2` in a notebook. */
  lineName?(file: string, line: number): string | undefined;
  /** Python files below a folder, as far as they belong to a project: no installed libraries. */
  list?(folder: string): readonly string[];
}

/** The prelude as compiled at build time: module name → JSON of its syntax tree. */
export interface PreludeSources {
  /** `undefined` where there is no such module. `tree()` parses the JSON, once a call. */
  get(name: string): { isPackage: boolean; tree(): Module; text?: string } | undefined;
  /** What was recorded of the real module (a `RecordedModule`), as JSON text. */
  recorded?(name: string): string | undefined;
}

/** Parsed sources by file, kept between analyses. */
export interface SourceCache {
  get(file: string): Source | undefined;
  /** A text that is in no file: code that the program makes. */
  parse(name: string, text: string): Source;
}

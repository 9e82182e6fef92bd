import type { SourceHost } from "../host";
import type { Spec } from "../symbolic/inputs";
import { Callers } from "./callers";
import { Reuse } from "./reuse";

/** What the analyses of files leave to the next ones. */
export class Memory {
  /** Results of the last analyses, by what they can reach. */
  readonly reuse = new Reuse();
  /** Combinations of flags that a class's text refuses, by that text. */
  readonly refused = new Set<string>();
  /** What symbolic runs learnt of their inputs, by the class's text. */
  readonly learnt = new Map<string, Map<string, Spec>>();
  /** Calls in other files, as far as they were looked for. */
  readonly callers: Callers;
  private lastChanged: string | undefined;

  constructor(host: SourceHost) {
    this.callers = new Callers(host);
  }

  /** Results of other files may rest on this one. */
  changed(file: string): void {
    this.callers.changed(file);
    if (this.lastChanged !== undefined && this.lastChanged !== file) {
      this.reuse.clear();
      this.refused.clear();
    }
    this.lastChanged = file;
  }
}

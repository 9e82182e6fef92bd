import type { SourceHost } from "../host";
import type { Spec } from "../symbolic/inputs";
import type { Paid } from "../work";
import { ByFile } from "./by-file";
import { Callers } from "./callers";
import { Reuse } from "./reuse";

/** Texts of classes of which is kept what was learnt of their inputs, for one file. */
const MAX_LEARNT = 200;

/** What the analyses of files leave to the next ones. */
export class Memory {
  /** Results of the last analyses, by what they can reach. */
  readonly reuse = new Reuse();
  /** Units that it cost to find a combination of flags refused, by the text that the class can reach. */
  readonly refused = new ByFile<number>(MAX_LEARNT);
  /** What symbolic runs learnt of their inputs, by the text that the class can reach, and the units that it cost. */
  readonly learnt = new ByFile<Paid<Map<string, Spec>>>(MAX_LEARNT);
  /** Calls in other files, as far as they were looked for. */
  readonly callers: Callers;

  constructor(host: SourceHost) {
    this.callers = new Callers(host);
  }

  /** Results of other files may rest on this one. */
  changed(file: string): void {
    this.callers.changed(file);
    for (const kept of [this.reuse, this.refused, this.learnt]) kept.forgetOthers(file);
  }
}

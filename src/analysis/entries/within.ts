import type { Run } from "../machine/run";
import type { EntryAnalysis } from "../report";
import type { ModuleCall } from "../trace/trace";
import type { PyClass } from "../values";
import { EntryBuilder } from "./entry-analysis";

/** What an entry says of itself beside its run. */
export type About = Parameters<EntryBuilder["build"]>[2];

/** The first call of a class in a run that came to its end, at any depth. */
export function callWithin({ state }: Run, cls: PyClass): ModuleCall | undefined {
  const find = (calls: readonly ModuleCall[]): ModuleCall | undefined => {
    for (const call of calls) {
      if (call.module.cls === cls && !call.failed) return call;
      const inner = find(call.children);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return find(state.trace.roots);
}

/** A class as another one calls it: what it is given there is more than it tells by itself. */
export function entryWithin(run: Run, file: string, call: ModuleCall, subject: string, about: About): EntryAnalysis {
  return new EntryBuilder(run, file).build(call, call.output, {
    ...about,
    id: `${about.id}, in it ${subject}`,
    label: `${about.subject}: ${about.label}`,
    subject,
  });
}

import type { Source } from "../../syntax/source";
import type { Run } from "../machine/run";
import { below, native } from "../paths";
import type { EntryAnalysis } from "../report";
import type { AnalyzeOptions, Session } from "../session/session";
import type { Definition } from "../symbolic/subjects";
import type { ModuleCall } from "../trace/trace";
import { work } from "../work";
import { type CallerRun, runCaller } from "./callers";
import { EntryBuilder } from "./entry-analysis";
import type { Memory } from "./memory";
import type { Reaches } from "./reuse";

/** At most this many calls in other files are shown for one class. */
const MAX_CALLS = 5;

/** Calls of a file's classes in the rest of the workspace. */
export interface Elsewhere {
  /** By class. */
  entries: ReadonlyMap<string, EntryAnalysis[]>;
  /** What was run for them, by the entry's id; entries that were there from before have none. */
  ran: { id: string; run: Run; root: ModuleCall }[];
  /** Not every file was looked at. */
  more: boolean;
}

const NOTHING = { audits: [], diagnostics: [], givenUp: [], work: 0 };

const NONE: Elsewhere = { entries: new Map(), ran: [], more: false };

/**
 * Finds the calls of a file's classes in other files. What was found before is there at once; what has to be run may cost what the options
 * give, and is left out where it cost more the last time. `fresh`: everything is run, for those who need the runs.
 */
export function callsElsewhere(
  session: Session,
  memory: Memory,
  base: Run,
  source: Source,
  classes: readonly Definition[],
  reaches: Reaches,
  options: AnalyzeOptions,
  fresh: boolean,
): Elsewhere {
  const { callers } = memory;
  if (options.callers === undefined || classes.length === 0) return NONE;
  const { folders, work: units, search } = options.callers;
  const names = classes.map(({ name }) => name);
  const files = search ? callers.search(source.file, names, folders, units) : (callers.known(source.file)?.files ?? []);
  if (files === undefined) return { ...NONE, more: true };
  if (files.length === 0) return NONE;
  const stamp = callers.stamp(files);
  const reached = classes.map((definition) => {
    const reach = reaches.of(definition);
    return { name: definition.name, reach: { ...reach, key: `${stamp}\0${reach.key}` } };
  });
  const kept = fresh ? [] : reached.map(({ name, reach }) => callers.reuse.find(source.file, name, reach));
  if (kept.length > 0 && kept.every((result) => result !== undefined))
    return { ...NONE, entries: new Map(reached.map(({ name }, n) => [name, kept[n]!.entries])) };
  if (!search && !fresh && (callers.known(source.file)?.work ?? 0) > units) return NONE;
  const entries = new Map<string, EntryAnalysis[]>();
  const ran: Elsewhere["ran"] = [];
  let cost = 0;
  for (const file of files) {
    const left = units - cost;
    if (left <= 0) break;
    const found = runCaller(session, base, file, { analysed: source.file, classes: names, units: left, options });
    cost += found?.cost ?? 0;
    for (const root of found?.calls ?? []) {
      const known = entries.get(root.module.cls.name) ?? [];
      const entry = entryOf(found!, root, source.file, folders);
      if (known.length >= MAX_CALLS || known.some(({ id }) => id === entry.id)) continue;
      entries.set(root.module.cls.name, [...known, entry]);
      ran.push({ id: entry.id, run: found!.run, root });
    }
  }
  callers.ran(source.file, cost);
  // What was cut off is no answer for somebody who may look further.
  const whole = cost < units && work.interrupted === undefined;
  if (whole)
    for (const { name, reach } of reached)
      callers.reuse.keep(source.file, name, reach, { ...NOTHING, entries: entries.get(name) ?? [] });
  return { entries, ran, more: false };
}

/** An entry that names its place: `net(x) (train.py:12)`. */
function entryOf(
  { run, source }: CallerRun,
  root: ModuleCall,
  analysed: string,
  folders: readonly string[],
): EntryAnalysis {
  const { start, end } = root.place!;
  const text = source.text.slice(start, end);
  const inside = folders.map((folder) => below(source.file, folder)).find((path) => path !== undefined);
  const place = `${inside ?? native(source.file)}:${source.line(start)}`;
  return new EntryBuilder(run, analysed).build(root, root.output, {
    id: `${place}: ${text}`,
    label: `${text} (${place})`,
    kind: "call",
    assumed: [],
    subject: root.module.cls.name,
    symbols: [],
  });
}

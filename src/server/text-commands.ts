/**
 * What an editor without views of ours asks by `workspace/executeCommand`: the commands of lenses and code actions, answered in text.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspace_executeCommand
 */
import * as v from "valibot";
import type { CancellationToken } from "vscode-languageserver";
import type { Position } from "../features/places";
import {
  devicesText,
  entriesText,
  explainResultText,
  forwardText,
  lineCostsText,
  memoryResultText,
  NO_CALL,
  runResultText,
} from "./command-texts";
import type { Answer } from "./documents";
import {
  commands,
  type DeviceChoice,
  type DocumentEdits,
  type EntriesParams,
  type EntryParams,
  type ExampleParams,
  type ExecutedStep,
  type ExplainParams,
  type ExplainResult,
  type LineCost,
  type MemoryResult,
  type ModulesTextParams,
  type PickParams,
  type RunParams,
  type RunResult,
  type ShapeCommentsParams,
  type SubjectEntries,
} from "./protocol";

/** What the commands ask of the server: the same as the requests of views. */
export interface Asked {
  convention(): "macs" | "flops";
  answer(uri: string): Promise<{ answer: Answer } | undefined>;
  entries(params: EntriesParams): Promise<SubjectEntries[]>;
  memory(params: EntryParams): Promise<MemoryResult | null>;
  devices(): DeviceChoice[];
  lineCosts(params: EntriesParams): Promise<LineCost[]>;
  pick(params: PickParams): void;
  explain(params: ExplainParams): Promise<ExplainResult | null>;
  example(params: ExampleParams): Promise<DocumentEdits | null>;
  shapeComments(params: ShapeCommentsParams): Promise<DocumentEdits | null>;
  run(params: RunParams, step: (steps: ExecutedStep[]) => void, cancel: CancellationToken): Promise<RunResult>;
  /** Has the editor apply edits; why it did not, where it did not. */
  apply(uri: string, edits: DocumentEdits, label: string): Promise<string | undefined>;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const position = v.object({ line: count, character: count });
const file = { uri: v.string() };
/** A class or function by its name, by a place in it, or else the file's first. */
const target = {
  ...file,
  subject: v.optional(v.string()),
  entryId: v.optional(v.string()),
  position: v.optional(position),
};

interface Target extends EntryParams {
  position?: Position;
}

interface TextCommand {
  /** What its one argument must hold. */
  argument: v.GenericSchema;
  answer(argument: never, asked: Asked, cancel: CancellationToken): Promise<string>;
}

function command<Argument>(
  argument: v.GenericSchema<unknown, Argument>,
  answer: (argument: Argument, asked: Asked, cancel: CancellationToken) => Promise<string>,
): TextCommand {
  return { argument, answer };
}

let runs = 0;

/** By the names that lenses and the extension's palette have. */
export const textCommands: Readonly<Record<string, TextCommand>> = {
  [commands.forward]: command(
    v.object({
      ...target,
      order: v.optional(v.picklist(["calls", "params", "macs", "bytes"])),
      filter: v.optional(v.string()),
      format: v.optional(v.picklist(["text", "markdown", "csv", "torchinfo"])),
    }) as v.GenericSchema<unknown, Target & Partial<ModulesTextParams>>,
    async (given, asked) => {
      const meant = await meantBy(given, asked);
      const found = meant && (await asked.answer(meant.uri));
      if (!found) return NO_CALL;
      return forwardText(found.answer, { ...given, ...meant, format: given.format ?? "text" }, asked.convention());
    },
  ),
  [commands.run]: command(
    v.object({
      ...target,
      seed: v.optional(count),
      backend: v.optional(v.picklist(["auto", "node", "wasm", "cpu"])),
    }) as v.GenericSchema<unknown, Target & Partial<RunParams>>,
    async ({ position: _, ...given }, asked, cancel) => {
      const meant = await meantBy({ position: _, ...given } as Target, asked);
      if (meant === undefined) return NO_CALL;
      const steps: ExecutedStep[] = [];
      const params = { ...given, ...meant, token: `command-${++runs}` };
      return runResultText(await asked.run(params, (more) => void steps.push(...more), cancel), steps);
    },
  ),
  [commands.pickEntry]: command(v.object(target) as v.GenericSchema<unknown, Target>, async (given, asked) => {
    const { uri, subject, entryId } = given;
    const found = await asked.entries({ uri });
    const named = found.find((one) => one.subject === subject);
    const entry = named?.entries.find(({ id }) => id === entryId && id !== named.shown);
    if (named === undefined || entry === undefined) return entriesText(named === undefined ? found : [named]);
    asked.pick({ uri: named.uri, subject: named.subject, entryId: entry.id });
    return `${named.subject} is shown in ${entry.label}`;
  }),
  [commands.explain]: command(
    v.object({
      ...file,
      range: v.object({ start: position, end: position }),
      entryId: v.optional(v.string()),
    }) as v.GenericSchema<unknown, ExplainParams>,
    async (given, asked) => {
      const found = await asked.explain(given);
      return found === null ? "the file is not open" : explainResultText(found);
    },
  ),
  [commands.addExample]: command(
    v.object({ ...target, call: v.optional(v.string()) }) as v.GenericSchema<unknown, Target & { call?: string }>,
    async (given, asked) => {
      const meant = await meantBy(given, asked);
      const params = meant?.subject === undefined ? undefined : { uri: meant.uri, subject: meant.subject };
      const edits =
        params && (await asked.example({ ...params, ...(given.call !== undefined && { call: given.call }) }));
      return applied(params?.uri, edits, "Add an example call", "there is no example call to write here", asked);
    },
  ),
  [commands.shapeComments]: command(
    v.object({ ...file, position }) as v.GenericSchema<unknown, ShapeCommentsParams>,
    async (given, asked) => {
      const edits = await asked.shapeComments(given);
      return applied(
        given.uri,
        edits,
        "Insert or update shape comments",
        "there is no shape comment to write here",
        asked,
      );
    },
  ),
  [commands.memory]: command(v.object(target) as v.GenericSchema<unknown, Target>, async (given, asked) => {
    const meant = await meantBy(given, asked);
    return memoryResultText(meant === undefined ? null : await asked.memory(meant));
  }),
  [commands.lineCosts]: command(v.object(file) as v.GenericSchema<unknown, EntriesParams>, async (given, asked) =>
    lineCostsText(await asked.lineCosts(given)),
  ),
  [commands.pickDevice]: command(v.unknown(), async (_, asked) => devicesText(asked.devices())),
};

/** The class or function that is meant: the named one, the one around the place, else the file's first with a call. */
async function meantBy({ uri, subject, entryId, position }: Target, asked: Asked): Promise<EntryParams | undefined> {
  const found = await asked.entries({ uri });
  const around = position && found.findLast((one) => one.line <= position.line);
  const named = subject === undefined ? undefined : found.find((one) => one.subject === subject);
  const one =
    named ?? (subject === undefined ? (around ?? found.find(({ entries }) => entries.length > 0)) : undefined);
  if (one === undefined) return undefined;
  const shown = entryId ?? one.shown;
  return { uri: one.uri, subject: one.subject, ...(shown !== undefined && { entryId: shown }) };
}

async function applied(
  uri: string | undefined,
  edits: DocumentEdits | null | undefined,
  label: string,
  nothing: string,
  asked: Asked,
): Promise<string> {
  if (uri === undefined || !edits || edits.edits.length === 0) return nothing;
  const refused = await asked.apply(uri, edits, label);
  return refused === undefined ? label : `the editor did not apply it: ${refused}`;
}

/** What the messages that the server reads must hold, beyond being JSON-RPC: editors differ, and none may end the server. */
import * as v from "valibot";
import { ErrorCodes, Message, type MessageStrategy, ResponseError } from "vscode-languageserver";
import { inputKinds } from "../analysis/entries/filled-call";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const whole = v.pipe(v.number(), v.safeInteger());
const text = v.string();
const position = v.object({ line: count, character: count });
const range = v.object({ start: position, end: position });
const textDocument = v.object({ uri: text });
const folders = v.array(v.object({ uri: text }));
const entry = { uri: text, subject: v.optional(text), entryId: v.optional(text) };

/** By what is asked. Fields that nobody reads here may be anything. */
export const messages = {
  anything: v.unknown(),
  initialize: v.object({
    capabilities: v.object({ workspace: v.nullish(v.looseObject({})) }),
    workspaceFolders: v.nullish(folders),
    rootUri: v.nullish(text),
  }),
  opened: v.object({ textDocument: v.object({ uri: text, text, version: whole }) }),
  changed: v.object({
    textDocument: v.object({ uri: text, version: v.nullish(whole) }),
    contentChanges: v.array(v.object({ range: v.optional(range), text })),
  }),
  document: v.object({ textDocument }),
  files: v.object({ changes: v.array(v.object({ uri: text })) }),
  folders: v.object({ added: folders, removed: folders }),
  notebook: v.object({
    notebookDocument: v.object({
      uri: text,
      version: v.nullish(whole),
      cells: v.optional(v.array(v.object({ document: text }))),
    }),
    cellTextDocuments: v.optional(v.array(v.object({ uri: text, text, languageId: text, version: whole }))),
    change: v.optional(
      v.object({
        cells: v.nullish(
          v.object({
            structure: v.optional(
              v.object({
                array: v.object({
                  start: count,
                  deleteCount: count,
                  cells: v.nullish(v.array(v.object({ document: text }))),
                }),
                didOpen: v.nullish(v.array(v.object({ uri: text, text, languageId: text, version: whole }))),
                didClose: v.nullish(v.array(v.object({ uri: text }))),
              }),
            ),
            textContent: v.optional(
              v.array(
                v.object({
                  document: v.object({ uri: text, version: whole }),
                  changes: v.array(v.object({ range: v.optional(range), text })),
                }),
              ),
            ),
          }),
        ),
      }),
    ),
  }),
  place: v.object({ textDocument, position }),
  range: v.object({ textDocument, range }),
  actions: v.object({ textDocument, range, context: v.object({ only: v.nullish(v.array(text)) }) }),
  diagnostics: v.object({ textDocument, previousResultId: v.nullish(text) }),
  command: v.object({ command: text, arguments: v.nullish(v.array(v.unknown())) }),
  action: v.object({ title: text, data: v.nullish(v.object({ uri: v.optional(text), example: v.optional(text) })) }),
  file: v.object({ uri: text }),
  entry: v.object(entry),
  modules: v.object({
    ...entry,
    order: v.optional(v.picklist(["calls", "params", "macs", "bytes"])),
    filter: v.optional(text),
    format: v.optional(v.picklist(["text", "markdown", "csv", "torchinfo"])),
  }),
  example: v.object({ uri: text, subject: text, call: v.optional(text) }),
  form: v.object({ uri: text, subject: text }),
  fill: v.object({
    uri: text,
    subject: text,
    values: v.object({
      sizes: v.optional(v.record(text, text)),
      arguments: v.optional(v.record(text, text)),
      kinds: v.optional(v.record(text, v.picklist([...inputKinds, ""]))),
      shapes: v.optional(v.record(text, text)),
    }),
  }),
  give: v.object({ uri: text, subject: text, call: text }),
  shapeComments: v.object({ uri: text, position }),
  pick: v.object({ uri: text, subject: text, entryId: text }),
  explain: v.object({ uri: text, range, entryId: v.optional(text) }),
  run: v.object({
    ...entry,
    token: text,
    seed: v.optional(count),
    backend: v.optional(v.picklist(["auto", "node", "wasm", "cpu"])),
    trains: v.optional(v.boolean()),
    weights: v.optional(text),
    learn: v.optional(v.object({ check: v.boolean(), overfit: count })),
  }),
  look: v.object({
    token: text,
    step: count,
    lead: v.optional(v.array(count)),
    grid: v.optional(count),
    weights: v.optional(v.boolean()),
  }),
  forget: v.object({ token: text }),
} satisfies Record<string, v.GenericSchema>;

/** The first thing that is wrong with a message's parameters, in one line; `undefined` where all is as it must be. */
export function wrongIn(schema: v.GenericSchema, params: unknown): string | undefined {
  const [issue] = v.safeParse(schema, params).issues ?? [];
  if (issue === undefined) return undefined;
  const path = v.getDotPath(issue) ?? "the parameters";
  if (issue.received === "undefined") return `${path}: missing`;
  return `${path}: expected ${issue.expected ?? "another value"}, received ${issue.received}`;
}

/** A handler of requests that answers with an error where the parameters are of another form. */
export function asked<P, More extends unknown[], R>(
  schema: v.GenericSchema,
  handle: (params: P, ...more: More) => R,
): (params: P, ...more: More) => R | ResponseError<never> {
  return (params, ...more) => {
    const wrong = wrongIn(schema, params);
    return wrong === undefined ? handle(params, ...more) : new ResponseError<never>(ErrorCodes.InvalidParams, wrong);
  };
}

/** A handler of notifications, which have no answer: where the parameters are of another form, that is told. It never throws or rejects. */
export function noticed<P>(
  schema: v.GenericSchema,
  tell: (message: string) => void,
  handle: (params: P) => void | Promise<void>,
): (params: P) => Promise<void> {
  return async (params) => {
    const wrong = wrongIn(schema, params);
    if (wrong !== undefined) return tell(`A message of the editor was ignored: ${wrong}`);
    try {
      await handle(params);
    } catch (error) {
      tell(`A message of the editor could not be followed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/**
 * What the library reads of messages of its own before anybody here is asked: it would throw where that is missing. Such a notification is
 * passed over, such a request goes on to who refuses it.
 */
export const wellFormed: MessageStrategy = {
  handleMessage(message, next) {
    if (Message.isNotification(message) && message.method === "$/setTrace" && !isRecord(message.params)) return;
    // JSON-RPC knows no parameters that are null: there are none.
    if (Message.isRequest(message) && message.params === null)
      return next({ ...message, params: undefined } as typeof message);
    const isStart = Message.isRequest(message) && message.method === "initialize";
    if (!isStart || (isRecord(message.params) && isRecord((message.params as { capabilities?: unknown }).capabilities)))
      return next(message);
    const capabilities = `${JSON.stringify(message.params)}`.slice(0, 40);
    next({ ...message, params: { capabilities } } as typeof message);
  },
};

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { config } from "@vscode/l10n";
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CodeLensParams,
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  type DidChangeNotebookDocumentParams,
  type DidChangeTextDocumentParams,
  type DidChangeWatchedFilesParams,
  type DidCloseNotebookDocumentParams,
  type DidCloseTextDocumentParams,
  type DidOpenNotebookDocumentParams,
  type DidOpenTextDocumentParams,
  type DocumentDiagnosticParams,
  type DocumentSymbolParams,
  ErrorCodes,
  type ExecuteCommandParams,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
  type InlayHintParams,
  InlayHintRefreshRequest,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { below } from "../analysis/paths";
import { codeLenses } from "../features/codeLens";
import { diagnostics } from "../features/diagnostics";
import { errorsOn, fixes, fixesOfAll } from "../features/fixes";
import { hover } from "../features/hover";
import { inlayHints } from "../features/inlayHints";
import { layerHints } from "../features/layerHints";
import { lineCosts } from "../features/lineCosts";
import { outline } from "../features/outline";
import type { View } from "../features/view";
import type { Program } from "../runtime/program";
import { givenUpDiagnostic } from "../supervisor/diagnostic";
import type { AnalysisService } from "./analysis-process";
import {
  FIX_ALL,
  toCodeActions,
  toCodeLenses,
  toDiagnostics,
  toFixAll,
  toHover,
  toInlayHints,
  toLineCosts,
  toSymbols,
} from "./convert";
import type { OpenDocument } from "./documents";
import { findEntry, forwardResult, subjectEntries } from "./entries";
import { projectSitePackages } from "./environment";
import { type ExampleData, exampleActions } from "./example-calls";
import { Explainer } from "./explainer";
import { deviceChoices, Footprints } from "./footprints";
import { Forms } from "./forms";
import { asked, messages, noticed, wrongIn } from "./messages";
import { modulesResult, modulesText } from "./modules";
import { noAnswer } from "./no-answer";
import { Notebooks } from "./notebooks";
import {
  type AnalysisStatus,
  type ClientOptions,
  type DocumentEdits,
  type EntriesParams,
  type EntryParams,
  type ExampleParams,
  type ExplainParams,
  type ExplainResult,
  type FillParams,
  type ForgetParams,
  type FormParams,
  type GiveParams,
  type LineCost,
  type LookParams,
  type ModulesParams,
  type ModulesTextParams,
  notifications,
  type PickParams,
  type RunParams,
  type RunResult,
  type RunUpdate,
  requests,
  type ShapeCommentsParams,
  type SubjectEntries,
} from "./protocol";
import { Published } from "./published";
import type { RunService } from "./runs";
import { Session } from "./session";
import { defaults, importRoots, isRecord, readSettings, type Settings, tfjsNodeFolder } from "./settings";
import { shapeCommentActions, shapeCommentEdits } from "./shape-comments";
import { type Asked, textCommands } from "./text-commands";
import { pathOfUri } from "./uris";

/** Speaks LSP on a connection, with whatever analyses behind it. */
export function serve(connection: Connection, service: AnalysisService, runs: RunService): void {
  let settings: Settings = defaults;
  let folders: string[] = [];
  let client: InitializeParams["capabilities"] = {};
  let options: ClientOptions = {};

  const session = new Session(
    service,
    (document) => ({
      roots: importRoots(settings, document.file, folders, projectSitePackages, tellOnce),
      budgetMs: settings.budget,
      folders: folders.filter((folder) => below(document.file, folder) !== undefined),
    }),
    {
      working: (document) => sendStatus({ uri: document.uri, state: "working" }),
      answered(document, analysis, found, snapshot) {
        publish(document.uri, settings.diagnostics ? toDiagnostics(document, snapshot, found) : []);
        sendStatus(readyStatus(document, analysis.ms));
        refresh();
      },
      failed: (document) => sendStatus(readyStatus(document, undefined)),
      givenUp(document, why, snapshot) {
        const told = settings.diagnostics ? [givenUpDiagnostic(document.file, why)] : [];
        publish(document.uri, toDiagnostics(document, snapshot, told));
        sendStatus({ ...readyStatus(document, undefined), givenUp: why });
      },
      closed: (uri) => {
        if (notebooks.cellsOf(uri) === undefined) published.left(uri);
      },
      log: (message) => connection.console.warn(message),
    },
  );

  const notebooks = new Notebooks({
    opened: (uri, text) => session.open(uri, text, 0),
    changed: (uri, text, version) => session.change(uri, [{ text }], version),
    closed: (uri) => session.close(uri),
    left: (uri) => published.left(uri),
  });

  const published = new Published({
    send: (uri, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics }),
    refresh() {
      if (client.workspace?.diagnostics?.refreshSupport)
        ignoreFailure(connection.sendRequest(DiagnosticRefreshRequest.type));
    },
  });

  /** The document of the session that a cell belongs to; a file is one itself. */
  const programOfCell = (uri: string): string => notebooks.cell(uri)?.notebook ?? uri;

  /** Shows the diagnostics of a document of the session; those of a notebook in its cells. */
  function publish(uri: string, diagnostics: Diagnostic[]): void {
    const cells = notebooks.cellsOf(uri);
    if (cells === undefined) published.tell(uri, diagnostics);
    else for (const cell of cells) published.tell(cell.uri, cell.diagnostics(diagnostics, cells));
  }

  /** What commands ask, as views do. */
  const views: Asked = {
    convention: () => settings.convention,
    answer: (uri) => session.answer(programOfCell(uri)),
    entries: entriesOf,
    memory: (params) => footprints.of(params),
    devices: () => deviceChoices(settings),
    lineCosts: lineCostsOf,
    pick,
    explain: explanationOf,
    example: exampleOf,
    shapeComments: shapeCommentsOf,
    run: (params, step, cancel) => runOf(params, ({ steps }) => step(steps), cancel),
    async apply(uri, { edits }, label) {
      const { applied, failureReason = "it was refused" } = await connection.workspace.applyEdit({
        label,
        edit: { changes: { [uri]: edits } },
      });
      return applied ? undefined : failureReason;
    },
  };

  const explainer = new Explainer(session);
  const footprints = new Footprints(session, () => settings);
  const forms = new Forms(session);

  const told = new Set<string>();
  /** Into the log; the same thing once. */
  function tellOnce(message: string): void {
    if (told.has(message)) return;
    told.add(message);
    connection.console.warn(message);
  }

  function sendStatus(status: AnalysisStatus): void {
    const uris = [status.uri, ...(notebooks.cellsOf(status.uri) ?? []).map(({ uri }) => uri)];
    for (const uri of uris)
      void connection.sendNotification(
        notifications.status,
        settings.enable ? { ...status, uri } : { uri, state: "off" },
      );
  }

  function readyStatus(document: OpenDocument, ms: number | undefined): AnalysisStatus {
    const view = document.answer?.view;
    const first = view?.subjects.map((subject) => view.shown(subject)).find((entry) => entry !== undefined);
    return {
      uri: document.uri,
      state: "ready",
      ...(ms !== undefined && { ms }),
      partial: view?.analysis.partial,
      ...document.problems,
      subjects: view?.subjects.length ?? 0,
      ...(view && unfollowedIn(document, view)),
      ...(first && { entry: first.label }),
    };
  }

  function refresh(): void {
    if (client.workspace?.codeLens?.refreshSupport) ignoreFailure(connection.sendRequest(CodeLensRefreshRequest.type));
    if (client.workspace?.inlayHint?.refreshSupport)
      ignoreFailure(connection.sendRequest(InlayHintRefreshRequest.type));
  }

  function useSettings(next: Settings): void {
    const before = settings;
    settings = next;
    session.enabled = settings.enable;
    session.choice = settings;
    for (const document of session.all()) {
      if (document.answer || !settings.enable) sendStatus(readyStatus(document, document.answer?.view.analysis.ms));
      if (!settings.enable) publish(document.uri, []);
    }
    const analysed = ({ budget, roots, python, diagnostics, select, ignore, severity }: Settings) =>
      JSON.stringify([budget, roots, python, diagnostics, select, ignore, severity]);
    if (analysed(before) !== analysed(settings)) session.reanalyzeAll();
    refresh();
  }

  async function pullSettings(): Promise<void> {
    if (client.workspace?.configuration)
      useSettings(readSettings(await connection.workspace.getConfiguration("shapescope"), tellOnce));
  }

  connection.onInitialize(
    asked(messages.initialize, (params: InitializeParams): InitializeResult => {
      client = params.capabilities;
      folders = foldersOf(params);
      options = (params.initializationOptions as ClientOptions | null | undefined) ?? {};
      if (isRecord(options.words)) config({ contents: options.words });
      explainer.hasCommand = options.explainCommand === true;
      const hasViews = options.ownViews === true;
      published.asks = !hasViews && client.textDocument?.diagnostic !== undefined;
      settings = readSettings(
        (params.initializationOptions as { shapescope?: unknown } | undefined)?.shapescope,
        tellOnce,
      );
      session.enabled = settings.enable;
      session.choice = settings;
      return {
        serverInfo: { name: "ShapeScope" },
        capabilities: {
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
          notebookDocumentSync: {
            notebookSelector: [{ notebook: { notebookType: "jupyter-notebook" }, cells: [{ language: "python" }] }],
          },
          hoverProvider: true,
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL],
            resolveProvider: true,
          },
          codeLensProvider: { resolveProvider: false },
          inlayHintProvider: { resolveProvider: false },
          ...(!hasViews && {
            documentSymbolProvider: { label: "ShapeScope" },
            diagnosticProvider: { identifier: "shapescope", interFileDependencies: true, workspaceDiagnostics: false },
            executeCommandProvider: { commands: Object.keys(textCommands) },
          }),
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        },
      };
    }),
  );

  connection.onInitialized(
    noticed(messages.anything, tellOnce, async () => {
      if (client.workspace?.didChangeConfiguration?.dynamicRegistration)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "shapescope" });
      if (client.workspace?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          noticed(messages.folders, tellOnce, ({ added, removed }: WorkspaceFoldersChangeEvent) => {
            const gone = new Set(removed.map(({ uri }) => pathOfUri(uri)));
            folders = [
              ...folders.filter((each) => !gone.has(each)),
              ...added.flatMap(({ uri }) => pathOfUri(uri) ?? []),
            ];
            session.reanalyzeAll();
          }),
        );
      }
      await pullSettings();
    }),
  );

  connection.onDidChangeConfiguration(
    noticed(messages.anything, tellOnce, (params: { settings?: unknown } | undefined) => {
      if (client.workspace?.configuration) return pullSettings();
      useSettings(readSettings((params?.settings as { shapescope?: unknown } | undefined)?.shapescope, tellOnce));
    }),
  );

  connection.onDidOpenTextDocument(
    noticed(messages.opened, tellOnce, ({ textDocument: { uri, text, version } }: DidOpenTextDocumentParams) =>
      session.open(uri, text, version),
    ),
  );
  connection.onDidChangeTextDocument(
    noticed(messages.changed, tellOnce, ({ textDocument, contentChanges }: DidChangeTextDocumentParams) =>
      session.change(textDocument.uri, contentChanges, textDocument.version ?? 0),
    ),
  );
  connection.onDidCloseTextDocument(
    noticed(messages.document, tellOnce, ({ textDocument }: DidCloseTextDocumentParams) =>
      session.close(textDocument.uri),
    ),
  );
  const { synchronization } = connection.notebooks;
  synchronization.onDidOpenNotebookDocument(
    noticed(messages.notebook, tellOnce, (params: DidOpenNotebookDocumentParams) => notebooks.didOpen(params)),
  );
  synchronization.onDidChangeNotebookDocument(
    noticed(messages.notebook, tellOnce, (params: DidChangeNotebookDocumentParams) => notebooks.didChange(params)),
  );
  synchronization.onDidCloseNotebookDocument(
    noticed(messages.notebook, tellOnce, (params: DidCloseNotebookDocumentParams) => notebooks.didClose(params)),
  );

  connection.onDidChangeWatchedFiles(
    noticed(messages.files, tellOnce, ({ changes }: DidChangeWatchedFilesParams) => {
      const open = new Set(session.all().map(({ uri }) => uri));
      for (const { uri } of changes) {
        const file = pathOfUri(uri);
        if (file !== undefined && !open.has(uri)) session.changedOnDisk(file);
      }
    }),
  );

  connection.onHover(
    asked(messages.place, async ({ textDocument, position }: HoverParams) => {
      const cell = notebooks.cell(textDocument.uri);
      const found = settings.enable ? await session.answer(cell?.notebook ?? textDocument.uri) : undefined;
      if (!found) return null;
      const { document, answer } = found;
      const offset = document.offset(answer.snapshot, cell?.down(position) ?? position);
      const data = offset === undefined ? undefined : hover(answer.view, offset);
      if (data === undefined) return null;
      const weighed = await footprints.withMemory(document, answer, data);
      const told = toHover(document, answer.snapshot, await explainer.withReason(document, answer, weighed));
      return cell ? cell.hover(told) : told;
    }),
  );

  connection.onCodeLens(
    asked(messages.document, async ({ textDocument }: CodeLensParams) => {
      const cell = notebooks.cell(textDocument.uri);
      const uri = cell?.notebook ?? textDocument.uri;
      const found = settings.enable && settings.codeLens ? await session.answer(uri) : undefined;
      if (!found) return [];
      const { document, answer } = found;
      const lenses = toCodeLenses(document, answer.snapshot, codeLenses(answer.view, settings.convention));
      return cell ? cell.lenses(lenses) : lenses;
    }),
  );

  connection.onCodeAction(
    asked(messages.actions, async ({ textDocument, range: selected, context: { only } }: CodeActionParams) => {
      const cell = notebooks.cell(textDocument.uri);
      const range = cell?.downRange(selected) ?? selected;
      const uri = cell?.notebook ?? textDocument.uri;
      const found = settings.enable && settings.diagnostics ? await session.answer(uri) : undefined;
      if (!found) return [];
      const { document, answer } = found;
      const { snapshot, view } = answer;
      const shown = diagnostics(view.analysis, settings);
      const asked = (kind: string) => only === undefined || only.some((one) => `${kind}.`.startsWith(`${one}.`));
      const lines = [range.start.line + 1, range.end.line + 1] as const;
      const tried = asked(CodeActionKind.QuickFix)
        ? await session.repairsOf(document, answer, errorsOn(shown, ...lines))
        : [];
      const actions = [
        ...toCodeActions(document, snapshot, [...fixes(shown, ...lines), ...tried]),
        ...(asked(FIX_ALL) ? toFixAll(document, snapshot, fixesOfAll(shown)) : []),
        ...(asked(CodeActionKind.RefactorRewrite)
          ? [...exampleActions(document, answer, range.start), ...shapeCommentActions(document, answer, range.start)]
          : []),
      ];
      return cell ? cell.actions(actions, notebooks.cellsOf(uri)!) : actions;
    }),
  );

  connection.onCodeActionResolve(
    asked(messages.action, async (action: CodeAction): Promise<CodeAction> => {
      const { uri, example } = (action.data ?? {}) as Partial<ExampleData>;
      const found = uri === undefined ? undefined : await session.answer(uri);
      if (found === undefined || example === undefined) return action;
      const { edits } = await forms.example(found.document, found.answer, example);
      return { ...action, edit: { changes: { [found.document.uri]: edits } } };
    }),
  );

  connection.languages.inlayHint.on(
    asked(messages.range, async ({ textDocument, range }: InlayHintParams) => {
      const cell = notebooks.cell(textDocument.uri);
      const found = settings.enable ? await session.answer(cell?.notebook ?? textDocument.uri) : undefined;
      if (!found) return [];
      const { document, answer } = found;
      const wanted = cell?.downRange(range) ?? range;
      const start = document.offset(answer.snapshot, wanted.start) ?? 0;
      const end = document.offset(answer.snapshot, wanted.end);
      const { view, snapshot } = answer;
      const mode = settings.inlayHints;
      const hints = [...inlayHints(view, mode, start, end), ...layerHints(view, mode, start, end)];
      const shown = toInlayHints(document, snapshot, hints);
      return cell ? cell.hints(shown) : shown;
    }),
  );

  connection.onDocumentSymbol(
    asked(messages.document, async ({ textDocument }: DocumentSymbolParams) => {
      const cell = notebooks.cell(textDocument.uri);
      const found = settings.enable ? await session.answer(cell?.notebook ?? textDocument.uri) : undefined;
      if (!found) return [];
      const { document, answer } = found;
      const symbols = toSymbols(document, answer.snapshot, outline(answer.view));
      return cell ? cell.symbols(symbols) : symbols;
    }),
  );

  connection.languages.diagnostics.on(
    asked(messages.diagnostics, ({ textDocument: { uri }, previousResultId }: DocumentDiagnosticParams) =>
      published.report(uri, session.settled(programOfCell(uri)), previousResultId),
    ),
  );

  connection.onExecuteCommand(
    asked(messages.command, async ({ command, arguments: [argument] = [] }: ExecuteCommandParams, cancel) => {
      const known = textCommands[command];
      const wrong = known === undefined ? `there is no command ${command}` : wrongIn(known.argument, argument);
      if (wrong !== undefined) return new ResponseError<never>(ErrorCodes.InvalidParams, wrong);
      const message = await known.answer(argument as never, views, cancel);
      if (options.showsAnswers !== true)
        void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
      return message;
    }),
  );

  connection.onRequest(requests.entries, asked(messages.file, entriesOf));

  connection.onRequest(
    requests.forward,
    asked(messages.entry, async (params: EntryParams) => {
      const found = await session.answer(programOfCell(params.uri));
      return found ? forwardResult(found.document, found.answer, params, settings.convention) : null;
    }),
  );

  connection.onRequest(
    requests.memory,
    asked(messages.entry, (params: EntryParams) => footprints.of(params)),
  );

  connection.onRequest(
    requests.devices,
    asked(messages.anything, () => deviceChoices(settings)),
  );

  connection.onRequest(requests.lineCosts, asked(messages.file, lineCostsOf));

  connection.onRequest(requests.example, asked(messages.example, exampleOf));
  connection.onRequest(
    requests.modules,
    asked(messages.modules, async (params: ModulesParams) => {
      const found = await session.answer(programOfCell(params.uri));
      return found ? modulesResult(found.answer.view, params, settings.convention) : null;
    }),
  );
  connection.onRequest(
    requests.modulesText,
    asked(messages.modules, async (params: ModulesTextParams) => {
      const found = await session.answer(programOfCell(params.uri));
      return found ? modulesText(found.answer.view, params, settings.convention) : null;
    }),
  );

  connection.onRequest(
    requests.form,
    asked(messages.form, (params: FormParams) => forms.form(params)),
  );
  connection.onRequest(
    requests.fill,
    asked(messages.fill, (params: FillParams) => forms.fill(params)),
  );
  connection.onRequest(
    requests.give,
    asked(messages.give, async (params: GiveParams) => {
      const result = await forms.give(params);
      refresh();
      return result;
    }),
  );

  connection.onRequest(requests.shapeComments, asked(messages.shapeComments, shapeCommentsOf));

  connection.onRequest(
    requests.pick,
    asked(messages.pick, async (params: PickParams) => {
      pick(params);
      return null;
    }),
  );

  connection.onRequest(requests.explain, asked(messages.explain, explanationOf));

  connection.onRequest(
    requests.run,
    asked(messages.run, (params: RunParams, cancel: CancellationToken) =>
      runOf(params, (news) => void connection.sendNotification(notifications.runUpdate, news), cancel),
    ),
  );

  connection.onRequest(
    requests.look,
    asked(messages.look, async ({ token, ...at }: LookParams) => (await runs.look(token, at)) ?? null),
  );

  connection.onRequest(
    requests.forget,
    asked(messages.forget, ({ token }: ForgetParams) => {
      runs.forget(token);
      return null;
    }),
  );

  connection.onShutdown(() => {
    session.dispose();
    runs.dispose();
  });

  async function entriesOf({ uri }: EntriesParams): Promise<SubjectEntries[]> {
    const cell = notebooks.cell(uri);
    const found = await session.answer(cell?.notebook ?? uri);
    const entries = found ? subjectEntries(found.document, found.answer) : [];
    return cell ? cell.entries(entries) : entries;
  }

  async function lineCostsOf({ uri }: EntriesParams): Promise<LineCost[]> {
    const cell = notebooks.cell(uri);
    const found = settings.enable && settings.lineCosts ? await session.answer(cell?.notebook ?? uri) : undefined;
    if (!found) return [];
    const { document, answer } = found;
    const { lines } = answer.snapshot;
    const costs = lineCosts(answer.view, settings.convention, (line) => lines.endOfLine(line - 1));
    const shown = toLineCosts(document, answer.snapshot, costs);
    return cell ? cell.costs(shown) : shown;
  }

  async function exampleOf({ uri, subject, call }: ExampleParams): Promise<DocumentEdits | null> {
    const found = settings.enable ? await session.answer(uri) : undefined;
    return found ? forms.example(found.document, found.answer, subject, call) : null;
  }

  async function shapeCommentsOf({ uri, position }: ShapeCommentsParams): Promise<DocumentEdits | null> {
    const found = settings.enable ? await session.answer(uri) : undefined;
    return found ? shapeCommentEdits(found.document, found.answer, position) : null;
  }

  function explanationOf(params: ExplainParams): Promise<ExplainResult | null> {
    const cell = notebooks.cell(params.uri);
    return explainer.explain(cell ? { ...params, uri: cell.notebook, range: cell.downRange(params.range) } : params);
  }

  function pick({ uri, subject, entryId }: PickParams): void {
    const document = session.get(uri);
    if (!document) return;
    document.pick(subject, entryId);
    sendStatus(readyStatus(document, document.answer?.view.analysis.ms));
    refresh();
  }

  async function runOf(
    params: RunParams,
    update: (news: RunUpdate) => void,
    cancel: CancellationToken,
  ): Promise<RunResult> {
    const { token, seed = settings.run.seed, backend = settings.run.backend, learn, trains, weights } = params;
    const program = await programOf(params);
    if ("notRunnable" in program)
      return { state: "notRunnable", message: program.notRunnable, seed, ms: 0, done: 0, total: 0, modules: [] };
    const notes: string[] = [];
    const tfjsNode = tfjsNodeFolder(settings, folders, (note) => notes.push(note));
    const choice = { token, seed, backend, tfjsNode, weights, documents: session.texts() };
    const mode = trains ? { ...program, asked: { ...program.asked, trains } } : program;
    const result = await runs.run(learn ? learning(mode, learn) : mode, choice, update, cancel);
    return notes.length > 0 ? { ...result, notes: [...notes, ...(result.notes ?? [])] } : result;
  }

  async function programOf(params: EntryParams): Promise<Program | { notRunnable: string }> {
    const found = await session.answer(params.uri);
    const chosen = found && findEntry(found.answer.view, params);
    if (!found || !chosen) return { notRunnable: "no call of it is known" };
    if (!chosen.entry.runnable) return { notRunnable: chosen.entry.notRunnable ?? "its sizes are not all numbers" };
    const outcome = await session.runnable(found.document, chosen.entry.id);
    if ("value" in outcome) {
      const { file, asked, roots, notRunnable = "no call of it is known" } = outcome.value;
      return file === undefined || asked === undefined ? { notRunnable } : { file, asked, ...(roots && { roots }) };
    }
    return { notRunnable: noAnswer(outcome) ?? "it was cancelled" };
  }
}

/** The same program with its gradients. */
function learning(program: Program, { check, overfit }: NonNullable<RunParams["learn"]>): Program {
  const asked = { ...program.asked, backward: true, trains: overfit > 0 };
  return { ...program, asked: { ...asked, ...(check && { check }), ...(overfit > 0 && { overfit }) } };
}

/** Reasons that a status item has room for. */
const MOST_REASONS = 8;

/** What of a file is not analysed, and why. */
function unfollowedIn(
  document: OpenDocument,
  { subjects }: View,
): Pick<AnalysisStatus, "unfollowed" | "unfollowedCount"> {
  const found = subjects.flatMap(({ name, unfollowed }) => (unfollowed === undefined ? [] : [{ name, unfollowed }]));
  return {
    unfollowedCount: found.length,
    unfollowed: found.slice(0, MOST_REASONS).map(({ name, unfollowed: { reason, file, line } }) => ({
      name,
      line: file === document.file ? line : 0,
      reason,
    })),
  };
}

/** Waits for nothing: an editor that cannot answer misses an update only. */
function ignoreFailure(promise: Promise<unknown>): void {
  promise.catch(() => {});
}

function foldersOf(params: InitializeParams): string[] {
  const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
  return uris.flatMap((uri) => pathOfUri(uri) ?? []);
}

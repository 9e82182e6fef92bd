/** The thread that does the command line's analyses, in a process of its own. */
import { KeptOnDisk } from "../../supervisor/kept";
import { patience } from "../../supervisor/limits";
import { SupervisedThread } from "../../supervisor/thread";
import { checkFile, measured } from "../check/one";
import type { CliAnalyzer, Context } from "../context";
import { oneLine } from "../failure";
import { openAnalyzer } from "../open";
import { runProgram } from "../program";
import type { Display, FromThread, ToThread } from "./protocol";

/** Milliseconds of CPU that a command may take, and a file among many: far more than the work that an analysis may cost. */
const LONGEST_MS = { asked: 100_000, file: 30_000 };

const thread = new SupervisedThread<undefined, ToThread, FromThread>();
/** By the bundle that this is part of. */
const kept = KeptOnDisk.for(__filename);
let opened: Promise<CliAnalyzer> | undefined;

/** An analyzer that shows, by asking, that it is not stuck. Nothing here is cancelled. */
async function open(): Promise<CliAnalyzer> {
  const analyzer = await openAnalyzer(__dirname, undefined, kept);
  const watched = { cancelled: () => thread.isCancelled(1) };
  return {
    analyzeFile: (file, options) => analyzer.analyzeFile(file, { ...options, ...watched }),
    facts: (file, options) => analyzer.facts(file, { ...options, ...watched }),
    trace: (file, call, options) => analyzer.trace(file, call, { ...options, ...watched }),
    training: (file, call, train, options) => analyzer.training(file, call, train, { ...options, ...watched }),
    ownTraining: (file, call, options) => analyzer.ownTraining(file, call, { ...options, ...watched }),
    ownFit: (file, call, device, options) => analyzer.ownFit(file, call, device, { ...options, ...watched }),
    fit: (file, call, question, options) => analyzer.fit(file, call, question, { ...options, ...watched }),
    explain: (file, at, options) => analyzer.explain(file, at, { ...options, ...watched }),
    explainCall: (file, call, at, options) => analyzer.explainCall(file, call, at, { ...options, ...watched }),
    source: (file) => analyzer.source(file),
  };
}

function analyzer(): Promise<CliAnalyzer> {
  opened ??= open();
  return opened;
}

/** Does a piece of work that the supervisor watches. */
function during<T>(file: string, budgetMs: number, work: () => T | Promise<T>): Promise<T> {
  return thread.during({ id: 1, file, ms: patience(budgetMs) }, work);
}

async function answer(message: ToThread): Promise<FromThread> {
  if (message.kind === "check") {
    const opened = await analyzer();
    const { file, setup } = message;
    const check = () => measured(() => checkFile(opened, file, setup));
    return { kind: "checked", ...(await during(file, LONGEST_MS.file, check)) };
  }
  const { cwd, env, out, err } = message.surroundings;
  const output = (kind: "out" | "err", display: Display) => ({
    ...display,
    write: (text: string) => thread.send({ kind, text }),
  });
  const context: Context = {
    cwd,
    env,
    out: output("out", out),
    err: output("err", err),
    dist: __dirname,
    analyzer,
    watched: (file, work) => during(file, LONGEST_MS.asked, work),
  };
  return { kind: "done", code: await runProgram(message.args, context) };
}

let queue = Promise.resolve();
thread.onMessage((message) => {
  queue = queue
    .then(() => answer(message))
    .finally(() => kept?.write())
    .then(
      (done) => thread.send(done),
      (fault) => thread.send({ kind: "fault", message: oneLine(fault) }),
    );
});
thread.send({ kind: "ready" });

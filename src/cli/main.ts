/** The process of `shapescope`: streams, signals and the exit status around `runProgram`. */
import * as nodeModule from "node:module";
import { isMainThread } from "node:worker_threads";
import type { Context, Output } from "./context";
import { oneLine } from "./failure";

/** Width of a page that nobody sees at a terminal's width. */
const PLAIN_COLUMNS = 120;

/** Commands whose work is done in a process of its own. */
const ANALYSING = new Set(["trace", "facts", "explain"]);

function output(stream: NodeJS.WriteStream): Output {
  const { env } = process;
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0";
  const refused = Boolean(env.NO_COLOR) || env.TERM === "dumb";
  // A reader that has gone (`| head`) has seen enough.
  stream.on("error", () => process.exit());
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.columns || Number(env.COLUMNS) || PLAIN_COLUMNS,
    colors: !refused && (forced || stream.isTTY === true),
  };
}

/** The last resort: one plain line in place of a stack. */
function onFault(thrown: unknown): void {
  process.stderr.write(
    `shapescope: a fault of its own: ${oneLine(thrown)}. Please report it with the command and the file.\n`,
  );
  process.exit(2);
}

async function main(): Promise<void> {
  process.on("uncaughtException", onFault);
  process.on("unhandledRejection", onFault);
  const context: Context = {
    cwd: process.cwd(),
    env: process.env,
    out: output(process.stdout),
    err: output(process.stderr),
    dist: __dirname,
    analyzer: async () => (await import("./open")).openAnalyzer(__dirname),
  };
  const args = process.argv.slice(2);
  const { Processes } = await import("./apart/apart");
  const apart = new Processes(context);
  context.apart = apart;
  if (ANALYSING.has(args[0])) apart.start();
  const { runProgram } = await import("./program");
  process.exitCode = await runProgram(args, context);
  apart.end();
}

// Since Node 22: what was compiled is kept for the next start.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
if (isMainThread) void main();
else void import("./apart/thread");

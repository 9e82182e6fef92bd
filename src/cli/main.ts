/** The process of `shapescope`: streams, signals and the exit status around `runProgram`. */
import * as nodeModule from "node:module";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { commandApart, isApart } from "./apart/command";
import type * as Bundle from "./bundle";
import { type Context, exit, type Output } from "./context";
import { oneLine } from "./failure";
import { reason } from "./input";
import { loadBundle } from "./load";

/** Width of a page that nobody sees at a terminal's width. */
const PLAIN_COLUMNS = 120;

/** True where a stream could not take what was written to it: the command has not done its work then. */
let lost = false;

/** What a stream does that fails: its reader has seen enough (`| head`), or what was written is lost, as on a full disk. */
function onStreamError(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  // The status of the command stays what it is.
  if (error.code === "EPIPE" || stream === process.stderr || lost) return;
  lost = true;
  process.exitCode = exit.failed;
  process.stderr.write(`shapescope: the output could not be written: ${reason(error, "write")}\n`);
}

function output(stream: NodeJS.WriteStream): Output {
  const { env } = process;
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0";
  const refused = Boolean(env.NO_COLOR) || env.TERM === "dumb";
  stream.on("error", (error) => onStreamError(stream, error));
  return {
    write: (text) => {
      if (!stream.destroyed) stream.write(text);
    },
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
    analyzer: () => bundle().openAnalyzer(__dirname),
    checkApart: (files, setup, onDone) =>
      bundle().checkInProcesses(
        files,
        setup,
        { supervisor: join(__dirname, "supervisor.js"), script: __filename },
        onDone,
      ),
  };
  const args = process.argv.slice(2);
  const code = isApart(args) ? await commandApart(args, context) : await bundle().runProgram(args, context);
  if (!lost) process.exitCode = code;
}

/** What most command lines need in the other process alone. */
function bundle(): typeof Bundle {
  return loadBundle(join(__dirname, "program.js")) as typeof Bundle;
}

// Since Node 22: what was compiled is kept for the next start.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
if (isMainThread) void main();
// Loaded, it is the thread that analyses.
else bundle();

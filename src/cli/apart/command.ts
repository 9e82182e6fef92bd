import { join, resolve } from "node:path";
import { deserialize } from "node:v8";
import { defaultLimits, type Ending, type Job, tellEnding } from "../../supervisor/limits";
import { type ThreadOptions, WatchedThread } from "../../supervisor/watched";
import type { Context, ExitCode, Output } from "../context";
import { Failure, tellFailure } from "../failure";
import type { Display, FromThread, ToThread } from "./protocol";
import { notStarted } from "./start";

/**
 * V8 ends the whole process where a thread's heap is full. Here that would be this one: so the heap may be larger than the memory, whose limit
 * comes first.
 */
const LIMITS = { ...defaultLimits, heapMb: 4 * defaultLimits.memoryMb };

/** Commands that analyse one file. */
const APART: ReadonlySet<string> = new Set(["trace", "fit", "facts", "explain"]);

/** Whether a command line is to be run in a thread of its own. */
export function isApart([command]: readonly string[]): boolean {
  return APART.has(command);
}

/**
 * Runs a command line in a thread of its own: a file that lets it hang, or takes all of its memory, is told of here. A second process would be
 * safe from V8's fatal errors too, but each command would take a fourth longer. Never throws.
 */
export async function commandApart(
  args: readonly string[],
  context: Context,
  options: ThreadOptions = { script: join(context.dist, "cli.js"), limits: LIMITS },
): Promise<ExitCode> {
  try {
    return await command(args, context, options);
  } catch (thrown) {
    return tellFailure(thrown, args, context);
  }
}

function command(args: readonly string[], { cwd, env, out, err }: Context, options: ThreadOptions): Promise<ExitCode> {
  return new Promise<ExitCode>((done, fail) => {
    // Written when all of it is there: there is no half an answer.
    let written = "";
    let isReady = false;
    const thread = new WatchedThread<ToThread>(options, {
      message(bytes) {
        const message = deserialize(bytes) as FromThread;
        if (message.kind === "ready") isReady = true;
        else if (message.kind === "out") written += message.text;
        else if (message.kind === "err") err.write(message.text);
        else if (message.kind === "fault") end(() => fail(new Error(message.message)));
        else if (message.kind === "done") {
          out.write(written);
          end(() => done(message.code));
        }
      },
      ended: (ending, job) => end(() => fail(isReady ? givenUp(ending, cwd, job) : notStarted(ending))),
    });
    const end = (then: () => void) => void thread.end().then(then);
    const surroundings = { cwd, env: { ...env }, out: display(out), err: display(err) };
    thread.post({ kind: "command", args: [...args], surroundings });
  });
}

function display({ isTerminal, columns, colors }: Output): Display {
  return { isTerminal, columns, colors };
}

function givenUp(ending: Ending, cwd: string, job: Job | undefined): Failure {
  const told = `the analysis was given up: ${tellEnding(ending)}`;
  if (job === undefined) return new Failure(told, { code: "given-up" });
  return new Failure(`${job.file}: ${told}`, {
    file: resolve(cwd, job.file),
    severity: "information",
    code: "given-up",
  });
}

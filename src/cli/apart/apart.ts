import { join, resolve } from "node:path";
import { type Ending, type Limits, tellEnding } from "../../supervisor/limits";
import { type ProcessOptions, SupervisedProcess } from "../../supervisor/process";
import { checkInProcesses } from "../check/pool";
import type { Apart, Context, ExitCode, FileCost, Output } from "../context";
import { Failure } from "../failure";
import type { CheckSetup, Display, FromThread, ToThread } from "./protocol";
import { notStarted } from "./start";

/** Analyses in processes of their own: a file that brings one down, or lets it hang, does not end the command line. */
export class Processes implements Apart {
  private readonly options: ProcessOptions;
  private process: SupervisedProcess<ToThread, FromThread> | undefined;
  private take: (message: FromThread) => void = () => {};
  private fail: (why: Error) => void = () => {};
  private isReady = false;
  private ended: Ending | undefined;

  constructor(
    private readonly context: Context,
    limits?: Limits,
  ) {
    const { dist } = context;
    const [supervisor, script] = ["supervisor.js", "cli.js"].map((name) => join(dist, name));
    this.options = { supervisor, script, ...(limits && { limits }) };
  }

  /** Starts the process of a command: it is set up while its command line is still read here. */
  start(): void {
    this.process ??= new SupervisedProcess<ToThread, FromThread>(this.options, {
      message: (message) => {
        if (message.kind === "ready") this.isReady = true;
        this.take(message);
      },
      ended: (ending) => {
        this.ended = ending;
        this.fail(notStarted(ending));
      },
    });
  }

  command(args: readonly string[], file: string): Promise<ExitCode> {
    const { cwd, env, out, err } = this.context;
    this.start();
    return new Promise<ExitCode>((done, fail) => {
      if (this.ended !== undefined) return fail(notStarted(this.ended));
      // Written when all of it is there: there is no half an answer.
      let written = "";
      this.fail = (why) => fail(this.isReady && this.ended ? givenUp(this.ended, cwd, file) : why);
      this.take = (message) => {
        if (message.kind === "out") written += message.text;
        else if (message.kind === "err") err.write(message.text);
        else if (message.kind === "fault") fail(new Error(message.message));
        else if (message.kind === "done") {
          out.write(written);
          done(message.code);
        }
      };
      const surroundings = { cwd, env: { ...env }, out: display(out), err: display(err) };
      this.process?.post({ kind: "command", file, args: [...args], surroundings });
    });
  }

  check(files: readonly string[], setup: CheckSetup, onDone: (file: string, cost?: FileCost) => void) {
    return checkInProcesses(files, setup, this.options, onDone);
  }

  /** Ends the process of a command. */
  end(): void {
    this.process?.end();
  }
}

function display({ isTerminal, columns, colors }: Output): Display {
  return { isTerminal, columns, colors };
}

function givenUp(ending: Ending, cwd: string, file: string): Failure {
  const message = `${file}: the analysis was given up: ${tellEnding(ending)}`;
  return new Failure(message, { file: resolve(cwd, file), severity: "information", code: "given-up" });
}

import { type ChildProcess, fork } from "node:child_process";
import type { Answer } from "./attempt";
import type { ToParent } from "./child";
import type { TextInput } from "./input";
import { cpuOf } from "./usage";

/** What became of an input: an answer, or the end of its process. */
export type Outcome = { answer: Answer } | { hung: number } | { died: string };

export interface RunnerOptions {
  /** The bundled child.ts. */
  script: string;
  /** The folder with the parser's WebAssembly. */
  dist: string;
  /** The analysis's budget of one run over a file, in milliseconds. */
  budgetMs: number;
  env?: NodeJS.ProcessEnv;
}

/** An input has several runs over its file, each with the whole budget: after so many budgets of CPU it will not end. */
const RUNS = 12;
/** As `check` gives its threads, so that what needs more dies here too. */
const HEAP_MEGABYTES = 1024;
/** Where a process's CPU can't be read, the clock decides, which a busy machine makes run fast. */
const CLOCK_SLACK = 5;
const LOOK_MS = 200;

/** One child process, started when it is needed and again when it was lost. One input at a time. */
export class Runner {
  private child: ChildProcess | undefined;
  private stderr = "";
  private stopping: (() => void) | undefined;

  constructor(private readonly options: RunnerOptions) {}

  async run(input: TextInput): Promise<Outcome> {
    this.child ??= await this.start();
    const child = this.child;
    return new Promise((resolve) => {
      const pid = child.pid!;
      const limit = this.options.budgetMs * RUNS;
      const startedAt = Date.now();
      const cpuAtStart = cpuOf(pid);
      const done = (outcome: Outcome) => {
        this.stopping = undefined;
        clearInterval(looking);
        child.off("message", onMessage);
        child.off("exit", onExit);
        resolve(outcome);
      };
      const onMessage = (message: ToParent) => {
        if ("answer" in message) done({ answer: message.answer });
      };
      const onExit = (code: number | null, signal: string | null) => {
        this.child = undefined;
        done({ died: deathOf(code, signal, this.stderr) });
      };
      const looking = setInterval(() => {
        const now = cpuOf(pid);
        const used =
          now === undefined || cpuAtStart === undefined ? (Date.now() - startedAt) / CLOCK_SLACK : now - cpuAtStart;
        if (used <= limit) return;
        done({ hung: used });
        this.stop();
      }, LOOK_MS);
      this.stopping = () => done({ died: "it was stopped" });
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.send(input);
    });
  }

  /** Ends the child, and what it is at; the next input has a fresh one. */
  stop(): void {
    this.child?.removeAllListeners();
    this.child?.kill("SIGKILL");
    this.child = undefined;
    this.stopping?.();
  }

  private start(): Promise<ChildProcess> {
    const { script, dist, budgetMs, env } = this.options;
    this.stderr = "";
    const child = fork(script, [dist, `${budgetMs}`], {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, "--max-semi-space-size=96"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
      env: { ...process.env, ...env },
    });
    child.stderr!.on("data", (text) => {
      this.stderr = `${this.stderr}${text}`.slice(-20_000);
    });
    return new Promise((resolve, reject) => {
      child.once("message", () => {
        child.removeAllListeners("exit");
        resolve(child);
      });
      child.once("exit", () => reject(new Error(`the analysing process did not start: ${this.stderr}`)));
    });
  }
}

/** Why a process ended: its own last words where it had some. */
function deathOf(code: number | null, signal: string | null, stderr: string): string {
  const words = /FATAL ERROR: .*|^\w*Error: .*/m.exec(stderr)?.[0];
  return words ?? (signal === null ? `status ${code}` : `signal ${signal}`);
}

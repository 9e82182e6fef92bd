import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Session, Step } from "./lsp-messages";
import { treeUsage } from "./usage";

/** What became of a connection. */
export interface LspOutcome {
  /** What went wrong, in the order in which it was seen. */
  problems: { kind: "throw" | "hang" | "death"; message: string }[];
  cpu: number;
  bytes: number;
}

interface Received {
  id?: unknown;
  method?: string;
  result?: unknown;
  error?: { code: number; message: string };
  params?: unknown;
}

/** Milliseconds of CPU, and of the clock, after which an answer will not come. */
const PATIENCE = { cpu: 15_000, clock: 60_000 };
const INTERNAL_ERROR = -32603;
/** What vscode-jsonrpc logs of a handler of ours that throws. */
const HANDLER_FAILED = /^Notification handler '.*' failed/;

const ALIVE = {
  uri: "file:///fuzz/alive.py",
  text: `import torch
from torch import nn
# shapescope: Alive()(torch.zeros(2, 3))
class Alive(nn.Module):
    def forward(self, x):
        return x.relu()
`,
};

/** Plays a session to a server of its own, then asks whether it still answers for another file. */
export async function play({ early, steps, last }: Session, dist: string): Promise<LspOutcome> {
  const server = new Server(dist);
  try {
    for (const step of early) server.write(step);
    server.write(request("fuzz-initialize", "initialize", { processId: null, rootUri: null, capabilities: {} }));
    await server.answer("fuzz-initialize");
    server.write(notification("initialized", {}));
    for (const step of steps) server.write(step);
    await alive(server);
    if (last.length > 0) {
      for (const step of last) server.write(step);
      server.endInput();
    } else {
      server.write(request("fuzz-shutdown", "shutdown", undefined));
      await server.answer("fuzz-shutdown");
      server.write(notification("exit", undefined));
    }
    await server.exit(last.length === 0);
  } finally {
    server.kill();
  }
  const { problems, cpu, bytes } = server;
  return { problems, cpu, bytes };
}

/** Opens a good file; a hover over its tensor must tell its shape. */
async function alive(server: Server): Promise<void> {
  const { uri, text } = ALIVE;
  server.write(notification("workspace/didChangeConfiguration", { settings: { shapescope: {} } }));
  server.write(notification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } }));
  const position = { line: 5, character: 18 };
  server.write(request("fuzz-hover", "textDocument/hover", { textDocument: { uri }, position }));
  const answer = await server.answer("fuzz-hover");
  if (answer !== undefined && !JSON.stringify(answer.result ?? null).includes("(2, 3)"))
    server.problems.push({ kind: "death", message: "the next file is not answered as it was before" });
}

function request(id: string, method: string, params: unknown): Step {
  return { message: { jsonrpc: "2.0", id, method, params } };
}

function notification(method: string, params: unknown): Step {
  return { message: { jsonrpc: "2.0", method, params } };
}

class Server {
  readonly problems: LspOutcome["problems"] = [];
  /** Of the server and the processes that it starts. */
  cpu = 0;
  bytes = 0;
  private readonly child: ChildProcess;
  private readonly answers = new Map<unknown, Received>();
  private buffer = Buffer.alloc(0);
  private stderr = "";
  private ended: { code: number | null; signal: string | null } | undefined;

  constructor(dist: string) {
    this.child = spawn(process.execPath, [join(dist, "server.js"), "--stdio"], { stdio: "pipe" });
    this.child.stdin!.on("error", () => {});
    this.child.stdout!.on("data", (data) => this.read(data));
    this.child.stderr!.on("data", (data) => {
      this.stderr = `${this.stderr}${data}`.slice(-10_000);
    });
    this.child.on("exit", (code, signal) => {
      this.ended = { code, signal };
    });
  }

  write(step: Step): void {
    if ("raw" in step) this.child.stdin!.write(step.raw);
    else {
      const body = JSON.stringify(step.message) ?? "null";
      this.child.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    }
  }

  endInput(): void {
    this.child.stdin!.end();
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  /** The answer to a request; undefined, and a problem, where none comes. */
  async answer(id: string): Promise<Received | undefined> {
    await this.until(() => this.answers.has(id), `no answer to ${id}`);
    return this.answers.get(id);
  }

  /** Waits for the end; `orderly` where it was asked for by `exit`. */
  async exit(orderly: boolean): Promise<void> {
    if (this.problems.some(({ kind }) => kind !== "throw")) return;
    const began = Date.now();
    while (this.ended === undefined && Date.now() - began < PATIENCE.clock) await this.look();
    if (this.ended === undefined) this.problems.push({ kind: "hang", message: "it does not end with its input" });
    else if (orderly && this.ended.code !== 0)
      this.problems.push({ kind: "death", message: `it ends with ${this.ended.code ?? this.ended.signal}` });
    else if (/^\s+at .*:\d+:\d+/m.test(this.stderr))
      this.problems.push({ kind: "throw", message: `at its end: ${firstError(this.stderr)}` });
  }

  private async until(done: () => boolean, what: string): Promise<void> {
    const began = Date.now();
    const { cpu } = this;
    while (!done()) {
      if (this.problems.some(({ kind }) => kind !== "throw")) return;
      await this.look();
      if (this.ended !== undefined) {
        const { code, signal } = this.ended;
        this.problems.push({
          kind: "death",
          message: `the server ended (${code ?? signal}): ${firstError(this.stderr)}`,
        });
      } else if (Date.now() - began > PATIENCE.clock || this.cpu - cpu > PATIENCE.cpu)
        this.problems.push({ kind: "hang", message: what });
    }
  }

  private async look(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const used = treeUsage(this.child.pid!);
    this.cpu = Math.max(this.cpu, used?.cpu ?? 0);
    this.bytes = Math.max(this.bytes, used?.bytes ?? 0);
  }

  private read(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(this.buffer.toString("latin1", 0, 200));
      if (header === null) return;
      const [start, length] = [header[0].length, Number(header[1])];
      if (this.buffer.length < start + length) return;
      const body = this.buffer.toString("utf8", start, start + length);
      this.buffer = this.buffer.subarray(start + length);
      this.received(JSON.parse(body) as Received);
    }
  }

  private received(message: Received): void {
    // What the server asks is answered with nothing.
    if (message.method !== undefined && message.id !== undefined)
      this.write({ message: { jsonrpc: "2.0", id: message.id, result: null } });
    else if (message.method === undefined) this.answers.set(message.id, message);
    if (message.error?.code === INTERNAL_ERROR)
      this.problems.push({ kind: "throw", message: `answered with an internal error: ${message.error.message}` });
    const { type, message: logged } = (message.params ?? {}) as { type?: unknown; message?: unknown };
    // That a message is none is logged as an error, too, and is right.
    if (message.method === "window/logMessage" && type === 1 && HANDLER_FAILED.test(String(logged)))
      this.problems.push({ kind: "throw", message: `logged: ${String(logged).split("\n")[0]}` });
  }
}

function firstError(stderr: string): string {
  return /^\w*Error.*|^FATAL ERROR.*/m.exec(stderr)?.[0] ?? stderr.trim().split("\n").at(-1) ?? "no word of it";
}

/** The tools over the Model Context Protocol: https://modelcontextprotocol.io/specification */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { version } from "../../../package.json";
import { type Context, type ExitCode, exit, type Output } from "../context";
import { oneLine } from "../failure";
import { type Tool, tools } from "./tools";

/** Does a command line; what it writes goes to the context that is given. */
export type RunLine = (args: readonly string[], context: Context) => Promise<ExitCode>;

/** Serves until standard input ends. */
export function serve(context: Context, run: RunLine): Promise<void> {
  return new Promise((done) => {
    const handle = serveStdio(() => serverOf(context, run), {
      onerror: (error) => context.err.write(`shapescope: mcp: ${oneLine(error)}\n`),
    });
    process.stdin.once("end", () => void handle.close().finally(done));
  });
}

export function serverOf(context: Context, run: RunLine): McpServer {
  const server = new McpServer({ name: "shapescope", version });
  for (const tool of tools) {
    const { name, title, description, input } = tool;
    const annotations = { readOnlyHint: true, openWorldHint: false, idempotentHint: true };
    server.registerTool(name, { title, description, inputSchema: input, annotations }, (args) =>
      answer(tool, args, context, run),
    );
  }
  return server;
}

interface Answer {
  content: { type: "text"; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: true;
  [further: string]: unknown;
}

/** Errors that were found are an answer; only what could not be done is an error of the tool. */
async function answer(tool: Tool, args: Record<string, unknown>, context: Context, run: RunLine): Promise<Answer> {
  const { cwd } = context;
  let [written, told] = ["", ""];
  const kept = (keep: (text: string) => void): Output => ({
    write: keep,
    isTerminal: false,
    columns: 120,
    colors: false,
  });
  try {
    const line = tool.line(args, (file) => readFileSync(resolve(cwd, file), "utf8"));
    const code = await run(line, {
      ...context,
      out: kept((text) => {
        written += text;
      }),
      err: kept((text) => {
        told += text;
      }),
    });
    if (code === exit.failed && written.trim() === "") return failed(told);
    const found = JSON.parse(written) as Record<string, unknown>;
    if (code === exit.failed) return { ...failed(told), structuredContent: found };
    return { content: [{ type: "text", text: tool.text(found as never, cwd) }], structuredContent: found };
  } catch (thrown) {
    return failed(oneLine(thrown));
  }
}

function failed(why: string): Answer {
  const text = why.replace(/^shapescope: /, "").trim() || "it could not be done";
  return { content: [{ type: "text", text }], isError: true };
}

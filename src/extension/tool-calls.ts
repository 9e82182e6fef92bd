/** Asks `shapescope mcp`, as any assistant does; a bundle of its own, loaded when a tool is called for the first time. */
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

/** How the server is started. */
export interface Start {
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Folder that paths of arguments are below. */
  cwd?: string;
}

/** What a tool answered. */
export interface ToolAnswer {
  text: string;
  /** It could not be done, and the text says why. */
  isError: boolean;
}

/** One server, started at the first call and again where it has ended. */
export class ToolCalls {
  private client: Promise<Client> | undefined;

  constructor(
    private readonly start: Start,
    private readonly version: string,
  ) {}

  async call(name: string, given: object, signal: AbortSignal): Promise<ToolAnswer> {
    this.client ??= this.connected();
    const client = await this.client;
    const { content, isError } = await client.callTool(
      { name, arguments: { ...given } },
      { signal, timeout: PATIENCE },
    );
    const texts = (content as { type: string; text?: string }[]).map(({ text = "" }) => text);
    return { text: texts.join("\n"), isError: isError === true };
  }

  private async connected(): Promise<Client> {
    const client = new Client({ name: "shapescope-extension", version: this.version });
    const { env, ...start } = this.start;
    const inherited = Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined);
    const forget = () => {
      this.client = undefined;
    };
    client.onclose = forget;
    try {
      await client.connect(new StdioClientTransport({ ...start, env: { ...Object.fromEntries(inherited), ...env } }));
    } catch (error) {
      forget();
      throw error;
    }
    return client;
  }

  async dispose(): Promise<void> {
    await (await this.client?.catch(() => undefined))?.close();
  }
}

/** Milliseconds after which a call is given up: a folder with many files takes minutes. */
const PATIENCE = 600_000;

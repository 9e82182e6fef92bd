import { createRequire } from "node:module";
import { join } from "node:path";
import { type Context, type ExitCode, exit } from "../context";

/** `lsp --stdio`: hands this process to the language server, which reads `--stdio` from the command line too. */
export async function lsp({ dist }: Context): Promise<ExitCode> {
  const server = join(dist, "server.js");
  createRequire(server)(server);
  return exit.ok;
}

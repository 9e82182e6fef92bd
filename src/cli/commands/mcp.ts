import { join } from "node:path";
import { type Context, type ExitCode, exit } from "../context";
import { loadBundle } from "../load";
import type * as Bundle from "../mcp/serve";

/** `mcp`: the commands as tools of coding assistants, over standard input and output. */
export async function mcp(context: Context, run: Bundle.RunLine): Promise<ExitCode> {
  await (loadBundle(join(context.dist, "mcp.js")) as typeof Bundle).serve(context, run);
  return exit.ok;
}

import { join } from "node:path";
import { root } from "../tools/bundles.mjs";
import { ensure } from "../tools/ensure.mjs";

/** The folder of what is shipped, built first where a source is newer than it: what `npm test` has done already. */
export function distFolder(): string {
  ensure();
  return join(root, "dist");
}

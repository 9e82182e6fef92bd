import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import util from "node:util";
import { type BackendHost, provideBackends } from "./backends";
import { RunError } from "./errors";
import type { WorkerSetup } from "./protocol";

/** Backends from this machine's disk. */
function nodeHost(setup: WorkerSetup): BackendHost {
  return {
    async wasm(file) {
      for (const folder of setup.wasm) {
        const bytes = await readFile(path.join(folder, file)).catch(() => undefined);
        if (bytes) return bytes;
      }
      throw new RunError(`${file} was not found in ${setup.wasm.join(", ")}`);
    },
    native() {
      // tfjs-node calls a function that Node 23 took away
      const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
      old.isNullOrUndefined ??= (value) => value === null || value === undefined;
      for (const folder of setup.native) {
        const require = createRequire(path.join(folder, "package.json"));
        try {
          require.resolve("@tensorflow/tfjs-node");
        } catch {
          continue;
        }
        require("@tensorflow/tfjs-node");
        return;
      }
      throw new RunError("@tensorflow/tfjs-node is not installed");
    },
  };
}

export function provideNodeBackends(setup: WorkerSetup): void {
  provideBackends(nodeHost(setup));
}

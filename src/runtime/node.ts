import { readFile } from "node:fs/promises";
import path from "node:path";
import util from "node:util";
import { type BackendHost, provideBackends } from "./backends";
import { RunError } from "./errors";
import { confineModules, loadNative } from "./native";
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
      loadNative(setup.native.installation);
    },
    nativeIsNamed: setup.native.named,
  };
}

/** For a thread that executes plans and does nothing else: modules can be loaded from the setup's places only afterwards. */
export function provideNodeBackends(setup: WorkerSetup): void {
  // TensorFlow.js warns whoever writes programs with it, on what the user reads.
  console.warn = () => {};
  confineModules(setup.bundles, setup.native.installation);
  provideBackends(nodeHost(setup));
}

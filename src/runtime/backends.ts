import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-cpu";
import { messageOf, RunError } from "./errors";
import type { BackendName } from "./result";
import * as tf from "./tf";

export type BackendChoice = "auto" | BackendName;

/** What the host hands in. In Node the files are read from disk, in a browser they are fetched. */
export interface BackendHost {
  /** The bytes of one of TensorFlow.js's WebAssembly files, by its name. */
  wasm?: (file: string) => Promise<Uint8Array>;
  /** Loads `@tensorflow/tfjs-node`, which registers its backend; throws where it is not installed. */
  native?: () => void;
  /** The user has said where it is: then it is told why it cannot be used, although another backend does the work. */
  nativeIsNamed?: boolean;
}

let host: BackendHost = {};

/** Tell where the backends come from; before the first run. */
export function provideBackends(next: BackendHost): void {
  host = next;
}

/** WebAssembly files that a bundle must ship: with and without SIMD. */
const wasmFiles = ["tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm.wasm"] as const;

const scheme = "shapescope-wasm:";
let wired = false;

/** The wasm backend asks the platform for its file under a path of ours; bytes come from the host. */
function wireWasm(): void {
  if (wired) return;
  wired = true;
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  const platform = tf.env().platform;
  const fetchElse = platform.fetch.bind(platform);
  platform.fetch = async (path: string, init?: RequestInit) => {
    if (!path.startsWith(scheme)) return fetchElse(path, init);
    const bytes = await host.wasm!(path.slice(scheme.length));
    return new Response(bytes as BodyInit);
  };
  setWasmPaths(scheme, true);
}

async function tryWasm(): Promise<string | undefined> {
  if (!host.wasm) return "its WebAssembly file was not handed in";
  try {
    // read once first: the backend's own loader never settles where the file is missing
    await host.wasm(wasmFiles[0]);
    wireWasm();
    return (await tf.setBackend("wasm")) ? undefined : "it did not start";
  } catch (thrown) {
    return messageOf(thrown);
  }
}

async function tryNative(): Promise<string | undefined> {
  if (!host.native) return "@tensorflow/tfjs-node is not available here";
  try {
    host.native();
    return (await tf.setBackend("tensorflow")) ? undefined : "it did not start";
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Switches to a backend; `auto` is the fastest that works: node, wasm, cpu. `note` is told what the user asked for in vain. */
export async function useBackend(choice: BackendChoice, note: (text: string) => void): Promise<BackendName> {
  if (choice === "node" || choice === "auto") {
    const problem = await tryNative();
    if (problem === undefined) return "node";
    if (choice === "node") throw new RunError(`The node backend can't be used: ${problem}`);
    if (host.nativeIsNamed) note(`The node backend was not used: ${problem}.`);
  }
  if (choice === "wasm" || choice === "auto") {
    const problem = await tryWasm();
    if (problem === undefined) return "wasm";
    if (choice === "wasm") throw new RunError(`The wasm backend can't be used: ${problem}`);
  }
  // Without it the backend prints an advertisement for tfjs-node.
  tf.env().set("PROD", true);
  await tf.setBackend("cpu");
  return "cpu";
}

import { parentPort, workerData } from "node:worker_threads";
import { provideNodeBackends } from "./node";
import type { Request, WorkerSetup } from "./protocol";
import { serve } from "./serve";

/** Entry of the runtime's worker thread. */
provideNodeBackends(workerData as WorkerSetup);
const answer = serve((response) => parentPort!.postMessage(response));
parentPort!.on("message", (request: Request) => answer(request));

/** A thread that checks files, one after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { openAnalyzer } from "../open";
import { checkFile } from "./one";
import type { CheckAnswer, CheckRequest, CheckSetup } from "./protocol";

const setup = workerData as CheckSetup;
const opened = openAnalyzer(setup.dist);

parentPort!.on("message", async ({ file }: CheckRequest) => {
  const answer: CheckAnswer = { file, diagnostics: checkFile(await opened, file, setup) };
  parentPort!.postMessage(answer);
});

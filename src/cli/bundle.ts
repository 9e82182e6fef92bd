/**
 * All that `cli.js` loads only where it needs it: a library of the commands, and as a thread's script the thread that analyses. One bundle, since
 * nearly all of it is the analysis, which both have.
 */
import { isMainThread } from "node:worker_threads";

export { analyzeText } from "./analyze-text";
export { checkInProcesses } from "./check/pool";
export { codeCacheOf } from "./load";
export { openAnalyzer } from "./open";
export { runProgram } from "./program";

if (!isMainThread) void import("./apart/thread");

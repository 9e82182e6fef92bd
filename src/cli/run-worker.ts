import { parentPort, workerData } from "node:worker_threads";
import type { SourceHost } from "../analysis/host";
import { slashed } from "../analysis/paths";
import { provideNodeBackends } from "../runtime/node";
import type { Request, WorkerSetup } from "../runtime/protocol";
import { serve } from "../runtime/serve";
import { openWeights, readFilePart } from "../runtime/weights/open";
import { readStored } from "../runtime/weights/stored";
import { openAnalyzer } from "./open";

/** Entry of the worker thread that runs programs on numbers, for the command line and the language server. */
const setup = workerData as WorkerSetup;
provideNodeBackends(setup);
const answer = serve(
  (response) => parentPort!.postMessage(response),
  (documents) => openAnalyzer(setup.bundles, (disk) => overlaid(disk, documents)),
  { read: (stored) => readStored(stored, readFilePart), open: (path) => openWeights(path, undefined) },
);
parentPort!.on("message", (request: Request) => answer(request));

/** The disk, with the texts of open documents in the place of their files. */
function overlaid(disk: SourceHost, documents: Readonly<Record<string, string>>): SourceHost {
  const texts = new Map(Object.entries(documents).map(([path, text]) => [slashed(path), text]));
  return {
    read: (path) => texts.get(slashed(path)) ?? disk.read(path),
    isFile: (path) => texts.has(slashed(path)) || disk.isFile(path),
    isFolder: (path) => disk.isFolder(path),
    entries: (folder) => disk.entries?.(folder) ?? [],
    list: (folder) => disk.list?.(folder) ?? [],
    lineName: (path, line) => (texts.has(slashed(path)) ? undefined : disk.lineName?.(path, line)),
  };
}

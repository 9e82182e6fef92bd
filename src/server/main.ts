/** The language server's process: `node server.js --stdio`, or started by an editor over IPC. */
import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { AnalysisProcess } from "./analysis-process";
import { wellFormed } from "./messages";
import { RuntimeRuns } from "./runs";
import { serve } from "./server";

const connection = createConnection(ProposedFeatures.all, { messageStrategy: wellFormed });
// One answer that fails takes no other with it.
for (const event of ["uncaughtException", "unhandledRejection"])
  process.on(event, (error: unknown) =>
    connection.console.error(`A fault of ShapeScope's own: ${error instanceof Error ? error.stack : error}`),
  );
const analysis = new AnalysisProcess(
  { supervisor: join(__dirname, "supervisor.js"), script: join(__dirname, "analysis.js") },
  (message) => connection.console.error(message),
);
serve(connection, analysis, new RuntimeRuns(join(__dirname, "runtime.js")));
connection.listen();

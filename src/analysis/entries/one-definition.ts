import type { Module, Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { nodesOfKind } from "../../syntax/walk";
import type { Interpreter } from "../machine/machine";
import { boundNames } from "../machine/scope";
import type { PyModule } from "../values";

/** What one statement at the top of a file defines or imports, and nothing else in the file binds. */
export function boundOnce(tree: Module): ReadonlySet<string> {
  const globals: string[] = nodesOfKind(tree, "Global").flatMap(({ names }) => names);
  const [seen, often] = [new Set<string>(), new Set(globals)];
  for (const name of tree.body.flatMap((statement) => boundNames([statement])))
    (seen.has(name) ? often : seen).add(name);
  const definitions = tree.body.filter(
    ({ kind }) => kind === "FunctionDef" || kind === "ClassDef" || kind === "ImportFrom" || kind === "Import",
  );
  return new Set(boundNames(definitions).filter((name) => !often.has(name)));
}

/**
 * Whether a name of a module has the same definition in every surrounding: no file on the way of its imports binds it under a condition or in a `try`,
 * which may go another way where other packages are installed.
 */
export function isOnlyDefinition(
  { importer }: Interpreter,
  module: PyModule,
  name: string,
  sourceOf: (file: string) => Source | undefined,
): boolean {
  const seen = new Set<PyModule>();
  let at: PyModule | undefined = module;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    const tree: Module | undefined = sourceOf(at.file ?? "")?.tree;
    if (tree === undefined || !boundOnce(tree).has(name)) return false;
    const imported: Stmt | undefined = tree.body.find(
      (statement) => statement.kind === "ImportFrom" && boundNames([statement]).includes(name),
    );
    if (imported?.kind !== "ImportFrom") return true;
    name = imported.names.find((alias) => (alias.asname ?? alias.name) === name)?.name ?? name;
    at = importer.home(at, imported);
  }
  return false;
}

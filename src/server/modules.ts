import type { EntryAnalysis } from "../analysis/report";
import { firstPath, moduleText, rowClass, rowName } from "../features/moduleText";
import { filteredRows, type ModuleRow, moduleTree, sortedRows } from "../features/moduleTree";
import { formatBytes, formatQuantity, formatShare } from "../features/numbers";
import { formatValue } from "../features/shapes";
import type { Convention } from "../features/summary";
import type { View } from "../features/view";
import { entrySummary, findEntry } from "./entries";
import type { ModuleLine, ModulesParams, ModulesResult, ModulesTextParams } from "./protocol";

/** The modules of one forward pass, as the model explorer shows them. They are put together when somebody looks. */
export function modulesResult(view: View, params: ModulesParams, convention: Convention): ModulesResult | null {
  const found = findEntry(view, params);
  if (found === undefined) return null;
  const root = rows(found.entry, params, convention);
  return {
    subject: found.subject.name,
    entry: entrySummary(found.entry),
    ...(root && { root: line(root, undefined, convention) }),
  };
}

/** The same as text to be copied. */
export function modulesText(view: View, params: ModulesTextParams, convention: Convention): string | null {
  const found = findEntry(view, params);
  const root = found && rows(found.entry, params, convention);
  return root === undefined ? null : moduleText(root, params.format);
}

function rows(
  { calls }: EntryAnalysis,
  { order = "calls", filter = "" }: ModulesParams,
  convention: Convention,
): ModuleRow | undefined {
  const [root] = calls;
  return root && filteredRows(sortedRows(moduleTree(root, convention), order), filter);
}

function line(row: ModuleRow, parent: ModuleRow | undefined, convention: Convention): ModuleLine {
  const { input, output, params, again, bytes, share, place } = row;
  const unit = convention === "macs" ? "MACs" : "FLOPs";
  return {
    name: row.path === "" ? "" : rowName(row, parent && firstPath(parent)),
    class: rowClass(row),
    input: input === undefined ? "" : formatValue(input),
    output: output === undefined ? "" : formatValue(output),
    params: again ? "" : formatQuantity(params, "params"),
    cost: formatQuantity(row[convention], unit),
    bytes: formatBytes(bytes),
    share: share === undefined ? "" : formatShare(share),
    ...(place && { place }),
    children: row.children.map((child) => line(child, row, convention)),
  };
}

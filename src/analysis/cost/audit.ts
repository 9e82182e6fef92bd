import type { ClassDef } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { SymbolicRun } from "../entries/symbolic";
import type { FlopsAudit } from "../report";

export function auditFlops(_run: SymbolicRun, _source: Source, _node: ClassDef): FlopsAudit[] {
  return [];
}

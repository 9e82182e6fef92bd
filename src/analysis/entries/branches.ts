import type { ClassDef, Expr, Span, Stmt } from "../../syntax/ast";
import type { Run } from "../machine/run";

/** The branches inside a class's methods (not its constructor), and which of them some run has entered. */
export class Branches {
  private dark: Span[] = [];

  constructor(node: ClassDef) {
    for (const statement of node.body)
      if (statement.kind === "FunctionDef" && statement.name !== "__init__") this.collect(statement.body);
  }

  /** Takes out the branches in which a run saw a value. */
  light(run: Run, file: string): void {
    const seen = [...(run.state.recorder.expressions.get(file)?.keys() ?? [])];
    this.dark = this.dark.filter(({ start, end }) => !seen.some((node) => node.start >= start && node.end <= end));
  }

  get allLit(): boolean {
    return this.dark.length === 0;
  }

  private collect(part: unknown): void {
    if (Array.isArray(part)) {
      for (const item of part) this.collect(item);
      return;
    }
    if (part === null || typeof part !== "object") return;
    const node = part as { kind?: string; body?: Stmt[] | Expr; orelse?: Stmt[] | Expr };
    if (node.kind === "If" || node.kind === "IfExp") {
      for (const branch of [node.body, node.orelse]) if (branch !== undefined) this.add(branch);
    }
    for (const inner of Object.values(part)) if (typeof inner === "object") this.collect(inner);
  }

  private add(branch: Stmt[] | Expr): void {
    if (!Array.isArray(branch)) this.dark.push(branch);
    else if (branch.length > 0 && branch.at(-1)!.kind !== "Raise")
      this.dark.push({ start: branch[0].start, end: branch.at(-1)!.end });
  }
}

import type * as ast from "../../../syntax/ast";
import { someNode } from "../../../syntax/walk";
import type { Value } from "../../values";
import type { Exec } from "../machine";
import { Undecided } from "../numbers";
import { guardOf } from "../pending";
import { compileExpression } from "./expressions";
import type { Unit } from "./unit";

/** `a or b` as `a` and `b`. */
export function operandsOf(test: ast.Expr, op: "and" | "or"): readonly ast.Expr[] {
  return test.kind === "BoolOp" && test.op === op ? test.values : [test];
}

/** The `raise` that a block comes to, if nothing before it leaves the block. */
export function raiseOf(body: readonly ast.Stmt[]): ast.Raise | undefined {
  const last = body.at(-1);
  const leaves = ({ kind }: { kind?: string }) => kind === "Return" || kind === "Break" || kind === "Continue";
  return last?.kind === "Raise" && !body.some((statement) => someNode(statement, leaves)) ? last : undefined;
}

/** `if a or b: raise …`: where it is open whether `a` holds, the program needs that it does not, and likewise `b`. */
export function compileRefusal(unit: Unit, node: ast.If, raise: ast.Raise, body: Exec, orelse: Exec): Exec {
  const tests = operandsOf(node.test, "or").map((test) => ({ test, value: compileExpression(unit, test) }));
  return (frame) => {
    const { machine } = frame;
    machine.step();
    for (const { test, value } of tests) {
      const condition = value(frame);
      frame.at = test;
      const known = machine.truth(condition);
      if (known === true) return body(frame);
      if (known === false) continue;
      // A handler around it may take the exception.
      const guarded = guardOf(frame) !== undefined;
      if (!guarded && refusable(condition)) {
        frame.at = raise;
        machine.refuse(condition);
        continue;
      }
      const decided = machine.decide(condition);
      if (decided === true) return body(frame);
      if (decided === false || !guarded) continue;
      return machine.forkStatements(frame, condition, body, orelse);
    }
    return orelse(frame);
  };
}

function refusable(condition: Value): boolean {
  return condition instanceof Undecided && condition.opposite !== undefined;
}

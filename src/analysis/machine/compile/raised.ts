import type * as ast from "../../../syntax/ast";
import { someNode } from "../../../syntax/walk";
import type { Value } from "../../values";
import type { Eval, Frame } from "../machine";
import { compileExpression } from "./expressions";
import type { Unit } from "./unit";

const LISTINGS = new Set(["ListComp", "SetComp", "DictComp", "GeneratorExp"]);

/** `E(f"… one of {', '.join(k for k in table)}")`: an exception whose text lists what there is. */
function listing(exc: ast.Expr): ast.Call | undefined {
  if (exc.kind !== "Call" || exc.keywords.length > 0 || exc.args.length !== 1) return undefined;
  const [text] = exc.args;
  return text.kind === "JoinedStr" && someNode(text, ({ kind }) => kind !== undefined && LISTINGS.has(kind))
    ? exc
    : undefined;
}

/** Whether the exception is a guess, or one of several ways: a library's list of all there is would be for nobody to read. */
function isSupposed({ machine, module, pending }: Frame): boolean {
  return module.isInstalled && (machine.policy !== undefined || machine.forkDepth > 0 || pending !== undefined);
}

/** What a `raise` raises. */
export function compileRaised(unit: Unit, exc: ast.Expr): Eval {
  const whole = compileExpression(unit, exc);
  const call = listing(exc);
  if (call === undefined) return whole;
  const callee = compileExpression(unit, call.func);
  return (frame): Value => {
    if (!isSupposed(frame)) return whole(frame);
    const cls = callee(frame);
    frame.at = exc;
    return frame.machine.call(cls, [frame.machine.unknown("the list in an exception's text is not made", "str")]);
  };
}

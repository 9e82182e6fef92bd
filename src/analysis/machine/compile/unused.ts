import type * as ast from "../../../syntax/ast";
import { Tensor } from "../../tensor/tensor";
import { stepOf } from "../../trace/trace";
import { BoundMethod, Builtin, classes } from "../../values";
import type { Called } from "./expressions";
import type { Unit } from "./unit";

/**
 * Of a statement that is the call of a method: notes where that is PyTorch's own method of a tensor, and gives another tensor. A subclass of the
 * program's own may do what it likes.
 */
export function seesUnused(unit: Unit, node: ast.Expr): Called | undefined {
  if (!unit.watched || node.kind !== "Call" || node.func.kind !== "Attribute") return undefined;
  const { attr } = node.func;
  const place = { file: unit.source.file, start: node.start, end: node.end };
  return (frame, callee, result) => {
    if (!(callee instanceof BoundMethod && callee.func instanceof Builtin && result instanceof Tensor)) return;
    const { self: receiver, func } = callee;
    if (!(receiver instanceof Tensor) || receiver === result || func !== classes.Tensor.lookup(attr)) return;
    if (receiver.cls !== classes.Tensor && !receiver.parameter) return;
    const step = stepOf(result);
    if (step === undefined || step.name !== attr || step.writes !== undefined || step.outputs[0] !== result) return;
    frame.machine.unused({ call: node, receiver, step, place });
  };
}

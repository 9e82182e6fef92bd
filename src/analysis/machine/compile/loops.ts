import type * as ast from "../../../syntax/ast";
import { PyIterator, Unknown, type Value } from "../../values";
import type { Completion, Exec, Frame } from "../machine";
import { Pace, roundsOf } from "../pace";
import { afterLoop, round } from "../pending";
import { compileBindings } from "./bindings";
import { compileExpression } from "./expressions";
import { compileTarget } from "./targets";
import type { Unit } from "./unit";

const nothing: Exec = () => undefined;

/** How the rounds of a loop ended: left, or with its `else`, of which it may be open whether it runs. */
type Ending = "return" | "break" | { open: Unknown | undefined };

/** Follows the rounds of a loop, then its `else`, which is outside of it; what has left the loop joins behind that. */
function compileLoop(
  rounds: (frame: Frame) => Ending,
  orelse: Exec,
  otherwise: (frame: Frame, open: Unknown) => Completion,
): Exec {
  return (frame) => {
    const outer = frame.beginLoop();
    const { loop } = frame;
    let ending: Ending;
    try {
      ending = rounds(frame);
    } finally {
      frame.loop = outer;
    }
    return afterLoop(frame.machine, frame, loop, () => {
      if (ending === "break") return undefined;
      if (ending === "return") return ending;
      return ending.open === undefined ? orelse(frame) : otherwise(frame, ending.open);
    });
  };
}

export function compileFor(unit: Unit, node: ast.For): Exec {
  const iter = compileExpression(unit, node.iter);
  const assign = compileTarget(unit, node.target, node.target);
  const body = unit.block(node.body);
  const orelse = unit.block(node.orelse);
  const bindAll = compileBindings(unit, node);
  const rounds = (frame: Frame): Ending => {
    const iterable = iter(frame);
    frame.at = node.iter;
    const { machine } = frame;
    const shown = machine.shownItems(iterable);
    if (shown !== undefined && shown.filter(({ isCertain }) => !isCertain).length <= MAX_DOUBTFUL)
      return overShown(frame, shown, assign, body) ?? { open: undefined };
    /** Rounds of which it is not known how many there are. */
    const further = (open: Unknown, item: () => Value): Ending => {
      const bind = (value: Value) => bindAll(frame, value);
      machine.loopUnknown(frame, body, () => assign(frame, item()), bind);
      return { open };
    };
    const next = machine.iterate(iterable);
    if (next instanceof Unknown) return further(next, () => machine.elementOf(iterable, next));
    const pace = new Pace(machine, roundsOf(iterable));
    const height = unit.held ? machine.state.holders?.height : undefined;
    for (let item = next(); item !== undefined; item = next()) {
      if (pace.isTooSlow()) {
        const open = machine.unknown("it changes in a loop that is not followed to its end");
        machine.loopUnknown(frame, body, () => assign(frame, machine.elementOf(iterable, open)));
        return { open };
      }
      machine.step();
      assign(frame, item);
      // What a generator gave is held by the names it was bound to alone.
      if (height !== undefined) machine.state.holders?.handOver(height);
      const left = round(machine, frame, body);
      if (left !== undefined) return left;
    }
    const open = iterable instanceof PyIterator ? iterable.openEnd : undefined;
    return open === undefined ? { open } : further(open, () => machine.elementOf(iterable, open));
  };
  return compileLoop(rounds, orelse, compileOtherwise(node, orelse));
}

/** With more rounds that may not be run, a loop is one whose number of rounds is not known: each leaves a branch to be joined. */
const MAX_DOUBTFUL = 32;

/** Rounds over items some of which may be lacking: such a round may not be run. "break" where the loop is left. */
function overShown(
  frame: Frame,
  shown: readonly { item: Value; isCertain: boolean }[],
  assign: (frame: Frame, value: Value) => void,
  body: Exec,
): "return" | "break" | undefined {
  const { machine } = frame;
  for (const { item, isCertain } of shown) {
    machine.step();
    const one: Exec = (inner) => {
      assign(inner, item);
      return body(inner);
    };
    const maybe: Exec = (inner) =>
      machine.forkStatements(inner, new Unknown("it may be lacking", undefined, "bool"), one, nothing);
    const left = round(machine, frame, isCertain ? one : maybe);
    if (left !== undefined) return left;
  }
  return undefined;
}

/** The `else` of a loop of which it is not known how it ended: where it may have been left by `break`, that is not certain. */
function compileOtherwise(node: ast.For | ast.While, orelse: Exec): (frame: Frame, open: Unknown) => Completion {
  if (node.orelse.length === 0 || !node.body.some(breaks)) return (frame) => orelse(frame);
  return (frame, { reason }) =>
    frame.machine.forkStatements(frame, new Unknown(reason, undefined, "bool"), orelse, nothing);
}

/** Whether a statement may leave the loop around it by `break`. */
function breaks(statement: ast.Stmt): boolean {
  switch (statement.kind) {
    case "Break":
      return true;
    case "If":
      return [...statement.body, ...statement.orelse].some(breaks);
    case "With":
      return statement.body.some(breaks);
    case "Try":
      return [
        ...statement.body,
        ...statement.orelse,
        ...statement.finalbody,
        ...statement.handlers.flatMap((handler) => handler.body),
      ].some(breaks);
    case "For":
    case "While":
      return statement.orelse.some(breaks);
    case "Match":
      return statement.cases.some((one) => one.body.some(breaks));
    default:
      return false;
  }
}

/** How many branches have left a loop in this frame, or will leave the function, while others went on. */
function exitsOf(frame: Frame): number {
  return frame.pending?.filter(({ kind }) => kind === "break" || kind === "return").length ?? 0;
}

export function compileWhile(unit: Unit, node: ast.While): Exec {
  const test = compileExpression(unit, node.test);
  const body = unit.block(node.body);
  const orelse = unit.block(node.orelse);
  const bindAll = compileBindings(unit, node);
  const endless = node.test.kind === "Constant" && Boolean(node.test.value) && !node.body.some(breaks);
  const rounds = (frame: Frame): Ending => {
    const { machine } = frame;
    const pace = new Pace(machine, undefined);
    for (;;) {
      machine.step();
      const condition = test(frame);
      frame.at = node.test;
      const truth = pace.isTooSlow() ? undefined : machine.decide(condition);
      if (truth === undefined) {
        machine.loopUnknown(
          frame,
          body,
          () => void test(frame),
          (value) => bindAll(frame, value),
        );
        // What stands behind it is reached by nobody.
        if (endless) machine.raise("SystemExit", "");
        return { open: condition instanceof Unknown ? condition : machine.unknown("how the loop ends is not known") };
      }
      if (!truth) return { open: undefined };
      const waiting = exitsOf(frame);
      const left = round(machine, frame, body);
      if (left !== undefined) return left;
      pace.hasGone(exitsOf(frame) > waiting);
    }
  };
  return compileLoop(rounds, orelse, compileOtherwise(node, orelse));
}

import type * as ast from "../../../syntax/ast";
import { PyRaise } from "../../trace/raise";
import { unwatch, watch } from "../../values/heap";
import { maySuppress } from "../calls";
import { chain } from "../exceptions";
import { forkWays } from "../forks";
import { mayBeSwallowed } from "../interruptions";
import type { Completion, Exec, Frame } from "../machine";
import { finishPending, guardOf, handlePending, waitingIn } from "../pending";
import { compileAssumed } from "./assumed";
import { compileExpression } from "./expressions";
import { compileBinding, compileEscapes, compileHandlers, compileInterruptions, handling } from "./handlers";
import { compileTarget } from "./targets";
import type { Unit } from "./unit";

export function compileWith(unit: Unit, node: ast.With): Exec {
  const items = node.items.map((item) => ({
    node: item.context,
    context: compileExpression(unit, item.context),
    assign: item.target === null ? undefined : compileTarget(unit, item.target, item.target),
  }));
  const body = unit.block(node.body);
  const bindBody = compileBinding(unit, node);
  const enter = (frame: Frame, index: number): Completion => {
    if (index === items.length) return body(frame);
    const { context, assign, node: at } = items[index];
    const manager = context(frame);
    frame.at = at;
    const { machine } = frame;
    const entered = machine.enterContext(manager);
    const waiting = waitingIn(frame);
    const suppress = (error: PyRaise): Completion => {
      if (machine.exitContext(manager, error)) return undefined;
      throw error;
    };
    const mayEnd = maySuppress(manager);
    const before = mayEnd && !unit.source.prelude && machine.executor === undefined ? watch() : undefined;
    const { hazards } = machine;
    let ended: Completion | PyRaise;
    try {
      ended = guarding(frame, mayEnd, () => {
        assign?.(frame, entered);
        return enter(frame, index + 1);
      });
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      ended = error;
    } finally {
      if (before !== undefined) unwatch(before);
    }
    frame.at = at;
    const leave = () => void machine.exitContext(manager, undefined);
    if (frame.pending !== undefined) finishPending(machine, frame, waiting, leave, (kind) => kind !== "raise");
    const left = ended;
    const goOn = (): Completion => {
      if (left instanceof PyRaise) return suppress(left);
      leave();
      return left;
    };
    try {
      if (before === undefined || machine.hazards === hazards) ended = goOn();
      else {
        const swallowed = mayBeSwallowed(machine, manager, before, (value) => bindBody(frame, value));
        ended = forkWays(machine, frame, [goOn, swallowed]);
      }
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      ended = error;
    }
    return handlePending(machine, frame, ended, suppress, waiting);
  };
  return (frame) => enter(frame, 0);
}

/** Runs a block whose end must be run however it is left: what a branch of it raises waits here, if it may be handled here or further out. */
function guarding<T>(frame: Frame, mayHandle: boolean, run: () => T): T {
  if (!mayHandle && guardOf(frame) === undefined) return run();
  frame.guards++;
  try {
    return run();
  } finally {
    frame.guards--;
  }
}

export function compileTry(unit: Unit, node: ast.Try): Exec {
  const body = unit.block(node.body);
  const orelse = unit.block(node.orelse);
  const finalbody = unit.block(node.finalbody);
  const handlers = compileHandlers(unit, node.handlers);
  const bodies = node.handlers.map((handler) => unit.block(handler.body));
  const interrupted = compileInterruptions(unit, node, bodies);
  const guarded = bodies.length > 0;
  const escapes = guarded && !unit.source.prelude ? compileEscapes(unit, node, bodies) : undefined;
  const handle = handling(handlers, bodies);
  const assume = compileAssumed(unit, node);
  /** A package was not found: the handler is followed, unless the program ends there. Then the package is taken to be there. */
  const withoutPackage = (frame: Frame, raised: PyRaise, absent: string): Completion => {
    const { presumed, standIns } = frame.machine.importer;
    standIns.push({
      file: unit.source.file,
      start: node.handlers[0].start,
      end: node.handlers[node.handlers.length - 1].end,
    });
    try {
      const completion = handle(frame, raised);
      assume(frame, absent, completion === "return");
      return completion;
    } catch (error) {
      if (!(error instanceof PyRaise) || presumed.has(absent)) throw error;
      presumed.add(absent);
      return attempt(frame);
    }
  };
  const attempt: Exec = (frame) => {
    const { machine } = frame;
    let completion: Completion;
    let raised: PyRaise | undefined;
    const before = machine.executor === undefined && (interrupted ?? escapes) !== undefined ? watch() : undefined;
    const hazards = machine.hazards;
    const waiting = waitingIn(frame);
    if (guarded) frame.guards++;
    try {
      completion = machine.trying(guarded, () => body(frame));
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      raised = error;
    } finally {
      if (guarded) frame.guards--;
      if (before !== undefined) unwatch(before);
    }
    if (before !== undefined && raised === undefined) interrupted?.(frame, before);
    if (raised?.absent !== undefined) return withoutPackage(frame, raised, raised.absent);
    let ended: Completion | PyRaise;
    try {
      const error = raised;
      const goOn: Exec = () => (error === undefined ? (completion ?? orelse(frame)) : handle(frame, error));
      const mayBeLeft = before !== undefined && machine.hazards !== hazards;
      const ways = mayBeLeft ? escapes?.(frame, before, goOn) : undefined;
      ended = ways === undefined ? goOn(frame) : forkWays(machine, frame, ways);
    } catch (error) {
      if (!(error instanceof PyRaise) || !guarded) throw error;
      ended = error;
    }
    if (!guarded) return ended as Completion;
    return handlePending(machine, frame, ended, (error) => handle(frame, error), waiting);
  };
  if (node.finalbody.length === 0) return attempt;
  return (frame) => {
    let completion: Completion;
    const waiting = waitingIn(frame);
    const finish = () => {
      if (frame.pending !== undefined) finishPending(frame.machine, frame, waiting, () => finalbody(frame));
    };
    try {
      completion = guarding(frame, false, () => attempt(frame));
      finish();
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      finish();
      let override: Completion;
      const outer = frame.handling;
      frame.handling = error.exception;
      try {
        override = finalbody(frame);
      } catch (raised) {
        chain(raised, error.exception);
        throw raised;
      } finally {
        frame.handling = outer;
      }
      if (override !== undefined) return override;
      throw error;
    }
    const { returned } = frame;
    const override = finalbody(frame);
    if (override !== undefined) return override;
    frame.returned = returned;
    return completion;
  };
}

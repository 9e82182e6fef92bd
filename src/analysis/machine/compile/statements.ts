import type * as ast from "../../../syntax/ast";
import { PyRaise } from "../../trace/raise";
import { PyIterator, Unknown, type Value } from "../../values";
import { unwatch, watch } from "../../values/heap";
import { annotate } from "../annotations";
import { maySuppress } from "../calls";
import { chain } from "../exceptions";
import type { Completion, Exec, Frame } from "../machine";
import { Pace, roundsOf } from "../pace";
import { afterLoop, finishPending, guardOf, handlePending, waitingIn } from "../pending";
import { compileAssumed } from "./assumed";
import { compileBindings } from "./bindings";
import { compileClass } from "./classes";
import { compileExpression } from "./expressions";
import { compileFunction } from "./functions";
import { compileHandlers, compileInterruptions } from "./handlers";
import { compileImport, compileImportFrom } from "./imports";
import { compileMatch } from "./match";
import { storeName } from "./names";
import { compileRaised } from "./raised";
import { compileRefusal, operandsOf, raiseOf } from "./refusals";
import { compileDelete, compileSpread, compileTarget } from "./targets";
import type { Unit } from "./unit";
import { seesUnused } from "./unused";

export function compileBlock(unit: Unit, body: readonly ast.Stmt[]): Exec {
  if (body.length === 0) return nothing;
  const parts = body.map((statement) => compileStatement(unit, statement));
  if (parts.length === 1) return parts[0];
  return (frame) => {
    for (let n = 0; n < parts.length; n++) {
      const completion = parts[n](frame);
      if (completion !== undefined) return completion;
    }
    return undefined;
  };
}

export function compileStatement(unit: Unit, node: ast.Stmt): Exec {
  const plain = compilePlain(unit, node);
  return unit.held ? held(plain) : plain;
}

/** What a statement has evaluated is held until it ends. */
function held(plain: Exec): Exec {
  return (frame) => {
    const { holders } = frame.machine.state;
    if (holders === undefined) return plain(frame);
    const height = holders.height;
    const completion = plain(frame);
    holders.handOver(height);
    return completion;
  };
}

function compilePlain(unit: Unit, node: ast.Stmt): Exec {
  switch (node.kind) {
    case "ExprStmt": {
      if (node.value.kind === "Str") return nothing;
      const value = compileExpression(unit, node.value, seesUnused(unit, node.value));
      return (frame) => {
        frame.machine.step();
        value(frame);
        return undefined;
      };
    }
    case "Assign": {
      const spread = compileSpread(unit, node);
      if (spread !== undefined)
        return (frame) => {
          frame.machine.step();
          spread(frame);
          return undefined;
        };
      const value = compileExpression(unit, node.value);
      const targets = node.targets.map((target) => compileTarget(unit, target, node));
      if (targets.length === 1) {
        const target = targets[0];
        return (frame) => {
          frame.machine.step();
          target(frame, value(frame));
          return undefined;
        };
      }
      return (frame) => {
        frame.machine.step();
        const result = value(frame);
        for (const target of targets) target(frame, result);
        return undefined;
      };
    }
    case "AugAssign":
      return compileAugmented(unit, node);
    case "AnnAssign": {
      const annotated = unit.scope.kind !== "function" && node.target.kind === "Name" ? node.target.id : undefined;
      const value = node.value === null ? undefined : compileExpression(unit, node.value);
      const target = node.value === null ? undefined : compileTarget(unit, node.target, node);
      return (frame) => {
        if (value !== undefined) target!(frame, value(frame));
        if (annotated !== undefined) annotate(frame, unit, annotated, node.annotation);
        return undefined;
      };
    }
    case "Return": {
      const value = node.value === null ? undefined : compileExpression(unit, node.value);
      return (frame) => {
        frame.returned = value === undefined ? null : value(frame);
        frame.at = node;
        return "return";
      };
    }
    case "If": {
      const test = compileExpression(unit, node.test);
      const [body, orelse] = unit.under(node.test, () => [
        compileBlock(unit, node.body),
        compileBlock(unit, node.orelse),
      ]);
      const raise = raiseOf(node.body);
      if (raise !== undefined) return compileRefusal(unit, node, raise, body, orelse);
      return (frame) => {
        frame.machine.step();
        const condition = test(frame);
        frame.at = node.test;
        const truth = frame.machine.decide(condition);
        if (truth !== undefined) return truth ? body(frame) : orelse(frame);
        return frame.machine.forkStatements(frame, condition, body, orelse);
      };
    }
    case "For":
      return compileFor(unit, node);
    case "While":
      return compileWhile(unit, node);
    case "Break":
      return () => "break";
    case "Continue":
      return () => "continue";
    case "FunctionDef": {
      const make = compileFunction(unit, node);
      const decorators = node.decorators.map((decorator) => ({
        node: decorator,
        value: compileExpression(unit, decorator),
      }));
      const store = storeName(unit, { kind: "Name", id: node.name, ...node.nameSpan });
      return (frame) => {
        const values = decorators.map((decorator) => decorator.value(frame));
        let result: Value = make(frame);
        for (let n = values.length - 1; n >= 0; n--) {
          frame.at = decorators[n].node;
          result = frame.machine.decorate(values[n], result);
        }
        store(frame, result);
        return undefined;
      };
    }
    case "ClassDef":
      return compileClass(unit, node);
    case "With":
      return compileWith(unit, node);
    case "Try":
      return compileTry(unit, node);
    case "Raise": {
      const exception = node.exc === null ? undefined : compileRaised(unit, node.exc);
      const cause = node.cause === null ? undefined : compileExpression(unit, node.cause);
      const about = unit.subjects();
      return (frame) => {
        const value = exception?.(frame);
        const from = cause?.(frame);
        frame.at = node;
        return frame.machine.raiseStatement(frame, value, from, about);
      };
    }
    case "Assert": {
      const tests = operandsOf(node.test, "and").map((test) => ({
        test: compileExpression(unit, test),
        about: unit.under(test, () => unit.subjects()),
      }));
      const message = node.msg === null ? undefined : compileExpression(unit, node.msg);
      return (frame) => {
        for (const { test, about } of tests) {
          const condition = test(frame);
          frame.at = node;
          frame.machine.assertStatement(frame, condition, node.test, () => message?.(frame), about);
        }
        return undefined;
      };
    }
    case "Import":
      return compileImport(unit, node);
    case "ImportFrom":
      return compileImportFrom(unit, node);
    case "Delete": {
      const targets = node.targets.map((target) => compileDelete(unit, target));
      return (frame) => {
        for (const target of targets) target(frame);
        return undefined;
      };
    }
    case "Match":
      return compileMatch(unit, node);
    default:
      return nothing;
  }
}

const nothing: Exec = () => undefined;

function compileAugmented(unit: Unit, node: ast.AugAssign): Exec {
  const right = compileExpression(unit, node.value);
  const { op, target } = node;
  if (target.kind === "Name") {
    const load = compileExpression(unit, target);
    const store = compileTarget(unit, target, node);
    return (frame) => {
      const current = load(frame);
      const operand = right(frame);
      frame.at = node;
      store(frame, frame.machine.inplace(op, current, operand));
      return undefined;
    };
  }
  if (target.kind === "Attribute") {
    const object = compileExpression(unit, target.value);
    const attr = unit.mangle(target.attr);
    return (frame) => {
      const owner = object(frame);
      frame.at = target;
      const current = frame.machine.getattr(owner, attr);
      const operand = right(frame);
      frame.at = node;
      frame.machine.setattr(owner, attr, frame.machine.inplace(op, current, operand));
      return undefined;
    };
  }
  if (target.kind === "Subscript") {
    const object = compileExpression(unit, target.value);
    const index = compileExpression(unit, target.slice);
    return (frame) => {
      const owner = object(frame);
      const at = index(frame);
      frame.at = target;
      const current = frame.machine.getitem(owner, at);
      const operand = right(frame);
      frame.at = node;
      frame.machine.setitem(owner, at, frame.machine.inplace(op, current, operand));
      return undefined;
    };
  }
  return nothing;
}

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

function compileFor(unit: Unit, node: ast.For): Exec {
  const iter = compileExpression(unit, node.iter);
  const assign = compileTarget(unit, node.target, node.target);
  const body = compileBlock(unit, node.body);
  const orelse = compileBlock(unit, node.orelse);
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
      const left = machine.round(frame, body);
      if (left !== undefined) return left;
    }
    const open = iterable instanceof PyIterator ? iterable.openEnd : undefined;
    return open === undefined ? { open } : further(open, () => machine.elementOf(iterable, open));
  };
  return compileLoop(rounds, orelse, compileOtherwise(node.body, orelse));
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
    const round: Exec = (inner) => {
      assign(inner, item);
      return body(inner);
    };
    const maybe: Exec = (inner) =>
      machine.forkStatements(inner, new Unknown("it may be lacking", undefined, "bool"), round, nothing);
    const left = machine.round(frame, isCertain ? round : maybe);
    if (left !== undefined) return left;
  }
  return undefined;
}

/** The `else` of a loop of which it is not known how it ended: where it may have been left by `break`, that is not certain. */
function compileOtherwise(body: readonly ast.Stmt[], orelse: Exec): (frame: Frame, open: Unknown) => Completion {
  if (orelse === nothing || !body.some(breaks)) return (frame) => orelse(frame);
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

function compileWhile(unit: Unit, node: ast.While): Exec {
  const test = compileExpression(unit, node.test);
  const body = compileBlock(unit, node.body);
  const orelse = compileBlock(unit, node.orelse);
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
      const left = machine.round(frame, body);
      if (left !== undefined) return left;
      pace.hasGone(exitsOf(frame) > waiting);
    }
  };
  return compileLoop(rounds, orelse, compileOtherwise(node.body, orelse));
}

function compileWith(unit: Unit, node: ast.With): Exec {
  const items = node.items.map((item) => ({
    node: item.context,
    context: compileExpression(unit, item.context),
    assign: item.target === null ? undefined : compileTarget(unit, item.target, item.target),
  }));
  const body = compileBlock(unit, node.body);
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
    let ended: Completion | PyRaise;
    try {
      ended = guarding(frame, maySuppress(manager), () => {
        assign?.(frame, entered);
        return enter(frame, index + 1);
      });
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      ended = error;
    }
    frame.at = at;
    const leave = () => void machine.exitContext(manager, undefined);
    if (frame.pending !== undefined) finishPending(machine, frame, waiting, leave, (kind) => kind !== "raise");
    try {
      if (ended instanceof PyRaise) ended = suppress(ended);
      else leave();
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

function compileTry(unit: Unit, node: ast.Try): Exec {
  const body = compileBlock(unit, node.body);
  const orelse = compileBlock(unit, node.orelse);
  const finalbody = compileBlock(unit, node.finalbody);
  const choose = compileHandlers(unit, node.handlers);
  const bodies = node.handlers.map((handler) => compileBlock(unit, handler.body));
  const interrupted = compileInterruptions(unit, node, bodies);
  const guarded = bodies.length > 0;
  const handle = (frame: Frame, error: PyRaise): Completion => {
    const handler = choose(frame, error);
    if (handler === undefined) throw error;
    try {
      return bodies[handler.index](frame);
    } catch (inner) {
      handler.failed(inner);
      throw inner;
    } finally {
      handler.leave();
    }
  };
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
    const before = machine.executor === undefined ? interrupted && watch() : undefined;
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
      ended = raised === undefined ? (completion ?? orelse(frame)) : handle(frame, raised);
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

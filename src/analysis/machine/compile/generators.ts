import type * as ast from "../../../syntax/ast";
import { PyRaise } from "../../trace/raise";
import { PyIterator, Unknown, type Value } from "../../values";
import type { Completion, Eval, Exec, Frame } from "../machine";
import { MANY, openEnd } from "../open-end";
import { afterLoop, afterRound, finishPending, handlePending, instead, survive, waitingIn } from "../pending";
import { compileBindings } from "./bindings";
import { compileExpression } from "./expressions";
import { compileHandlers, handling } from "./handlers";
import { compileMatcher } from "./match";
import { compileTarget } from "./targets";
import type { Unit } from "./unit";

const SENT = "what is sent to a generator is not known";
const IN_DOUBT = "whether it is given depends on an open condition";

/** A statement that can be left at a `yield` and entered again. What is sent in comes back from the JavaScript `yield`. */
type Steps = (frame: Frame) => Generator<Value, Completion, Value>;

/** An expression that can be left at a `yield`. */
type ValueSteps = (frame: Frame) => Generator<Value, Value, Value>;

/** The body of a generator function: statements without a `yield` in them run as everywhere else. */
export function generatorBody(unit: Unit, body: readonly ast.Stmt[]): ValueSteps {
  const block = compileBlock(unit, body);
  return function* (frame) {
    try {
      yield* block(frame);
    } catch (error) {
      // Another branch of it had returned: that is what remains.
      if (!(error instanceof PyRaise) || survive(frame, ["return"], 0) === undefined) throw error;
    }
    return frame.machine.leaveFunction(frame);
  };
}

function compileBlock(unit: Unit, body: readonly ast.Stmt[]): Steps {
  const parts = body.map((statement) => compile(unit, statement));
  return function* (frame) {
    for (const part of parts) {
      const completion = yield* part(frame);
      if (completion !== undefined) return completion;
    }
    return undefined;
  };
}

function compile(unit: Unit, statement: ast.Stmt): Steps {
  let atOnce: Exec | undefined;
  const whole: Exec = (frame) => {
    atOnce ??= unit.statement(statement);
    return atOnce(frame);
  };
  const steps = yields(statement) ? compileSteps(unit, statement) : undefined;
  return function* (frame) {
    return steps === undefined || frame.given !== undefined ? whole(frame) : yield* steps(frame);
  };
}

/** A statement with a `yield` in it. */
function compileSteps(unit: Unit, statement: ast.Stmt): Steps {
  switch (statement.kind) {
    case "If": {
      const test = compileValue(unit, statement.test);
      const blocks = [statement.body, statement.orelse];
      const [body, orelse] = unit.under(statement.test, () => blocks.map((block) => compileBlock(unit, block)));
      const [bodyAtOnce, orelseAtOnce] = unit.under(statement.test, () => blocks.map((block) => unit.block(block)));
      return function* (frame) {
        const { machine } = frame;
        const condition = yield* test(frame);
        const truth = machine.decide(condition);
        if (truth !== undefined) return yield* truth ? body(frame) : orelse(frame);
        yield* openEnd(frame, machine.unknown(IN_DOUBT));
        return machine.forkStatements(frame, condition, bodyAtOnce, orelseAtOnce);
      };
    }
    case "For":
      return compileFor(unit, statement);
    case "While":
      return compileWhile(unit, statement);
    case "With":
      return compileWith(unit, statement);
    case "Try":
      return compileTry(unit, statement);
    case "Match": {
      const subject = compileValue(unit, statement.subject);
      const match = compileMatcher(unit, statement.cases);
      const bodies = statement.cases.map((one) => compileBlock(unit, one.body));
      return function* (frame) {
        const found = match(frame, yield* subject(frame), 0);
        return found === undefined ? undefined : yield* bodies[found.index](frame);
      };
    }
    default:
      return compileHoisted(unit, statement);
  }
}

function compileFor(unit: Unit, statement: ast.For): Steps {
  const iter = compileValue(unit, statement.iter);
  const assign = compileTarget(unit, statement.target, statement.target);
  const body = compileBlock(unit, statement.body);
  const bodyAtOnce = unit.block(statement.body);
  const bindAll = compileBindings(unit, statement);
  function* rounds(frame: Frame): Rounds {
    const { machine } = frame;
    const iterable = yield* iter(frame);
    frame.at = statement.iter;
    function* further(open: Unknown): Rounds {
      yield* openEnd(frame, open);
      const item = () => machine.elementOf(iterable, open);
      machine.loopUnknown(
        frame,
        bodyAtOnce,
        () => assign(frame, item()),
        (value) => bindAll(frame, value),
      );
      return undefined;
    }
    const next = machine.iterate(iterable);
    if (next instanceof Unknown) return yield* further(next);
    let atOnce = 0;
    for (let item = next(); item !== undefined; item = next()) {
      machine.step();
      if (frame.given !== undefined && ++atOnce > FEW) return yield* further(frame.openEnd!);
      assign(frame, item);
      const left = yield* round(frame, body);
      if (left !== undefined) return left;
    }
    const open = iterable instanceof PyIterator ? iterable.openEnd : undefined;
    return open === undefined ? undefined : yield* further(open);
  }
  return compileLoop(rounds, compileBlock(unit, statement.orelse));
}

/** So many rounds are followed of a loop that the generator was in when its end became open. */
const FEW = 3;

/** How rounds end that may give something: undefined where the `else` is next. */
type Rounds = Generator<Value, "return" | "break" | undefined, Value>;

function* round(frame: Frame, body: Steps): Rounds {
  let completion: Completion;
  try {
    completion = yield* body(frame);
  } catch (error) {
    completion = instead(frame, error);
  }
  return afterRound(frame.machine, frame, completion);
}

/** Follows the rounds of a loop, then its `else`, which is outside of it; what has left the loop joins behind that. */
function compileLoop(rounds: (frame: Frame) => Rounds, orelse: Steps): Steps {
  return function* (frame) {
    const outer = frame.beginLoop();
    const { loop } = frame;
    let left: "return" | "break" | undefined;
    try {
      left = yield* rounds(frame);
    } finally {
      frame.loop = outer;
    }
    const completion = left === undefined ? yield* orelse(frame) : left === "return" ? left : undefined;
    return afterLoop(frame.machine, frame, loop, () => completion);
  };
}

function compileWhile(unit: Unit, statement: ast.While): Steps {
  const test = compileValue(unit, statement.test);
  const testAtOnce = compileExpression(unit, statement.test);
  const body = compileBlock(unit, statement.body);
  const bodyAtOnce = unit.block(statement.body);
  const bindAll = compileBindings(unit, statement);
  function* rounds(frame: Frame): Rounds {
    const { machine } = frame;
    for (let atOnce = 0; ; ) {
      machine.step();
      const truth = machine.decide(yield* test(frame));
      if (truth === false) return undefined;
      if (truth === undefined || (frame.given !== undefined && ++atOnce > FEW)) {
        yield* openEnd(frame, machine.unknown("how often its loop runs is not known"));
        machine.loopUnknown(
          frame,
          bodyAtOnce,
          () => void testAtOnce(frame),
          (value) => bindAll(frame, value),
        );
        return undefined;
      }
      const left = yield* round(frame, body);
      if (left !== undefined) return left;
    }
  }
  return compileLoop(rounds, compileBlock(unit, statement.orelse));
}

function compileWith(unit: Unit, statement: ast.With): Steps {
  const items = statement.items.map((item) => ({
    context: compileValue(unit, item.context),
    node: item.context,
    assign: item.target === null ? undefined : compileTarget(unit, item.target, item.target),
  }));
  const body = compileBlock(unit, statement.body);
  function* enter(frame: Frame, index: number): Generator<Value, Completion, Value> {
    if (index === items.length) return yield* body(frame);
    const { context, assign, node } = items[index];
    const { machine } = frame;
    const manager = yield* context(frame);
    frame.at = node;
    const entered = machine.enterContext(manager);
    const waiting = waitingIn(frame);
    const leave = () => void machine.exitContext(manager, undefined);
    const leaveWaiting = () => {
      if (frame.pending !== undefined) finishPending(machine, frame, waiting, leave, (kind) => kind !== "raise");
    };
    let completion: Completion;
    try {
      assign?.(frame, entered);
      completion = yield* enter(frame, index + 1);
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      leaveWaiting();
      if (machine.exitContext(manager, error)) return undefined;
      throw error;
    }
    leaveWaiting();
    leave();
    return completion;
  }
  return (frame) => enter(frame, 0);
}

function compileTry(unit: Unit, statement: ast.Try): Steps {
  const body = compileBlock(unit, statement.body);
  const orelse = compileBlock(unit, statement.orelse);
  const finalbody = compileBlock(unit, statement.finalbody);
  const finalAtOnce = unit.block(statement.finalbody);
  const handlers = compileHandlers(unit, statement.handlers);
  const bodies = statement.handlers.map((handler) => compileBlock(unit, handler.body));
  const bodiesAtOnce = statement.handlers.map((handler) => unit.block(handler.body));
  function* handle(frame: Frame, error: PyRaise): Generator<Value, Completion, Value> {
    const found = handlers.find(frame, error);
    if (found === undefined) throw error;
    const handler = handlers.enter(frame, error, found.index);
    try {
      return yield* bodies[found.index](frame);
    } catch (inner) {
      handler.failed(inner);
      throw inner;
    } finally {
      handler.leave();
    }
  }
  const handleAtOnce = handling(handlers, bodiesAtOnce);
  function* guarded(frame: Frame): Generator<Value, Completion | PyRaise, Value> {
    frame.guards++;
    try {
      return yield* body(frame);
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      return error;
    } finally {
      frame.guards--;
    }
  }
  function* attempt(frame: Frame): Generator<Value, Completion, Value> {
    if (bodies.length === 0) return (yield* body(frame)) ?? (yield* orelse(frame));
    const waiting = waitingIn(frame);
    let ended: Completion | PyRaise = yield* guarded(frame);
    const isRaised = frame.pending?.some((pending) => pending.kind === "raise" && waiting?.has(pending) !== true);
    try {
      if (ended instanceof PyRaise) ended = yield* handle(frame, ended);
      else ended ??= yield* orelse(frame);
    } catch (error) {
      if (!(error instanceof PyRaise) || isRaised !== true) throw error;
      ended = error;
    }
    if (isRaised !== true) return ended as Completion;
    // Which handler runs hangs on an open condition.
    yield* openEnd(frame, frame.machine.unknown(IN_DOUBT));
    return handlePending(frame.machine, frame, ended, (error) => handleAtOnce(frame, error), waiting);
  }
  return function* (frame) {
    let completion: Completion;
    const waiting = waitingIn(frame);
    const finish = () => {
      if (frame.pending !== undefined) finishPending(frame.machine, frame, waiting, () => finalAtOnce(frame));
    };
    try {
      completion = yield* attempt(frame);
    } catch (error) {
      if (!(error instanceof PyRaise)) throw error;
      finish();
      const override = yield* finalbody(frame);
      if (override !== undefined) return override;
      throw error;
    }
    finish();
    const { returned } = frame;
    const override = yield* finalbody(frame);
    if (override !== undefined) return override;
    frame.returned = returned;
    return completion;
  };
}

/** A simple statement with `yield`s in its expressions: they are taken first, in their order, then the statement runs with what came of them. */
function compileHoisted(unit: Unit, statement: ast.Stmt): Steps {
  const { node, steps } = hoist(unit, statement);
  const exec = unit.statement(node);
  return function* (frame) {
    for (const step of steps) yield* step(frame);
    return exec(frame);
  };
}

function compileValue(unit: Unit, expression: ast.Expr): ValueSteps {
  const { node, steps } = hoist(unit, expression);
  const value = compileExpression(unit, node);
  return function* (frame) {
    for (const step of steps) yield* step(frame);
    return value(frame);
  };
}

type Step = (frame: Frame) => Generator<Value, void, Value>;

/** The node with every `yield` in it replaced by a name, and the steps that give these names their values. */
function hoist<T extends ast.Expr | ast.Stmt>(unit: Unit, node: T): { node: T; steps: Step[] } {
  const steps: Step[] = [];
  const replace = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(replace);
    if (typeof part !== "object" || part === null || !contains(part)) return part;
    const copy: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(part)) copy[key] = replace(value);
    const made = copy as unknown as ast.Expr;
    if (made.kind !== "Yield" && made.kind !== "YieldFrom") return copy;
    const name: ast.Name = { kind: "Name", id: `<yield ${made.start}>`, start: made.start, end: made.end };
    unit.scope.declare(name.id);
    const store = compileTarget(unit, name, made);
    const value = made.value === null ? () => null : compileExpression(unit, made.value);
    steps.push(made.kind === "Yield" ? yieldStep(value, store) : delegateStep(value, store));
    return name;
  };
  return { node: replace(node) as T, steps };
}

function yieldStep(value: Eval, store: (frame: Frame, value: Value) => void): Step {
  return function* (frame) {
    const given = value(frame);
    if (frame.given === undefined) return store(frame, yield given);
    frame.given.push(given);
    store(frame, frame.machine.unknown(SENT));
  };
}

/** `yield from`: what is sent and thrown goes to the inner generator, its return value is the expression's. */
function delegateStep(value: Eval, store: (frame: Frame, value: Value) => void): Step {
  return function* (frame) {
    const iterable = value(frame);
    const next = frame.machine.iterate(iterable);
    if (next instanceof Unknown) {
      yield* openEnd(frame, next);
      frame.given?.push(next);
      store(frame, next);
      return;
    }
    const inner = iterable instanceof PyIterator ? iterable : undefined;
    let sent: Value = null;
    let advance = next;
    for (;;) {
      const item: Value | undefined =
        sent !== null && inner?.control !== undefined ? inner.control.send(sent) : advance();
      advance = next;
      if (item === undefined) break;
      if (frame.given !== undefined) {
        if (frame.given.push(item) > MANY) break;
        continue;
      }
      try {
        sent = yield item;
      } catch (error) {
        if (!(error instanceof PyRaise) || inner?.control === undefined) throw error;
        const { control } = inner;
        sent = null;
        advance = () => control.throw(error.exception);
      }
    }
    if (inner?.openEnd !== undefined) {
      yield* openEnd(frame, inner.openEnd);
      frame.given?.push(frame.machine.elementOf(inner, inner.openEnd));
    }
    store(frame, inner?.returned ?? null);
  };
}

/** Whether a `yield` stands in a part of a syntax tree; functions and classes inside it have their own. */
function contains(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(contains);
  if (typeof part !== "object" || part === null) return false;
  const { kind } = part as { kind?: string };
  if (kind === "Yield" || kind === "YieldFrom") return true;
  if (kind === "Lambda" || kind === "FunctionDef" || kind === "ClassDef") return false;
  return Object.values(part).some(contains);
}

const known = new WeakMap<ast.Stmt, boolean>();

function yields(statement: ast.Stmt): boolean {
  let found = known.get(statement);
  if (found === undefined) {
    found = contains(statement);
    known.set(statement, found);
  }
  return found;
}

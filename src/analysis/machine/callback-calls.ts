import { BoundMethod, PyFunction, type Value } from "../values";
import { type Log, unwatch, watch } from "../values/heap";
import { work } from "../work";
import type { Code } from "./compile/code";
import * as forks from "./forks";
import type { Exec, Frame, Interpreter } from "./machine";
import { OpenArguments } from "./open-arguments";

/** The part of what an analysis may still cost that may go into calls of what others keep. */
const SHARE = 1 / 12;

/** A run that guesses its inputs proves nothing, with or without calls of what others keep. */
const isGuessing = ({ policy }: Interpreter) => policy?.presumes === true;

function functionOf(value: Value): PyFunction | undefined {
  const fn = value instanceof BoundMethod ? value.func : value;
  return fn instanceof PyFunction && fn.module.file !== undefined ? fn : undefined;
}

/**
 * A call of something that is not known: it may call the program's functions that it is given, and those that such things were given before,
 * any number of times. What follows holds in each case.
 */
export function callsBack(m: Interpreter, frame: Frame, given: readonly Value[]): void {
  if (isGuessing(m)) return;
  callKept(m, frame);
  for (const value of given) {
    const touched = mayBeCalled(m, frame, value);
    if (touched || writes(value)) keep(m, value);
  }
}

/** Something that is called by what is not followed, now or later. */
export function keep(m: Interpreter, value: Value): void {
  const { callbacks } = m.state;
  if (functionOf(value) !== undefined && !callbacks.some((one) => isSame(one, value))) callbacks.push(value);
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  return a instanceof BoundMethod && b instanceof BoundMethod && a.func === b.func && a.self === b.self;
}

/** What something not known, or a pass backward, calls: functions that were given to it before. */
export function callKept(m: Interpreter, frame: Frame): void {
  const { state } = m;
  if (isGuessing(m) || state.callbacks.length === 0) return;
  state.callbackUnits ??= work.left * SHARE;
  if (state.callbackUnits <= 0) return;
  const before = work.spent;
  for (const value of [...state.callbacks]) mayBeCalled(m, frame, value);
  state.callbackUnits -= work.spent - before;
  if (state.callbackUnits <= 0) state.presume("what was given functions of the program calls them no more");
}

function writes(value: Value): boolean {
  return (functionOf(value)?.code as Code | undefined)?.mayWrite === true;
}

/** Calls a function of the program any number of times, or not at all; whether it touched what was there before. */
function mayBeCalled(m: Interpreter, frame: Frame, value: Value): boolean {
  const fn = functionOf(value);
  if (fn === undefined || (fn.code as Code).active > 0) return false;
  const args = new OpenArguments(m.unknown("it is called by what is not known"), true);
  const body = () => void m.call(value, [], args);
  const log: Log = watch();
  try {
    forks.loopUnknown(m, frame, body as Exec, () => undefined);
  } finally {
    unwatch(log);
  }
  return log.saved.size > 0;
}

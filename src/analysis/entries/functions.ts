import type { Attribute, BinOp, ClassDef, FunctionDef } from "../../syntax/ast";
import { someNode } from "../../syntax/walk";
import { arrayAnnotation } from "../facts/annotations";
import type { Run } from "../machine/run";
import type { EntryAnalysis } from "../report";
import { isTensor } from "../symbolic/annotations";
import type { SymbolicRun } from "../symbolic/symbolic";
import { Tensor } from "../tensor/tensor";
import { PyClass, PyFunction, PyList, PyModule, PyTuple, type Value } from "../values";
import { boundName } from "./bound-name";

/** Units of work of a function that nobody calls, and of all methods of a class together. */
export const FUNCTION_WORK = 100_000;

/** At most this many functions of a file are tried. */
export const MAX_FUNCTIONS = 40;

/** Whether a function handles tensors: by an annotation, or by a name of PyTorch's in its body. */
export function handlesTensors(node: FunctionDef, value: Value | undefined, run: Run): boolean {
  if (!(value instanceof PyFunction) || value.node !== node || node.isGenerator || node.isAsync) return false;
  const isAnnotated = value.params.some(
    ({ annotation }) => annotation !== undefined && (isTensor(annotation) || arrayAnnotation(annotation) !== undefined),
  );
  if (isAnnotated) return true;
  return someNode(node.body, (inner) => {
    if (inner.kind !== "Name") return false;
    const { id } = inner as typeof inner & { id: string };
    const named = boundName(run, id);
    const home = named instanceof PyModule ? named.name : named instanceof PyClass ? named.module : "";
    return home === "torch" || home.startsWith("torch.");
  });
}

/** Methods beside the constructor and `forward` that the program calls by name, and that may handle tensors. */
export function methodsOf({ body }: ClassDef, cls: Value | undefined): FunctionDef[] {
  const ofConstructor = methodsOfConstructor(cls);
  return body.filter(
    (one): one is FunctionDef =>
      one.kind === "FunctionDef" &&
      !ofConstructor.has(one.name) &&
      one.decorators.length === 0 &&
      !one.isGenerator &&
      !one.isAsync &&
      one.name !== "forward" &&
      !one.name.startsWith("__") &&
      mayHandleTensors(one),
  );
}

/** Names of the methods that an object's constructor comes to: they run on an object that is being made, not on one that is there. */
function methodsOfConstructor(cls: Value | undefined): ReadonlySet<string> {
  const found = new Set(["__init__", "__post_init__"]);
  if (!(cls instanceof PyClass)) return found;
  for (const name of found)
    for (const { own } of cls.mro) {
      const method = own.get(name);
      if (!(method instanceof PyFunction) || method.node.kind !== "FunctionDef") continue;
      for (const called of attributesOf(method.node)) found.add(called);
    }
  return found;
}

/** Attributes of its first parameter that a method names. */
function attributesOf({ body, params }: FunctionDef): string[] {
  const self = [...params.positionalOnly, ...params.positional][0]?.name;
  const found: string[] = [];
  someNode(body, (inner) => {
    if (inner.kind !== "Attribute") return false;
    const { value, attr } = inner as Attribute;
    if (value.kind === "Name" && value.id === self) found.push(attr);
    return false;
  });
  return found;
}

/** Whether it calls anything, or multiplies matrices: counting in numbers, and describing itself, needs neither. */
function mayHandleTensors({ body }: FunctionDef): boolean {
  return someNode(body, (inner) => inner.kind === "Call" || (inner.kind === "BinOp" && (inner as BinOp).op === "@"));
}

/** Whether a run has come into a function: its own statements, if it has any, or an entry that was put together before. */
export function wasReached({ body }: FunctionDef, file: string, run: Run, entries: readonly EntryAnalysis[]): boolean {
  // In the midst of typing it has no statement.
  if (body.length === 0) return true;
  const [start, end] = [body[0].start, body[body.length - 1].end];
  const isInside = (one: { start: number; end: number }) => start <= one.start && one.end <= end;
  for (const node of run.state.recorder.expressions.get(file)?.keys() ?? []) if (isInside(node)) return true;
  return entries.some(({ expressions }) => expressions.some(isInside));
}

/** Whether a run of a function without a call has something to show: tensors, made of inputs of which the function tells what they are. */
export function isTelling(found: SymbolicRun): boolean {
  return openInputs(found).length === 0 && found.run.state.trace.steps.length > 0 && holdsTensor(found.output);
}

/** The inputs of a run of which nothing tells what they are. */
export function openInputs({ named, inputs }: SymbolicRun): string[] {
  return [...named.keys()].filter((name) => (inputs.specs.get(name)?.kind ?? "open") === "open");
}

export function holdsTensor(value: Value | undefined): boolean {
  if (value instanceof PyTuple || value instanceof PyList) return value.items.some(holdsTensor);
  return value instanceof Tensor;
}

import type { ExecutedStep } from "../../server/protocol";
import type { TreeItem } from "../common/tree";
import { t } from "../common/words";
import type { ForwardRow } from "../forward/rows";
import type { Executed } from "./executed";

/** A step that ran, with the rows around it. */
export interface RanStep {
  step: ExecutedStep;
  item: TreeItem<ForwardRow>;
  /** Of the modules around it, the outermost first. */
  around: readonly TreeItem<ForwardRow>[];
}

/** The steps that ran, in the order of the program. */
export function ranSteps(items: readonly TreeItem<ForwardRow>[], executed: Executed): RanStep[] {
  const found: RanStep[] = [];
  const visit = (siblings: readonly TreeItem<ForwardRow>[], around: readonly TreeItem<ForwardRow>[]): void => {
    for (const item of siblings) {
      const step = item.value.step === undefined ? undefined : executed.get(item.value.step);
      if (step?.executed) found.push({ step, item, around });
      visit(item.children, [...around, item]);
    }
  };
  visit(items, []);
  return found;
}

/** Where the first NaN comes up; where there is none, the first infinity. A step that is given NaN gives NaN: the first is to blame. */
export function firstNotFinite(ran: readonly RanStep[]): RanStep | undefined {
  return ran.find(({ step }) => step.nan > 0) ?? ran.find(({ step }) => (step.inf ?? 0) > 0);
}

/** `layers.0.conv, relu`: the path inside the outermost module, and the operator. */
export function nameOf({ item, around }: RanStep): string {
  const path = around
    .slice(1)
    .map(({ value }) => value.name)
    .join(".");
  return path === "" ? item.value.name : `${path}, ${item.value.name}`;
}

/** What a module's own steps took, the longest first. */
export interface LayerTime {
  name: string;
  ms: number;
  item: TreeItem<ForwardRow>;
}

export function timeByLayer(ran: readonly RanStep[]): LayerTime[] {
  const found = new Map<string, LayerTime>();
  for (const one of ran) {
    const own = one.around.at(-1) ?? one.item;
    const name =
      one.around
        .slice(1)
        .map(({ value }) => value.name)
        .join(".") || own.value.name;
    const before = found.get(own.id);
    if (before) before.ms += one.step.ms;
    else found.set(own.id, { name, ms: one.step.ms, item: own });
  }
  return [...found.values()].sort((a, b) => b.ms - a.ms);
}

/** From so much on is a signal told to fade or to grow. */
const MUCH = 1000;

/** Whether the signal survives its way through the layers, in words. */
export function signalRemark(ran: readonly RanStep[]): string | undefined {
  const deviations = ran.flatMap(({ step }) => (step.std === null || step.pending ? [] : [step.std]));
  const [first, last] = [deviations.find((value) => value > 0), deviations.at(-1)];
  if (first === undefined || last === undefined || deviations.length < 3) return undefined;
  const ends = [first.toPrecision(2), last.toPrecision(2)];
  if (last * MUCH < first) return t("The signal fades: the deviation goes from {0} to {1}.", ...ends);
  return last > first * MUCH ? t("The signal grows: the deviation goes from {0} to {1}.", ...ends) : undefined;
}

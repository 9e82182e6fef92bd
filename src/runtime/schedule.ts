import type { Plan, PlanStep, PlanValue } from "../analysis/plan/plan";

/** Ids of the tensors in a value, in order. */
export function tensorsIn(value: PlanValue, into: number[] = []): number[] {
  if (value === null || typeof value !== "object") return into;
  if (Array.isArray(value)) for (const part of value) tensorsIn(part, into);
  else if ("tensor" in value) into.push(value.tensor);
  else if ("slice" in value) for (const part of value.slice) tensorsIn(part, into);
  else if ("dict" in value) for (const [, part] of value.dict) tensorsIn(part, into);
  return into;
}

export function readsOf(step: PlanStep): number[] {
  const ids: number[] = [];
  for (const value of Object.values(step.args)) tensorsIn(value, ids);
  return ids;
}

/** Which steps of a plan run, and how long tensors live. */
export interface Schedule {
  runs: boolean[];
  /** Tensors that nobody needs after step i. */
  release: number[][];
  /** The tensor in whose storage each tensor lies. */
  root: (id: number) => number;
  /** Storages that a step writes into. */
  written: ReadonlySet<number>;
  /** Given tensors that are written into a storage which other live tensors share. */
  shared: ReadonlySet<number>;
}

/**
 * All steps of the forward part run; of the steps before, those whose results it reads.
 * `given` tensors (state, inputs) are put in place before the forward part, so what only makes them is left out.
 */
export function schedule(plan: Plan, given: ReadonlySet<number>, keep: readonly number[] = []): Schedule {
  const roots = new Map<number, number>();
  const root = (id: number) => roots.get(id) ?? id;
  for (const step of plan.steps) {
    const base = step.view ? readsOf(step)[0] : undefined;
    if (base === undefined) continue;
    for (const id of step.outputs) if (id !== base && !roots.has(id)) roots.set(id, root(base));
  }

  const needed = new Set<number>([...tensorsIn(plan.output), ...keep]);
  const made = new Set<number>();
  for (const step of plan.steps.slice(plan.forward)) {
    for (const id of readsOf(step)) needed.add(id);
    for (const id of step.outputs) made.add(id);
  }
  const shared = sharedAmong(given, needed, made, root);
  for (const id of given) {
    if (shared.has(id)) needed.add(id);
    else needed.delete(id);
  }
  const live = new Set([...needed].map(root));

  const runs = new Array<boolean>(plan.steps.length).fill(true);
  /** Storages whose numbers are all written anew later, and not read until then. */
  const replaced = new Set<number>();
  for (let i = plan.forward - 1; i >= 0; i--) {
    const step = plan.steps[i]!;
    runs[i] =
      step.writes !== undefined
        ? live.has(root(step.writes))
        : step.outputs.some((id) => needed.has(id) || (!step.view && live.has(root(id))));
    if (step.writes !== undefined && replaced.has(root(step.writes)) && !step.view) runs[i] = false;
    if (!runs[i]) continue;
    for (const id of [...readsOf(step), ...step.outputs]) {
      needed.add(id);
      live.add(root(id));
      if (!step.view) replaced.delete(root(id));
    }
    if (replacesAll(plan, step, root)) replaced.add(root(step.writes!));
  }

  const written = new Set<number>();
  const lastUse = new Map<number, number>();
  for (const id of given) lastUse.set(id, plan.forward);
  plan.steps.forEach((step, i) => {
    if (!runs[i]) return;
    if (step.writes !== undefined) written.add(root(step.writes));
    for (const id of [...readsOf(step), ...step.outputs]) lastUse.set(id, Math.max(i, lastUse.get(id) ?? 0));
  });
  for (const id of shared) written.add(root(id));
  for (const id of [...tensorsIn(plan.output), ...keep]) lastUse.delete(id);
  const release: number[][] = plan.steps.map(() => []);
  for (const [id, i] of lastUse) release[i]?.push(id);
  return { runs, release, root, written, shared };
}

/** In-place operators that don't look at what was there. */
const overwriting =
  /^(uniform|normal|trunc_normal|zero|fill|exponential|log_normal|cauchy|geometric|random|orthogonal)_?(\.|$)/;

/** Does a step write every number of a storage, whatever it held? */
function replacesAll(plan: Plan, step: PlanStep, root: (id: number) => number): boolean {
  if (step.writes === undefined || !overwriting.test(step.op)) return false;
  const size = (id: number) => plan.tensors[id]!.shape.reduce((x, y) => x * y, 1);
  return size(step.writes) === size(root(step.writes));
}

/** Given tensors in a storage that is also read through a tensor which is not given. */
function sharedAmong(
  given: ReadonlySet<number>,
  needed: ReadonlySet<number>,
  made: ReadonlySet<number>,
  root: (id: number) => number,
): Set<number> {
  const others = new Set<number>();
  for (const id of needed) if (!given.has(id) && !made.has(id)) others.add(root(id));
  return new Set([...given].filter((id) => others.has(root(id))));
}

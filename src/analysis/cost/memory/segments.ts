import type { ModuleCall } from "../../trace/trace";
import type { Segment } from "./pass";

/** Parts of a pass that can be computed again for their gradients: calls of modules. */

function segmentOf({ begin, end }: ModuleCall): Segment {
  return { begin, end, stopsEarly: true };
}

function* callsIn(calls: readonly ModuleCall[]): Generator<ModuleCall> {
  for (const call of calls) {
    yield call;
    yield* callsIn(call.children);
  }
}

/** The outermost of some calls, in order, those that do something. */
function outermost(calls: readonly ModuleCall[]): Segment[] {
  const found: Segment[] = [];
  for (const call of [...calls].sort((a, b) => a.begin - b.begin || b.end - a.end))
    if (call.end > call.begin && call.begin >= (found.at(-1)?.end ?? 0)) found.push(segmentOf(call));
  return found;
}

/** The calls whose path a pattern names: `*` stands for any part between dots (`encoder.layers.*`). */
export function segmentsNamed(roots: readonly ModuleCall[], pattern: string): Segment[] {
  const parts = pattern.split(".");
  const fits = ({ path }: ModuleCall) => {
    const own = path.split(".");
    return own.length === parts.length && parts.every((part, n) => part === "*" || part === own[n]);
  };
  return outermost([...callsIn(roots)].filter(fits));
}

/** The blocks of a model: modules of one class that have modules inside, of which one module calls several. */
export function blocksOf(roots: readonly ModuleCall[]): Segment[] {
  const blocks = [...callsIn(roots)].filter(({ parent, module, children }) => {
    const alike = parent?.children.filter((other) => other.module.cls === module.cls && other.children.length > 0);
    return children.length > 0 && alike !== undefined && alike.length > 1 && !isContainer(module.cls.name);
  });
  return outermost(blocks);
}

/** A sequence of blocks is no block. */
function isContainer(name: string): boolean {
  return name === "Sequential" || name === "ModuleList";
}

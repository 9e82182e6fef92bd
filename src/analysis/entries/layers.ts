import type { Run } from "../machine/run";
import type { LayerFact } from "../report";
import type { Reporter } from "../reports/reporter";
import { Tensor } from "../tensor/tensor";
import type { ModuleCall } from "../trace/trace";

/** What the modules of a forward pass give, at the places of a file where they are built. */
export function layersIn(
  root: ModuleCall | undefined,
  { machine }: Run,
  reporter: Reporter,
  file: string,
): LayerFact[] {
  const found = new Map<string, LayerFact>();
  const seen = new Set<string>();
  const visit = (call: ModuleCall): void => {
    call.children.forEach(visit);
    const at = machine.built.get(call.module)?.at ?? machine.builtAt.get(call.module);
    if (call === root || call.failed || at?.file !== file) return;
    const key = `${at.start}:${at.end}`;
    const value = reporter.shape(call.output);
    const text = `${key} ${JSON.stringify(value)}`;
    if (seen.has(text) && found.get(key)?.keeps === false) return;
    const keeps = isSameShape(call) && reporter.weights(call.module).params === 0;
    const before = found.get(key);
    found.set(key, {
      start: at.start,
      end: at.end,
      class: call.module.cls.name,
      values: [...(before?.values ?? []), ...(seen.has(text) ? [] : [value])],
      keeps: keeps && before?.keeps !== false,
    });
    seen.add(text);
  };
  if (root !== undefined) visit(root);
  return [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

function isSameShape({ inputs: [input], output }: ModuleCall): boolean {
  if (!(input instanceof Tensor && output instanceof Tensor)) return false;
  return (
    input.shape.length === output.shape.length && input.shape.every((size, n) => `${size}` === `${output.shape[n]}`)
  );
}

import { isOverflow } from "../machine/overflow";
import type { Run } from "../machine/run";
import type { Value } from "../values";

/** What a name of a file's module is bound to. What an import that is not used yet has to say is told where it is. */
export function boundName({ machine, module }: Run, id: string): Value | undefined {
  const { top } = machine;
  try {
    return machine.orUndefined("Exception", () => machine.findattr(module, id));
  } catch (error) {
    // Modules that import each other's names without an end.
    if (!isOverflow(error)) throw error;
    machine.top = top;
    return undefined;
  }
}

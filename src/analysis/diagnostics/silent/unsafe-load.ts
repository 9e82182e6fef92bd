import { certainly } from "../../trace/version";
import type { Program, Remark } from "./program";

/** `torch.load` that leaves it to the installed version whether the file may run code: before 2.6 it may. */
export function* unsafeLoad(program: Program): Iterable<Remark> {
  const { torch } = program.run.machine;
  for (const { subject, place } of program.events("load")) {
    if (place === undefined || subject !== null) continue;
    if (torch.presumed !== true && certainly(torch, { since: "2.6" })) continue;
    yield {
      code: "unsafe-load",
      place,
      message: "Before PyTorch 2.6, `torch.load` runs what code a file holds: `weights_only=True` reads tensors only",
    };
  }
}

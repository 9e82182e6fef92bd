import { nodesOfKind } from "../../../syntax/walk";
import { Tensor } from "../../tensor/tensor";
import { Instance, PyFunction, type Value } from "../../values";
import type { Program, Remark } from "./program";

/** What a tensor reads. */
const FLAG = "requires_grad";

/** So many letters may be lacking, too many or others. */
const SLIPS = 3;

/** An attribute that a tensor or a module gets, that is nearly `requires_grad`, and that nothing reads. */
export function* misspeltFlag(program: Program): Iterable<Remark> {
  for (const { subject, detail, place } of program.events("attribute")) {
    if (place === undefined || typeof detail !== "string" || distance(detail, FLAG) > SLIPS) continue;
    if ([place.file, ...filesOf(subject)].some((file) => isRead(program, file, detail))) continue;
    yield {
      code: "misspelt-flag",
      place,
      message:
        subject instanceof Tensor
          ? `\`${detail}\` is an attribute that nothing reads, and freezes nothing: the tensor's own is \`${FLAG}\``
          : `\`${detail}\` of a module is an attribute that nothing reads, and freezes nothing: \`${FLAG}_(False)\` does`,
    };
  }
}

/** Where the methods of an object's classes stand. */
function filesOf(subject: Value): string[] {
  if (!(subject instanceof Instance)) return [];
  const methods = subject.cls.mro.flatMap(({ own }) => [...own.values()]);
  return [...new Set(methods.flatMap((method) => (method instanceof PyFunction ? [method.place.file] : [])))];
}

function isRead(program: Program, file: string, name: string): boolean {
  const tree = program.places.tree(file);
  return (
    tree !== undefined && nodesOfKind(tree, "Attribute").filter(({ attr }) => attr === name).length > writes(tree, name)
  );
}

/** How often an attribute is what an assignment writes. */
function writes(tree: NonNullable<ReturnType<Program["places"]["tree"]>>, name: string): number {
  return nodesOfKind(tree, "Assign")
    .flatMap(({ targets }) => targets)
    .filter((one) => one.kind === "Attribute" && one.attr === name).length;
}

/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > SLIPS) return SLIPS + 1;
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}

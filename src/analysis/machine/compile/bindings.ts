import type * as ast from "../../../syntax/ast";
import type { Value } from "../../values";
import type { Frame } from "../machine";
import { boundNames } from "../scope";
import { storeName } from "./names";
import type { Unit } from "./unit";

/** Binds every name that the body of a loop binds to one value. */
export function compileBindings(
  unit: Unit,
  { body, start }: ast.For | ast.While,
): (frame: Frame, value: Value) => void {
  const stores = boundNames(body).map((id) => storeName(unit, { kind: "Name", id, start, end: start }));
  return (frame, value) => {
    for (const store of stores) store(frame, value);
  };
}

import { classes, Obj, type Value } from "../values";
import type { Interpreter } from "./machine";

/** An imported name that has not been used yet: the module behind it is loaded when it is. Lives only in namespaces. */
export class Lazy extends Obj {
  private value: Value | undefined;
  private isLoading = false;

  constructor(private readonly load: (machine: Interpreter) => Value) {
    super(classes.unknown);
  }

  force(machine: Interpreter): Value {
    if (this.value !== undefined) return this.value;
    if (this.isLoading) return machine.unknown("the name is imported from where it is imported to");
    this.isLoading = true;
    try {
      this.value = this.load(machine);
      return this.value;
    } finally {
      this.isLoading = false;
    }
  }
}

import { DTypeObject, Tensor } from "../tensor/tensor";
import type { OwnRule } from "../trace/tape";
import { PyList, PyTuple, type Value } from "../values";
import type { Applying, GradientNode, Input, Meta } from "./node";
import { nextSerial } from "./node";
import type { Differentiating } from "./operator-node";
import { sizeValue } from "./values";

/** The call of a function of the program's own: `torch.autograd.Function`. */
export class OwnNode implements GradientNode {
  readonly serial = nextSerial();
  outputs: readonly Meta[] = [];
  private isReleased = false;

  constructor(
    private readonly how: Differentiating,
    private readonly rule: OwnRule,
    /** Places among the function's arguments of those that need a gradient. */
    private readonly places: readonly number[],
    private readonly count: number,
    readonly inputs: readonly Input[],
  ) {}

  get name(): string {
    return `${this.rule.name}Backward`;
  }

  get released(): boolean {
    return this.isReleased;
  }

  release(): void {
    this.isReleased = true;
  }

  apply(gradients: readonly (Tensor | undefined)[], { creates }: Applying): (Tensor | undefined)[] {
    const { how, rule } = this;
    const { machine } = how;
    return how.recording(creates, () => {
      const given = this.outputs.map(({ shape, dtype }, n): Value => {
        if (gradients[n] !== undefined) return gradients[n];
        if (!rule.materialized) return null;
        const zeros = machine.getattr(machine.import("torch"), "zeros");
        return machine.call(zeros, [sizeValue(shape)], new Map<string, Value>([["dtype", DTypeObject.of(dtype)]]));
      });
      const result = rule.backward(given);
      const all = result instanceof PyTuple || result instanceof PyList ? result.items : [result];
      if (all.length < this.count || all.slice(this.count).some((one) => one !== null))
        machine.raise(
          "RuntimeError",
          `function ${this.name} returned an incorrect number of gradients (expected ${this.count}, got ${all.length})`,
          "gradient",
        );
      return this.places.map((place) => {
        const one = all[place];
        return one instanceof Tensor ? one : undefined;
      });
    });
  }
}

import type { TensorMachine } from "../trace/port";
import type { Schema } from "../trace/schema";
import { PyClass, PyFunction, PyTuple, type Value } from "../values";

/** The modules of the prelude that hold the rules, a family each. */
const FAMILIES = [
  "arithmetic",
  "pointwise",
  "special",
  "views",
  "indexing",
  "reductions",
  "ordering",
  "products",
  "activations",
  "losses",
  "convolution",
  "pooling",
  "normalization",
  "resampling",
  "recurrent",
  "attention",
  "linalg",
  "fourier",
  "distances",
  "random",
  "masking",
];

/** How an operator is differentiated: a class of the prelude (`torch/_derivatives`) of the operator's name. */
export interface Rule {
  /** The gradient of an argument, by its name. */
  formulas: ReadonlyMap<string, PyFunction>;
  /** The gradients of several arguments at once, as a dict by their names. */
  together: PyFunction | undefined;
  /** The operator in terms of others, which have rules. */
  composed: PyFunction | undefined;
  /** Its results say nothing of how they came from its arguments. */
  isConstant: boolean;
  /** Arguments of which only the shape or the dtype is looked at: no gradient goes there. */
  unfollowed: readonly Value[];
}

const TOGETHER = "_together";
const COMPOSED = "_composed";
const CONSTANT = "_constant";
const UNFOLLOWED = "_unfollowed";

/** Finds rules, for one machine. */
export class Rules {
  private readonly found = new Map<string, Rule | undefined>();

  constructor(private readonly machine: TensorMachine) {}

  of(schema: Schema): Rule | undefined {
    const key = `${schema.name} ${schema.overload}`;
    if (!this.found.has(key)) this.found.set(key, this.find(schema));
    return this.found.get(key);
  }

  private find({ name, overload, args }: Schema): Rule | undefined {
    const cls = (overload === "" ? undefined : this.named(`${name}_${overload}`)) ?? this.named(name);
    if (cls === undefined) return undefined;
    const method = (of: string): PyFunction | undefined => {
      const value = cls.lookup(of);
      return value instanceof PyFunction ? value : undefined;
    };
    const unfollowed = cls.lookup(UNFOLLOWED);
    const formulas = new Map<string, PyFunction>();
    for (const argument of args) {
      const formula = method(argument.name);
      if (formula !== undefined) formulas.set(argument.name, formula);
    }
    return {
      formulas,
      together: method(TOGETHER),
      composed: method(COMPOSED),
      isConstant: cls.lookup(CONSTANT) === true,
      unfollowed: unfollowed instanceof PyTuple ? unfollowed.items : [],
    };
  }

  private named(name: string): PyClass | undefined {
    for (const family of FAMILIES) {
      const module = this.machine.import(`torch._derivatives.${family}`);
      const value = this.machine.findattr(module, name);
      if (value instanceof PyClass) return value;
    }
    return undefined;
  }
}

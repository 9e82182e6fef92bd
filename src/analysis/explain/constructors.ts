import { type Dim, equal, print, SymInt, substitute, symbol } from "../dims";
import type { Interpreter } from "../machine/machine";
import { RunState } from "../machine/run-state";
import type { Tensor } from "../tensor/tensor";
import { namedTensors } from "../torch/nnmodule";
import { PyFunction, PyTuple, type Value } from "../values";
import type { Obj } from "../values/value";
import { MARK } from "./relation";

/** A parameter's size as its module's constructor makes it. */
export interface Made {
  /** The parameter's name in the module: `weight`. */
  name: string;
  /** In the constructor's parameters: `out_features`, `3*embed_dim`. */
  formula: string;
  /** The constructor's parameters in the formula. */
  params: string[];
}

/** A module made once more, with the sizes that its constructor's names stand for. */
interface Twin {
  twin: Obj;
  sizes: Map<string, Dim>;
}

/**
 * How the sizes of a library module's parameters follow from its constructor's arguments: the constructor, run once more on numbers with names.
 * The arguments are read from the attributes of the same names, as PyTorch's modules keep them.
 */
export class Constructors {
  private readonly twins = new Map<Obj, Twin[]>();

  constructor(
    private readonly machine: Interpreter,
    private readonly state: RunState,
  ) {}

  /** The name that a module has for a tensor of its own. */
  nameOf(module: Obj, tensor: Tensor): string | undefined {
    for (const { name, tensor: other } of namedTensors(module)) if (other === tensor) return name;
    return undefined;
  }

  made(module: Obj, tensor: Tensor, axis: number): Made | undefined {
    const name = this.nameOf(module, tensor);
    if (name === undefined) return undefined;
    let twins = this.twins.get(module);
    if (twins === undefined) {
      // Where the names are known to be equal to their numbers, the constructor can decide; it may also put the number in place of the name.
      twins = [true, false].flatMap((known) => this.again(module, known) ?? []);
      this.twins.set(module, twins);
    }
    for (const { twin, sizes } of twins) {
      const formula = namedTensors(twin).find((other) => other.name === name)?.tensor.shape[axis];
      if (!(formula instanceof SymInt)) continue;
      const value = substitute(formula, sizes);
      if (equal(value, tensor.shape[axis], this.state.assumptions) !== true) continue;
      const text = print(formula);
      const params = [...sizes.keys()].filter((param) => mentions(text, param));
      return { name, formula: text.replaceAll(MARK, ""), params: params.map((param) => param.slice(MARK.length)) };
    }
    return undefined;
  }

  private again(module: Obj, known: boolean): Twin | undefined {
    const init = module.cls.lookup("__init__");
    if (!(init instanceof PyFunction)) return undefined;
    const sizes = new Map<string, Dim>();
    const state = new RunState(undefined, true);
    for (const relation of this.state.assumptions.relations()) state.assumptions.assume(relation);
    const named = (name: string, value: Value): Value => {
      if (!(value instanceof SymInt) && (typeof value !== "number" || value < 2)) return value;
      const size = symbol(MARK + name);
      sizes.set(MARK + name, value);
      if (known) state.assumptions.assume({ kind: "eq", left: size, right: value });
      return size;
    };
    const kwargs = new Map<string, Value>();
    for (const { name, kind } of init.params.slice(1)) {
      const value = kind === "vararg" || kind === "kwarg" ? undefined : module.attrs?.get(name);
      if (value === undefined) continue;
      if (value instanceof PyTuple) {
        // `kernel_size=3` is kept as `(3, 3)`.
        const alike = value.items.every((item) => item === value.items[0]);
        const items = value.items.map((item, n) => named(alike ? name : `${name}[${n}]`, item));
        kwargs.set(name, new PyTuple(items));
      } else if (value === null || typeof value !== "object" || value instanceof SymInt)
        kwargs.set(name, named(name, value));
    }
    try {
      const twin = this.machine.isolated(state, () => this.machine.call(module.cls, [], kwargs));
      return twin !== null && typeof twin === "object" && "attrs" in twin ? { twin: twin as Obj, sizes } : undefined;
    } catch {
      // The constructor asks more of its arguments than its attributes tell.
      return undefined;
    }
  }
}

function mentions(text: string, param: string): boolean {
  return text.split(/[^\p{L}\p{N}_[\]]+/u).includes(param);
}

import { Tensor } from "../tensor/tensor";
import type { OtherNumbers, PyRaise } from "../trace/raise";
import { stepOf } from "../trace/trace";
import { genericNames, type Inputs, type Spec } from "./inputs";

/**
 * What an operator's refusal says of an input whose dtype or rank was only guessed: an argument that takes integers only, or
 * complex numbers, traced back through the steps that made it, makes its input one of those; a target of class numbers has a dimension less than what it is compared to.
 * True where something was learnt.
 */
export function learnFromRefusal(inputs: Inputs, { failure, refused }: PyRaise): boolean {
  if (refused === undefined) return false;
  if (failure.kind === "dtype") return refused.taken !== undefined && becomeOthers(inputs, refused.taken);
  if (failure.kind !== "target") return false;
  const target = refused.operands.find(({ name }) => name === "target");
  const other = refused.operands.find((operand) => operand !== target);
  if (target === undefined || other === undefined || !isFloat(target.tensor)) return false;
  return [...sourcesOf(inputs, target.tensor)].some((path) => {
    const spec = inputs.specs.get(path);
    if (!isOpen(spec)) return false;
    const names = genericNames(Math.max(0, other.shape.length - 1));
    inputs.specs.set(path, { ...spec, names, generic: true, dtype: "int64" });
    return true;
  });
}

/** The first of the tensors that an input was made into becomes one of the other numbers. */
function becomeOthers(inputs: Inputs, { dtype, tensors }: OtherNumbers): boolean {
  return tensors.some((tensor) => {
    let learnt = false;
    for (const path of sourcesOf(inputs, tensor)) {
      const spec = inputs.specs.get(path);
      if (!isOpen(spec)) continue;
      inputs.specs.set(path, { ...spec, dtype });
      learnt = true;
    }
    return learnt;
  });
}

/** A tensor whose dtype nobody told yet. */
function isOpen(spec: Spec | undefined): spec is Spec & { kind: "tensor" } {
  return spec?.kind === "tensor" && spec.dtype === undefined;
}

function isFloat({ dtype }: Tensor): boolean {
  return dtype.startsWith("float");
}

/** The inputs that a tensor was made from by steps that keep its kind of numbers. */
function sourcesOf(inputs: Inputs, tensor: Tensor): Set<string> {
  const paths = new Map<unknown, string>([...inputs.made].map(([path, value]) => [value, path]));
  const found = new Set<string>();
  const seen = new Set<Tensor>();
  const follow = (one: Tensor) => {
    if (seen.has(one)) return;
    seen.add(one);
    const path = paths.get(one);
    if (path !== undefined) found.add(path);
    for (const argument of Object.values(stepOf(one)?.args ?? {}))
      for (const value of Array.isArray(argument) ? argument : [argument])
        if (value instanceof Tensor && isFloat(value)) follow(value);
  };
  follow(tensor);
  return found;
}

import { DTypeObject } from "../../tensor/tensor";
import type { TensorMachine } from "../../trace/port";
import { native, nativeRaw, type Value } from "../../values";

function gradMode(m: TensorMachine): Value {
  return m.settings.gradEnabled ?? m.unknown("the program leaves it open whether gradients are recorded", "bool");
}

/** PyTorch's global modes. */
export const settings: Record<string, Value> = {
  _set_grad_enabled: native("_set_grad_enabled(mode)", (m: TensorMachine, { mode }) => {
    const before = gradMode(m);
    m.settings.gradEnabled = m.truth(mode);
    return before;
  }),
  /** A call of which no gradient is recorded, as under `torch.no_grad()`. */
  _without_gradient: nativeRaw("_without_gradient", (m: TensorMachine, [called, ...args], kwargs) => {
    const before = m.settings.gradEnabled;
    m.settings.gradEnabled = false;
    try {
      return m.call(called, args, kwargs);
    } finally {
      m.settings.gradEnabled = before;
    }
  }),
  _is_grad_enabled: native("_is_grad_enabled()", gradMode),
  _set_default_dtype: native("_set_default_dtype(dtype)", (m: TensorMachine, { dtype }) => {
    if (dtype instanceof DTypeObject) m.settings.defaultDType = dtype.name;
    return null;
  }),
};

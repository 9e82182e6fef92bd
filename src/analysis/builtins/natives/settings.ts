import type { Interpreter } from "../../machine/interpreter";
import { DTypeObject } from "../../tensor/tensor";
import { native, type Value } from "../../values";

/** PyTorch's global modes. */
export const settings: Record<string, Value> = {
  _set_grad_enabled: native("_set_grad_enabled(mode)", (m, { mode }) => {
    const before = m.settings.gradEnabled;
    m.settings.gradEnabled = (m as Interpreter).truth(mode) !== false;
    return before;
  }),
  _is_grad_enabled: native("_is_grad_enabled()", (m) => m.settings.gradEnabled),
  _set_default_dtype: native("_set_default_dtype(dtype)", (m, { dtype }) => {
    if (dtype instanceof DTypeObject) m.settings.defaultDType = dtype.name;
    return null;
  }),
};

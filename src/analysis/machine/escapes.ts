import { Instance, PyDict, PyList, PySet, PyTuple, type Unknown, type Value } from "../values";

/**
 * What is given to a call that is not followed may be changed by it: it may have more items and attributes afterwards, or others under their names.
 * The values that it has are taken as they are: a model that is handed to a logger, or to what spreads it over devices, stays a model.
 */
export function mayBeChanged(given: Iterable<Value>, reason: Unknown): void {
  for (const value of given) {
    if (value instanceof PyList) value.openEnd(reason);
    else if (value instanceof PyDict || value instanceof PySet) value.open(reason);
    else if (value instanceof PyTuple) mayBeChanged(value.items, reason);
    else if (value instanceof Instance && value.payload === undefined) value.setUnknownAttr(reason);
  }
}

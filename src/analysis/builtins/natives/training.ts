import { Tensor } from "../../tensor/tensor";
import type { EventKind } from "../../trace/events";
import { note } from "../../trace/note";
import type { TensorMachine } from "../../trace/port";
import { native, PyDict, PyList, PyTuple, type Value } from "../../values";

/** The tensors in what a data loader gives: in its tuples, lists and dicts. */
function tensorsIn(value: Value): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (value instanceof PyTuple || value instanceof PyList) return value.items.flatMap(tensorsIn);
  return value instanceof PyDict ? value.values().flatMap(tensorsIn) : [];
}

/** What the stand-ins tell of a program's training, beside its operators. */
export const training: Record<string, Value> = {
  _note: native("_note(kind, subject, detail=None)", (m: TensorMachine, { kind, subject, detail }) => {
    note(m, kind as EventKind, subject, detail);
    return null;
  }),
  _batch: native("_batch(value)", (m: TensorMachine, { value }) => {
    for (const tensor of tensorsIn(value)) m.trace.batches.add(tensor);
    return value;
  }),
};

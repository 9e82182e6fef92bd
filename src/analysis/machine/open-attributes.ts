import { Instance, Obj, PyDict, PyFloat, PyList, PyModule, PyTuple, Unknown, type Value } from "../values";

/** Any attribute may have been set: others may be there, and each plain value may be the one that was replaced. */
export function openAttributes(object: Value, reason: Unknown): void {
  if (!(object instanceof Obj) || object instanceof Unknown) return;
  object.setUnknownAttr(reason);
  if (object instanceof PyModule) object.beyond ??= reason;
  else if (!(object instanceof Instance)) return;
  else standBefore(object, reason);
  for (const [name, value] of object.attrs ?? [])
    if (!name.startsWith("_") && isPlain(value) && !isOfModule(object, name)) object.setAttr(name, reason);
}

/** What was set under a name that is not known may stand before a plain value of the object's class: a default of a configuration. */
function standBefore(object: Instance, reason: Unknown): void {
  for (const { module, own } of object.cls.mro) {
    if (module.startsWith("torch") || module === "builtins") continue;
    for (const [name, value] of own)
      if (!name.startsWith("__") && (isPlain(value) || isContainer(value)) && object.attrs?.has(name) !== true)
        object.setAttr(name, reason);
  }
}

/** A number, a text, None, or a container of some: what a program configures. */
function isPlain(value: Value, depth = 3): boolean {
  if (!(value instanceof Obj) || value instanceof PyFloat) return true;
  if (!isContainer(value) || depth === 0) return false;
  const items = value instanceof PyDict ? value.values() : value.items;
  return items.length > 0 && items.every((item) => isPlain(item, depth - 1));
}

function isContainer(value: Value): value is PyList | PyTuple | PyDict {
  return value instanceof PyList || value instanceof PyTuple || value instanceof PyDict;
}

/** What PyTorch keeps in a module under a name of its own. */
function isOfModule({ cls }: Obj, name: string): boolean {
  return name === "training" && cls.mro.some((base) => base.module.startsWith("torch"));
}

import { builtinClass, classes, native, type PyClass, PyProperty, PyTuple, type Value } from "../values";

const known = new Map<string, PyClass>();

/** A result with named fields, as `torch.return_types.max` is. */
export function namedTuple(name: string, fields: readonly string[], values: readonly Value[]): PyTuple {
  const key = `${name}(${fields.join()})`;
  let cls = known.get(key);
  if (cls === undefined) {
    cls = builtinClass(name, [classes.tuple], "torch.return_types");
    for (const [at, field] of fields.entries()) {
      cls.own.set(field, new PyProperty(native(`${field}(self)`, (_, { self }) => (self as PyTuple).items[at])));
    }
    cls.own.set("_fields", new PyTuple([...fields]));
    known.set(key, cls);
  }
  return new PyTuple(values, cls);
}

import { annotationsOfClass, annotationsOfFunction } from "../../machine/annotations";
import type { Interpreter } from "../../machine/machine";
import {
  BoundMethod,
  Builtin,
  ClassMethod,
  Instance,
  native,
  type Parameter,
  PyClass,
  PyDict,
  PyFunction,
  PyList,
  PyTuple,
  StaticMethod,
  type Value,
} from "../../values";

/** What `inspect`, `dataclasses` and `typing` need to know of functions and classes. */
export const signatures: Record<string, Value> = {
  _signature_of: native("_signature_of(callable)", (m: Interpreter, { callable }) => signatureOf(m, callable)),
  _class_annotations: native("_class_annotations(cls)", (m: Interpreter, { cls }) =>
    cls instanceof PyClass ? annotationsOfClass(m, cls) : new PyDict(),
  ),
};

interface Found {
  parameters: readonly Parameter[];
  annotations: PyDict;
}

/** `(parameters, returns)`: see the prelude's list of natives. */
function signatureOf(m: Interpreter, callable: Value): Value {
  const found = describe(m, callable);
  if (found === undefined) return m.raise("TypeError", `${m.repr(callable)} is not a callable object`);
  const maybe = (value: Value | undefined) => new PyTuple(value === undefined ? [] : [value]);
  const parameters = found.parameters.map(
    ({ name, kind, default: fallback }) =>
      new PyTuple([name, kind, maybe(fallback), maybe(found.annotations.get(name))]),
  );
  return new PyTuple([new PyList(parameters), maybe(found.annotations.get("return"))]);
}

function describe(m: Interpreter, callable: Value): Found | undefined {
  if (callable instanceof PyFunction)
    return { parameters: callable.params, annotations: annotationsOfFunction(m, callable) };
  if (callable instanceof Builtin) return { parameters: callable.params, annotations: new PyDict() };
  if (callable instanceof BoundMethod) return withoutFirst(describe(m, callable.func));
  if (callable instanceof StaticMethod || callable instanceof ClassMethod) return describe(m, callable.func);
  if (callable instanceof PyClass) return withoutFirst(describe(m, constructorOf(m, callable)));
  if (callable instanceof Instance) {
    const call = callable.cls.lookup("__call__");
    return call === undefined ? undefined : withoutFirst(describe(m, call));
  }
  return undefined;
}

function constructorOf(m: Interpreter, cls: PyClass): Value {
  const meta = cls.cls.lookup("__call__");
  if (meta instanceof PyFunction) return meta;
  const init = cls.lookup("__init__");
  if (init instanceof PyFunction) return init;
  const create = cls.lookup("__new__");
  return create instanceof StaticMethod ? create.func : (init ?? m.objectInit ?? null);
}

function withoutFirst(found: Found | undefined): Found | undefined {
  if (found === undefined) return undefined;
  const [first] = found.parameters;
  const bound = first !== undefined && (first.kind === "positional" || first.kind === "positionalOnly");
  return bound ? { ...found, parameters: found.parameters.slice(1) } : found;
}

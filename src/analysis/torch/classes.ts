import { define } from "../machine/define";
import { MODULE } from "../tensor/device";
import { type DType, dtypes, isComplex, isFloating } from "../tensor/dtype";
import { DeviceObject, DTypeObject } from "../tensor/tensor";
import { classes, native, PyProperty, Unknown, type Value } from "../values";

/** The classes and dtypes that namespace `torch` begins with; operators and the prelude's Python come on top. */
export function torch(): Record<string, Value> {
  const named = Object.fromEntries((Object.keys(dtypes) as DType[]).map((name) => [name, DTypeObject.of(name)]));
  return { Tensor: classes.Tensor, Size: classes.Size, dtype: classes.dtype, device: classes.device, ...named };
}

/** Attributes and constructors of `torch.dtype` and `torch.device`. */
export function installTorchClasses(): void {
  const dtypeOf = (value: Value) => (value as DTypeObject).name;
  const properties: [string, (name: DType) => Value][] = [
    ["is_floating_point", isFloating],
    ["is_complex", isComplex],
    ["is_signed", (name) => name !== "uint8" && name !== "bool"],
    ["itemsize", (name) => dtypes[name].size],
  ];
  for (const [name, read] of properties)
    classes.dtype.own.set(
      name,
      new PyProperty(native(`${name}(self)`, (_, { self }) => read(dtypeOf(self)), classes.dtype)),
    );
  classes.device.own.set(
    "__new__",
    define(
      "__new__(cls, type, index=None)",
      (m, { type, index }) => {
        if (type instanceof DeviceObject) return type;
        if (typeof type === "number") return new DeviceObject("cuda", type);
        if (typeof type !== "string")
          return type instanceof Unknown ? type.of("any") : m.unknown("the device is not known");
        const [kind, number] = type.split(":");
        return new DeviceObject(kind, number !== undefined ? Number(number) : typeof index === "number" ? index : null);
      },
      classes.device,
    ),
  );
  classes.device.own.set(
    "type",
    new PyProperty(
      native("type(self)", (m, { self }) => {
        const { type } = self as DeviceObject;
        return type === MODULE ? m.unknown("the device is not known", "str") : type;
      }),
    ),
  );
  classes.device.own.set(
    "index",
    new PyProperty(
      native("index(self)", (m, { self }) => {
        const { type, index } = self as DeviceObject;
        return type === MODULE ? m.unknown("the device is not known") : index;
      }),
    ),
  );
  classes.device.own.set(
    "__enter__",
    native(
      "__enter__(self)",
      (m, { self }) => {
        m.call(m.getattr(m.import("torch._basics"), "_enter_device"), [self]);
        return self;
      },
      classes.device,
    ),
  );
  classes.device.own.set(
    "__exit__",
    native(
      "__exit__(self, type, value, traceback)",
      (m) => {
        m.call(m.getattr(m.import("torch._basics"), "_leave_device"), []);
        return null;
      },
      classes.device,
    ),
  );
}

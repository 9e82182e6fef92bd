import type { Interpreter } from "../../machine/machine";
import { deviceObject } from "../../tensor/device";
import type { DType } from "../../tensor/dtype";
import { DTypeObject, Tensor } from "../../tensor/tensor";
import { note } from "../../trace/note";
import type { TensorMachine } from "../../trace/port";
import { classes, native, nativeRaw, Obj, PyList, PyTuple, Unknown, type Value } from "../../values";

/** The devices of some tensors at one time. */
class Places extends Obj {
  constructor(readonly of: readonly (readonly [Tensor, string | undefined])[]) {
    super(classes.object);
  }
}

function gradMode(m: TensorMachine): Value {
  return m.settings.gradEnabled ?? m.unknown("the program leaves it open whether gradients are recorded", "bool");
}

/** Where autocast was on before a region began. */
class Region extends Obj {
  constructor(readonly regions: ReadonlyMap<string, DType | undefined>) {
    super(classes.object);
  }
}

function askedByLibrary(m: Interpreter): boolean {
  let asking = m.top;
  while (asking?.source.prelude === true) asking = asking.caller;
  return asking?.module.isInstalled === true;
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
  /** Where tensors are made that name no device; None is the CPU. */
  _set_default_device: native("_set_default_device(device)", (m: TensorMachine, { device }) => {
    const { modes } = m.settings;
    const named = modes.deviceArgument(device);
    modes.device = named === null ? "cpu" : named;
    return null;
  }),
  /** Whether there is a GPU, or how many: what the run assumes, else it is not known. */
  _gpus: native("_gpus(what)", (m: Interpreter, { what }) => {
    const { settings } = m;
    const counts = what === "count";
    // What a library asks when it is loaded is asked once, whoever loads it.
    if (!askedByLibrary(m) && settings.asked !== "count") settings.asked = counts ? "count" : "presence";
    if (settings.gpus === undefined) return m.unknown("it depends on the machine", counts ? "int" : "bool");
    return counts ? settings.gpus : settings.gpus > 0;
  }),
  /** The GPU that `cuda` alone means from here on; gives the one before. */
  _set_current_gpu: native("_set_current_gpu(device)", (m: TensorMachine, { device }) => {
    const { modes } = m.settings;
    const before = modes.current;
    const named = modes.deviceArgument(device);
    if (named !== null) modes.current = named?.startsWith("cuda:") ? Number(named.slice("cuda:".length)) : undefined;
    return before ?? m.unknown("the current device is not known", "int");
  }),
  /** Begins a region of autocast for a type of device, or one without it; gives what `_end_autocast` goes back to. */
  _begin_autocast: native("_begin_autocast(type, dtype, enabled)", (m: TensorMachine, { type, dtype, enabled }) => {
    const { modes } = m.settings;
    const before = new Region(modes.autocast);
    const regions = new Map(modes.autocast);
    const name = typeof type === "string" ? type : "cuda";
    const isOn = enabled instanceof Unknown ? undefined : m.truth(enabled);
    if (isOn === false) regions.delete(name);
    else {
      const usual = name === "cpu" ? "bfloat16" : "float16";
      const asked = dtype === null ? usual : dtype instanceof DTypeObject ? dtype.name : undefined;
      regions.set(name, isOn === true && typeof type === "string" ? asked : undefined);
    }
    modes.autocast = regions;
    return before;
  }),
  _end_autocast: native("_end_autocast(before)", (m: TensorMachine, { before }) => {
    if (!(before instanceof Region)) return null;
    m.settings.modes.autocast = before.regions;
    if (before.regions.size === 0) note(m, "autocast", null);
    return null;
  }),
  /** Whether a region of autocast may be at work. */
  _may_cast: native("_may_cast()", (m: TensorMachine) => {
    const { modes } = m.settings;
    return modes.assumesModule || modes.autocast.size > 0;
  }),
  /** What PyTorch says of devices that do not fit. */
  _refuse_device: native("_refuse_device(message, cls='RuntimeError')", (m: TensorMachine, { message, cls }) =>
    m.raise(String(cls), String(message), "device"),
  ),
  /** The devices of tensors as they are now, for `_moved_since`. */
  _places_of: native(
    "_places_of(tensors)",
    (_, { tensors }) =>
      new Places(
        (tensors instanceof PyList || tensors instanceof PyTuple ? tensors.items : []).flatMap((tensor) =>
          tensor instanceof Tensor ? [[tensor, tensor.device] as const] : [],
        ),
      ),
  ),
  /** The device to which one of the tensors was moved since; None where none is known to have been. */
  _moved_since: native("_moved_since(places)", (_, { places }) => {
    if (!(places instanceof Places)) return null;
    const moved = places.of.find(
      ([tensor, before]) => tensor.device !== undefined && before !== undefined && tensor.device !== before,
    );
    return moved === undefined ? null : deviceObject(moved[0].device!);
  }),
};

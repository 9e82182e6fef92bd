import type { Interpreter } from "../machine/machine";
import { openObject, unlistedName } from "../machine/unlisted";
import { isIntegral } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import { note } from "../trace/note";
import type { CallHead, ModuleCall } from "../trace/trace";
import {
  BoundMethod,
  classes,
  Either,
  Instance,
  native,
  nativeRaw,
  Obj,
  orElse,
  PyClass,
  PyDict,
  PyFunction,
  PySet,
  PyTuple,
  Unknown,
  unwrapped,
  type Value,
} from "../values";

/**
 * The part of `torch.nn.Module` that every attribute and every call goes through; the rest is Python, in the prelude.
 * https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
const TABLES = ["_parameters", "_buffers", "_modules"] as const;

export function isModule(value: Value): value is Instance {
  return value instanceof Instance && value.attrs?.get("_modules") instanceof PyDict;
}

function table(module: Obj, name: (typeof TABLES)[number]): PyDict | undefined {
  const found = module.attrs?.get(name);
  return found instanceof PyDict ? found : undefined;
}

function isParameter(value: Value): value is Tensor {
  return value instanceof Tensor && value.parameter;
}

/** Tables of hooks: few modules have any, so they are made when they are first asked for. */
const HOOKS = new Set([
  "_forward_hooks",
  "_forward_hooks_with_kwargs",
  "_forward_pre_hooks",
  "_forward_pre_hooks_with_kwargs",
  "_backward_hooks",
  "_backward_pre_hooks",
  "_state_dict_hooks",
  "_state_dict_pre_hooks",
  "_load_state_dict_pre_hooks",
  "_load_state_dict_post_hooks",
]);

function orderedDict(m: Interpreter): PyDict {
  return new PyDict(m.getattr(m.import("collections"), "OrderedDict") as PyClass);
}

function initModule(m: Interpreter, module: Value): Value {
  if (!(module instanceof Obj)) return null;
  module.setAttr("training", m.settings.training);
  for (const name of TABLES) module.setAttr(name, orderedDict(m));
  module.setAttr("_non_persistent_buffers_set", new PySet());
  return null;
}

/** What `nn.Module.__getattr__` finds: parameters, buffers, child modules. */
function moduleMember(m: Interpreter, module: Value, name: string): Value | undefined {
  if (!(module instanceof Obj)) return undefined;
  for (const kind of TABLES) {
    const held = table(module, kind);
    const found = held?.get(name);
    if (found === undefined) continue;
    if (held!.mayLack(name)) m.mayHaveRaised();
    return found;
  }
  if (!HOOKS.has(name) || table(module, "_modules") === undefined)
    return name.startsWith("__") ? undefined : memberTails(module)[0];
  return hookTable(module, name) ?? newHookTable(m, module, name);
}

function newHookTable(m: Interpreter, module: Obj, name: string): PyDict {
  const made = orderedDict(m);
  module.setAttr(name, made);
  return made;
}

/** A table of hooks that was asked for. One that only one branch of an open condition made is empty without it. */
function hookTable(module: Obj, name: string): PyDict | undefined {
  const found = module.attrs?.get(name);
  if (!(found instanceof PyDict)) return undefined;
  if (module.mayLackAttr(name)) {
    found.doubtAll();
    module.setAttr(name, found);
  }
  return found;
}

/** Whether it may lack a parameter, buffer or child of that name; undefined where it has none. */
function mayLackMember(module: Value, name: string): boolean | undefined {
  if (!(module instanceof Obj)) return undefined;
  const tables = TABLES.flatMap((kind) => table(module, kind) ?? []).filter((held) => held.has(name));
  return tables.length === 0 ? undefined : tables.every((held) => held.mayLack(name));
}

/** Why a module may have members that are not known: they were put in under a name that is not, or it is not known what it holds. */
function memberTails(module: Value): Unknown[] {
  if (!(module instanceof Obj)) return [];
  const tails: Unknown[] = [];
  for (const kind of TABLES) {
    const held = module.attrs?.get(kind);
    const tail = held instanceof Unknown ? held : held instanceof PyDict ? held.tail : undefined;
    if (tail !== undefined) tails.push(tail);
  }
  return tails;
}

function moduleGetattr(m: Interpreter, module: Value, name: string): Value {
  return orElse(moduleMember(m, module, name), () =>
    m.raise("AttributeError", `'${(module as Obj).cls.name}' object has no attribute '${name}'`, {
      kind: "attribute",
      owner: (module as Obj).cls.name,
      name,
    }),
  );
}

/** A parameter made of what is not known: the module that has it has one more parameter, of any size. */
class UnknownParameter extends Unknown {}

function moduleSetattr(m: Interpreter, module: Obj, name: string, value: Value): void {
  const parameters = table(module, "_parameters");
  const buffers = table(module, "_buffers");
  const modules = table(module, "_modules");
  const without = (...tables: (PyDict | undefined)[]) => {
    module.attrs?.has(name) && module.deleteAttr(name);
    for (const one of tables) if (one?.has(name)) one.delete(name);
  };
  // The program goes on where the name was taken out, as `spectral_norm` does with a weight: under another flag it may have been left in.
  if (value !== null && !(value instanceof Unknown))
    for (const one of [parameters, modules]) if (one?.mayLack(name) === true) one.delete(name);
  const either = value instanceof Either && (modules?.has(name) === true || buffers?.has(name) === true);
  if (either || (value instanceof Unknown && parameters?.has(name) !== true)) {
    without(buffers, modules);
    if (value instanceof UnknownParameter) parameters?.open(value);
    m.plainSetattr(module, name, value);
    return;
  }
  // What is known of a parameter is worth more than what became of it in a way that is not.
  if (value instanceof Unknown) return;
  // Its tables are made where it is not seen.
  if (modules === undefined && openObject(m, module) !== undefined) {
    m.plainSetattr(module, name, value);
    return;
  }
  if (isParameter(value)) {
    if (parameters === undefined)
      m.raise("AttributeError", "cannot assign parameters before Module.__init__() call", {
        kind: "module",
        lacks: "init",
      });
    without(buffers, modules);
    if (parameters!.has(name)) note(m, "replaced", module, new PyTuple([parameters!.get(name)!, value]));
    parameters!.set(name, value);
    return;
  }
  if (parameters?.has(name) === true) {
    if (value !== null)
      m.raise(
        "TypeError",
        `cannot assign '${typeName(value)}' as parameter '${name}' (torch.nn.Parameter or None expected)`,
        { kind: "module", lacks: "parameter" },
      );
    parameters.set(name, value);
    return;
  }
  if (isModule(value)) {
    if (modules === undefined)
      m.raise("AttributeError", "cannot assign module before Module.__init__() call", {
        kind: "module",
        lacks: "init",
      });
    without(parameters, buffers);
    if (modules!.has(name)) note(m, "replaced", module, new PyTuple([modules!.get(name)!, value]));
    modules!.set(name, value);
    return;
  }
  if (modules?.has(name) === true) {
    if (value !== null)
      m.raise(
        "TypeError",
        `cannot assign '${typeName(value)}' as child module '${name}' (torch.nn.Module or None expected)`,
        { kind: "module", lacks: "module" },
      );
    modules.set(name, value);
    return;
  }
  if (value instanceof Tensor && value.attrs?.get("_is_buffer") === true && buffers !== undefined) {
    without(parameters, modules);
    buffers.set(name, value);
    const transient = module.attrs?.get("_non_persistent_buffers_set");
    if (transient instanceof PySet) {
      transient.delete(name);
      if (value.attrs.get("persistent") === false) transient.add(name);
    }
    return;
  }
  if (buffers?.has(name) === true) {
    if (value !== null && !(value instanceof Tensor))
      m.raise("TypeError", `cannot assign '${typeName(value)}' as buffer '${name}' (torch.Tensor or None expected)`, {
        kind: "module",
        lacks: "buffer",
      });
    buffers.set(name, value);
    return;
  }
  if (typeof value === "boolean") note(m, "attribute", module, name);
  m.plainSetattr(module, name, value);
}

function typeName(value: Value): string {
  if (value instanceof Tensor) return "torch.FloatTensor";
  return value instanceof Obj
    ? value.cls.name
    : typeof value === "string"
      ? "str"
      : typeof value === "boolean"
        ? "bool"
        : "int";
}

function moduleDelattr(m: Interpreter, module: Obj, name: string): void {
  for (const kind of TABLES) {
    const owner = table(module, kind);
    if (owner?.has(name)) {
      owner.delete(name);
      return;
    }
  }
  if (!module.deleteAttr(name) && unlistedName(m, module, name) === undefined)
    m.raise("AttributeError", `'${module.cls.name}' object has no attribute '${name}'`, {
      kind: "attribute",
      owner: module.cls.name,
      name,
    });
}

/** Dotted names of all modules below `root`; a module that is there twice goes by its first name. */
function namedModules(root: Obj): Map<Obj, string> {
  const names = new Map<Obj, string>();
  const walk = (module: Obj, path: string) => {
    if (names.has(module)) return;
    names.set(module, path);
    for (const [name, child] of table(module, "_modules")?.items() ?? []) {
      if (child instanceof Obj) walk(child, path === "" ? String(name) : `${path}.${name}`);
    }
  };
  walk(root, "");
  return names;
}

/** The parameters and buffers below `root`, each tensor once: where it is first found. */
export function tensorsBelow(root: Obj): { parameters: readonly Tensor[]; buffers: readonly Tensor[] } {
  const parameters = new Set<Tensor>();
  const buffers = new Set<Tensor>();
  const modules = new Set<Obj>();
  const walk = (module: Obj) => {
    if (modules.has(module)) return;
    modules.add(module);
    for (const tensor of table(module, "_parameters")?.values() ?? [])
      if (tensor instanceof Tensor && !buffers.has(tensor)) parameters.add(tensor);
    for (const tensor of table(module, "_buffers")?.values() ?? [])
      if (tensor instanceof Tensor && !parameters.has(tensor)) buffers.add(tensor);
    for (const child of table(module, "_modules")?.values() ?? []) if (child instanceof Obj) walk(child);
  };
  walk(root);
  return { parameters: [...parameters], buffers: [...buffers] };
}

/** Parameters and buffers below `root` by their `state_dict` names, each tensor once. */
export function namedTensors(root: Obj): { name: string; tensor: Tensor; parameter: boolean; persistent: boolean }[] {
  const found: { name: string; tensor: Tensor; parameter: boolean; persistent: boolean }[] = [];
  const seen = new Set<Tensor>();
  for (const [module, path] of namedModules(root)) {
    const prefix = path === "" ? "" : `${path}.`;
    const transient = module.attrs?.get("_non_persistent_buffers_set");
    for (const kind of ["_parameters", "_buffers"] as const) {
      for (const [name, tensor] of table(module, kind)?.items() ?? []) {
        if (!(tensor instanceof Tensor) || seen.has(tensor)) continue;
        seen.add(tensor);
        const persistent = !(transient instanceof PySet && transient.has(name));
        found.push({ name: prefix + String(name), tensor, parameter: kind === "_parameters", persistent });
      }
    }
  }
  return found;
}

/** What `state_dict()` of a module holds, in its order: a tensor that has two names stands under both. */
export function stateTensors(root: Obj): { name: string; tensor: Tensor; owner: Obj }[] {
  const found: { name: string; tensor: Tensor; owner: Obj }[] = [];
  const above = new Set<Obj>();
  const walk = (module: Obj, prefix: string) => {
    if (above.has(module)) return;
    above.add(module);
    const transient = module.attrs?.get("_non_persistent_buffers_set");
    for (const kind of ["_parameters", "_buffers"] as const)
      for (const [name, tensor] of table(module, kind)?.items() ?? [])
        if (tensor instanceof Tensor && !(kind === "_buffers" && transient instanceof PySet && transient.has(name)))
          found.push({ name: prefix + String(name), tensor, owner: module });
    for (const [name, child] of table(module, "_modules")?.items() ?? [])
      if (child instanceof Obj) walk(child, `${prefix}${name}.`);
    above.delete(module);
  };
  walk(root, "");
  return found;
}

/** `module(*args)`: hooks, `forward`, and the call's place in the trace. */
function moduleCall(
  m: Interpreter,
  module: Value,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): Value {
  if (!(module instanceof Obj)) return null;
  const open = isModule(module) ? undefined : openObject(m, module);
  if (open !== undefined) return open;
  if (!isModule(module))
    return m.raise(
      "AttributeError",
      `'${module.cls.name}' object has no attribute '_modules': Module.__init__() was not called`,
      { kind: "module", lacks: "init" },
    );
  const { trace } = m;
  const parent = trace.current;
  const outermost = parent === undefined ? module : outermostOf(parent).module;
  if (parent === undefined || trace.paths.get(outermost) === undefined) trace.paths = namedModules(outermost);
  const path = trace.paths.get(module) ?? `${parent!.path === "" ? "" : `${parent!.path}.`}${module.cls.name}`;
  const forward = m.getattr(module, "forward");
  const head: CallHead = {
    module,
    path,
    isMember: trace.paths.has(module),
    inputs: [...args],
    named: parent === undefined ? nameArguments(forward, args, kwargs) : new Map(),
    place: m.place(),
    forward:
      forward instanceof BoundMethod && forward.func instanceof PyFunction ? unwrapped(forward.func).place : undefined,
  };
  if (parent === undefined) {
    m.executor?.enter(head);
    args = m.state.holders?.start(trace.steps.length, args) ?? args;
  }
  const output = trace.recordCall(head, () => {
    let given = args;
    for (const hook of hooks(module, "_forward_pre_hooks")) {
      const changed = changedBy(m, hook, new PyTuple(given), (now) => [module, now]);
      given = changed instanceof PyTuple ? changed.items : [changed];
    }
    const watched = watchBackward(m, module, given);
    if (watched !== undefined) given = watched.given;
    let output = m.call(forward, given, kwargs);
    for (const hook of hooks(module, "_forward_hooks"))
      output = changedBy(m, hook, output, (now) => [module, new PyTuple(given), now]);
    return watched === undefined ? output : m.call(watched.finish, [output]);
  });
  m.executor?.leave(head, output, parent === undefined);
  return output;
}

/** Where a module has hooks on its gradients and these are computed: arguments and results through which they pass. */
function watchBackward(
  m: Interpreter,
  module: Obj,
  args: readonly Value[],
): { given: readonly Value[]; finish: Value } | undefined {
  const kinds = ["_backward_hooks", "_backward_pre_hooks"];
  if (m.tape === undefined || kinds.every((kind) => hooks(module, kind).length === 0)) return undefined;
  const around = m.getattr(m.import("torch.utils.hooks"), "_around_backward");
  const found = m.call(around, [module, new PyTuple(args)]);
  const [given, finish] = found instanceof PyTuple ? found.items : [];
  return given instanceof PyTuple ? { given: given.items, finish } : undefined;
}

function outermostOf(call: ModuleCall): ModuleCall {
  let outermost = call;
  while (outermost.parent !== undefined) outermost = outermost.parent;
  return outermost;
}

interface Hook {
  run: Value;
  /** Whether it was registered in any case. */
  isCertain: boolean;
}

function hooks(module: Obj, name: string): readonly Hook[] {
  const found = hookTable(module, name);
  if (found === undefined || found.size === 0) return [];
  return found.items().map(([key, run]) => ({ run, isCertain: !found.mayLack(key) }));
}

/** What a hook makes of a call's arguments or its output: None leaves them as they are. */
function changedBy(m: Interpreter, hook: Hook, now: Value, args: (now: Value) => readonly Value[]): Value {
  const changed = () => {
    const given = m.call(hook.run, args(now));
    return given === null ? now : given;
  };
  return hook.isCertain ? changed() : m.joinValues([changed, () => now]);
}

/** Arguments by the names of `forward`'s parameters; items of `*inputs` as `inputs.0`, `inputs.1`. */
function nameArguments(
  forward: Value,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): Map<string, Value> {
  const named = new Map<string, Value>();
  const fn = forward instanceof BoundMethod ? forward.func : forward;
  const params = fn instanceof PyFunction ? unwrapped(fn).params.slice(forward instanceof BoundMethod ? 1 : 0) : [];
  let at = 0;
  for (const param of params) {
    if (param.kind === "vararg") {
      for (let n = 0; at < args.length; at++, n++) named.set(`${param.name}.${n}`, args[at]);
    } else if (param.kind !== "keywordOnly" && param.kind !== "kwarg" && at < args.length)
      named.set(param.name, args[at++]);
  }
  for (const [name, value] of kwargs ?? []) named.set(name, value);
  return named;
}

/** Whether an attribute may be a module that is not known: one of the children, with parameters of its own. */
function mayBeModule(value: Value): boolean {
  return value instanceof Unknown && value.constructor === Unknown && value.type === "any";
}

/** A tensor of class `cls` on the storage of `data`. */
export function parameterOn(data: Tensor, requiresGrad: boolean, cls: PyClass, parameter = true): Tensor {
  const made = new Tensor(data.shape, data.dtype, cls);
  made.layout = data.layout;
  if (data.held === undefined) made.data = data.data;
  made.held = data.held;
  made.device = data.device;
  made.step = data.step;
  made.place = data.place;
  made.requiresGrad = requiresGrad;
  made.parameter = parameter;
  made.storage = data.storage ?? data;
  return made;
}

/** `nn.Module.__getattr__` itself. */
const moduleGetattrNative = native("_module_getattr(self, name)", (m: Interpreter, { self, name }) =>
  moduleGetattr(m, self, String(name)),
);

moduleGetattrNative.find = (m, module, name) => moduleMember(m as Interpreter, module, name);
moduleGetattrNative.mayLack = mayLackMember;

/** `nn.Module.__setattr__` itself. */
const moduleSetattrNative = native("_module_setattr(self, name, value)", (m: Interpreter, { self, name, value }) => {
  moduleSetattr(m, self as Obj, String(name), value);
  return null;
});

moduleSetattrNative.assign = (m, module, name, value) => moduleSetattr(m as Interpreter, module, name, value);

/** The builtins that `torch/nn/modules/module.py` and `torch/nn/parameter.py` of the prelude stand on. */
export const moduleNatives: Record<string, Value> = {
  _init_module: native("_init_module(self)", (m: Interpreter, { self }) => initModule(m, self)),
  _module_getattr: moduleGetattrNative,
  /** Whether something may surely be registered under a name: most names are such, and need no further check. */
  _is_free_name: native(
    "_is_free_name(self, name)",
    (m: Interpreter, { self, name }) =>
      typeof name === "string" &&
      name !== "" &&
      !name.includes(".") &&
      m.orUndefined("AttributeError", () => m.findattr(self, name)) === undefined,
  ),
  _module_setattr: moduleSetattrNative,
  _unlisted_children: native("_unlisted_children(self)", (m: Interpreter, { self }) => {
    const held = [...((self as Obj).attrs?.values() ?? [])].find(mayBeModule);
    return held instanceof Unknown ? m.unknown(held.reason) : new PyTuple([]);
  }),
  _module_delattr: native("_module_delattr(self, name)", (m: Interpreter, { self, name }) => {
    moduleDelattr(m, self as Obj, String(name));
    return null;
  }),
  /** `nn.Module.__setstate__`: what a copy, or a module that was saved, has of its own. */
  _module_setstate: native("_module_setstate(self, state)", (m: Interpreter, { self, state }) => {
    m.callMethod(m.getattr(self, "__dict__"), "update", [state]);
    return null;
  }),
  _module_call: nativeRaw("_module_call", (m: Interpreter, [self, ...args], kwargs) =>
    moduleCall(m, self, args, kwargs),
  ),
  _make_parameter: native("_make_parameter(data, requires_grad, cls)", (m, { data, requires_grad, cls }) => {
    if (cls instanceof Unknown) return cls.of("Tensor");
    if (!(cls instanceof PyClass)) return m.raise("TypeError", `cls must be a type (got ${typeName(cls)})`);
    if (data instanceof Unknown) return new UnknownParameter(data.reason, data.place, "Tensor");
    if (!(data instanceof Tensor)) return data;
    if (requires_grad === true && isIntegral(data.dtype))
      m.raise("RuntimeError", "Only Tensors of floating point and complex dtype can require gradients", {
        kind: "dtype",
        wanted: "floating",
      });
    return parameterOn(data, requires_grad === true, cls, cls !== classes.Tensor);
  }),
};

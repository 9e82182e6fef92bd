"""The base of all layers: https://pytorch.org/docs/stable/generated/torch.nn.Module.html

Attribute access and calls are the machine's own; the rest is here.
"""
import torch
from collections import OrderedDict, namedtuple
from itertools import chain

from ...utils.hooks import RemovableHandle
from ..parameter import Parameter

_IncompatibleKeys = namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])


def _hook_into(hooks, hook, prepend=False):
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    if prepend:
        hooks.update([(key, hooks.pop(key)) for key in list(hooks) if key != handle.id])
    return handle


def _is_doubtful(state):
    """Whether it is not known which keys a state has."""
    if _is_unknown(state):
        return True
    return hasattr(state, "keys") and any(_is_unknown(key in state) for key in [*state.keys(), ""])


def _init_with(module, args, kwargs):
    if not module.call_super_init:
        _refuse_arguments(type(module).__name__, args, kwargs)
    _init_module(module)
    super(Module, module).__init__(*args, **kwargs)


def _refuse_arguments(owner, args, kwargs):
    for name in kwargs:
        raise TypeError(f"{owner}.__init__() got an unexpected keyword argument '{name}'")
    raise TypeError(f"{owner}.__init__() takes 1 positional argument but {len(args) + 1} were given")


class Module:
    __call__ = _module_call
    __getattr__ = _module_getattr
    __setattr__ = _module_setattr
    __delattr__ = _module_delattr
    __setstate__ = _module_setstate

    dump_patches = False
    if _by_version(True, False):
        call_super_init = False

        def __init__(self, *args, **kwargs):
            if args or kwargs or self.call_super_init:
                _init_with(self, args, kwargs)
            else:
                _init_module(self)

    else:

        def __init__(self, *args, **kwargs):
            if args or kwargs:
                _refuse_arguments("Module", args, kwargs)
            _init_module(self)

    def forward(self, *input):
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    # Registration

    def register_parameter(self, name, param):
        if not _is_free_name(self, name):
            self._check_new_name("parameter", name, self._parameters)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{torch.typename(param)}' object to parameter '{name}' "
                "(torch.nn.Parameter or None required)"
            )
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        if not _is_free_name(self, name):
            self._check_new_name("buffer", name, self._buffers)
        if tensor is not None and not isinstance(tensor, torch.Tensor):
            raise TypeError(
                f"cannot assign '{torch.typename(tensor)}' object to buffer '{name}' (torch Tensor or None required)"
            )
        self._buffers[name] = tensor
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name, module):
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{torch.typename(module)} is not a Module subclass")
        if not _is_free_name(self, name):
            self._check_new_name("module", name, self._modules)
        self._modules[name] = module

    def register_module(self, name, module):
        self.add_module(name, module)

    def _check_new_name(self, kind, name, known):
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string. Got {torch.typename(name)}")
        if "." in name:
            raise KeyError(
                f'module name can\'t contain ".", got: {name}' if kind == "module" else f'{kind} name can\'t contain "."'
            )
        if name == "":
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if name not in known and hasattr(self, name):
            raise KeyError(f"attribute '{name}' already exists")

    # Finding what is inside

    def get_submodule(self, target):
        module = self
        for name in target.split(".") if target else ():
            if not hasattr(module, name):
                raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
            module = getattr(module, name)
            if not isinstance(module, Module):
                raise AttributeError(f"`{name}` is not an nn.Module")
        return module

    def set_submodule(self, target, module):
        if target == "":
            raise ValueError("Cannot set the submodule without a target name!")
        path, _, name = target.rpartition(".")
        setattr(self.get_submodule(path), name, module)

    def get_parameter(self, target):
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
        param = getattr(module, name)
        if not isinstance(param, Parameter):
            raise AttributeError(f"`{name}` is not an nn.Parameter")
        return param

    def get_buffer(self, target):
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
        if name not in module._buffers:
            raise AttributeError(f"`{name}` is not a buffer")
        return module._buffers[name]

    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, f"{prefix}.{name}" if prefix else name, remove_duplicate)
        yield from _unlisted_children(self)

    def modules(self):
        for _, module in self.named_modules():
            yield module

    def named_children(self):
        seen = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module
        yield from _unlisted_children(self)

    def children(self):
        for _, module in self.named_children():
            yield module

    def _named_members(self, get_members_fn, prefix="", recurse=True, remove_duplicate=True):
        seen = set()
        modules = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]
        for path, module in modules:
            for name, member in get_members_fn(module):
                if member is None or id(member) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(member))
                yield f"{path}.{name}" if path else name, member

    def named_parameters(self, prefix="", recurse=True, remove_duplicate=True):
        yield from self._named_members(lambda module: module._parameters.items(), prefix, recurse, remove_duplicate)

    def parameters(self, recurse=True):
        for _, param in self.named_parameters(recurse=recurse):
            yield param

    def named_buffers(self, prefix="", recurse=True, remove_duplicate=True):
        yield from self._named_members(lambda module: module._buffers.items(), prefix, recurse, remove_duplicate)

    def buffers(self, recurse=True):
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    # Modes

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def train(self, mode=True):
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        _note("mode", self, mode)
        for module in self.children():
            module.train(mode)
        return self

    def eval(self):
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        for param in self.parameters():
            param.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none=True):
        _note("zero", self, set_to_none)
        for param in self.parameters():
            keeps = _on_numbers() and not set_to_none and param.grad is not None
            param.grad = torch.zeros_like(param.grad) if keeps else None

    def share_memory(self):
        return self

    def compile(self, *args, **kwargs):
        return None

    # Where parameters live and what they hold

    def _apply(self, fn, recurse=True):
        # What is known of the tables is there, whatever else is.
        if recurse:
            for _, module in _shown(self._modules):
                if isinstance(module, Module):
                    module._apply(fn)
        for _, param in _shown(self._parameters):
            if isinstance(param, torch.Tensor):
                param.data = fn(param.data)
        for name, buffer in _shown(self._buffers):
            if isinstance(buffer, torch.Tensor):
                self._buffers[name] = fn(buffer)
        return self

    def to(self, *args, **kwargs):
        device, dtype, memory_format = _parse_to(*args, **kwargs)
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(f"nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}")

        def convert(tensor):
            castable = tensor.is_floating_point() or tensor.is_complex()
            wanted = dtype if castable else None
            if tensor.is_meta is True and device is not None and str(device) != "meta":
                _refuse_device(
                    "Cannot copy out of meta tensor; no data! Please use torch.nn.Module.to_empty() instead of "
                    "torch.nn.Module.to() when moving module from meta to a different device.",
                    "NotImplementedError",
                )
            if memory_format is not None and tensor.dim() in (4, 5):
                return tensor.to(device, wanted, memory_format=memory_format)
            return tensor.to(device, wanted)

        return self._apply(convert)

    def to_empty(self, *, device=None, recurse=True):
        return self._apply(lambda tensor: torch.empty_like(tensor, device=device), recurse)

    def cpu(self):
        return self._apply(lambda tensor: tensor.cpu())

    def cuda(self, device=None):
        return self._apply(lambda tensor: tensor.cuda(device))

    def xpu(self, device=None):
        return self

    def ipu(self, device=None):
        return self

    if _by_version(True, False):

        def mtia(self, device=None):
            return self

    def type(self, dst_type):
        return self._apply(lambda tensor: tensor.type(dst_type))

    def float(self):
        return self._cast(torch.float32)

    def double(self):
        return self._cast(torch.float64)

    def half(self):
        return self._cast(torch.float16)

    def bfloat16(self):
        return self._cast(torch.bfloat16)

    def _cast(self, dtype):
        return self._apply(lambda tensor: tensor.to(dtype) if tensor.is_floating_point() else tensor)

    # State

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        for name, param in self._parameters.items():
            if param is not None:
                destination[prefix + name] = param if keep_vars else param.detach()
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                destination[prefix + name] = buffer if keep_vars else buffer.detach()
        if type(self).get_extra_state is not Module.get_extra_state:
            destination[prefix + "_extra_state"] = self.get_extra_state()

    def state_dict(self, *args, destination=None, prefix="", keep_vars=False):
        if args:
            destination, prefix, keep_vars = (args + (prefix, keep_vars)[len(args) - 1 :])[:3]
        if destination is None:
            destination = OrderedDict()
        for hook in self._state_dict_pre_hooks.values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars)
        for hook in self._state_dict_hooks.values():
            changed = hook(self, destination, prefix, {})
            if changed is not None:
                destination = changed
        return destination

    def get_extra_state(self):
        raise RuntimeError("Reached a code path in Module.get_extra_state() that should never be called.")

    def set_extra_state(self, state):
        raise RuntimeError("Reached a code path in Module.set_extra_state() that should never be called.")

    def _load_from_state_dict(
        self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs
    ):
        for hook in self._load_state_dict_pre_hooks.values():
            hook(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
        own = {name: param for name, param in self._parameters.items() if param is not None}
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                own[name] = buffer
        for name, param in own.items():
            key = prefix + name
            if key not in state_dict:
                if strict:
                    missing_keys.append(key)
                continue
            value = state_dict[key]
            if value.shape != param.shape and not (param.dim() == 0 and tuple(value.shape) == (1,)):
                error_msgs.append(
                    f"size mismatch for {key}: copying a param with shape {value.shape} from checkpoint, "
                    f"the shape in current model is {param.shape}."
                )
            elif tuple(value.shape) == tuple(param.shape):
                param.data.copy_(value)
            else:
                param.data.copy_(value[0])
        if type(self).set_extra_state is not Module.set_extra_state:
            if prefix + "_extra_state" in state_dict:
                self.set_extra_state(state_dict[prefix + "_extra_state"])
            elif strict:
                missing_keys.append(prefix + "_extra_state")
        if strict:
            for key in state_dict.keys():
                if key.startswith(prefix) and key != prefix + "_extra_state":
                    name = key[len(prefix) :].split(".", 1)[0]
                    if name not in self._modules and name not in own:
                        unexpected_keys.append(key)

    def load_state_dict(self, state_dict, strict=True, assign=False):
        _note("loaded", self)
        if _is_doubtful(state_dict):
            _overwrite([*self.parameters(), *self.buffers()])
            if strict:
                return _IncompatibleKeys([], [])
            reason = "it depends on what is loaded"
            return _IncompatibleKeys(_unknown(reason), _unknown(reason))
        if not hasattr(state_dict, "keys"):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        state_dict = OrderedDict(state_dict)
        missing, unexpected, errors = [], [], []

        def load(module, prefix):
            module._load_from_state_dict(state_dict, prefix, {}, True, missing, unexpected, errors)
            for name, child in module._modules.items():
                if child is not None:
                    load(child, f"{prefix}{name}.")
            keys = _IncompatibleKeys(missing, unexpected)
            for hook in module._load_state_dict_post_hooks.values():
                hook(module, keys)

        load(self, "")
        if strict:
            for kind, keys in (("Unexpected", unexpected), ("Missing", missing)):
                if keys:
                    names = ", ".join(f'"{key}"' for key in keys)
                    errors.insert(0, f"{kind} key(s) in state_dict: {names}. ")
        if errors:
            raise RuntimeError(
                f"Error(s) in loading state_dict for {self._get_name()}:\n\t" + "\n\t".join(errors)
            )
        return _IncompatibleKeys(missing, unexpected)

    # Hooks

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        handle = _hook_into(self._forward_pre_hooks, hook, prepend)
        if with_kwargs:
            self._forward_pre_hooks_with_kwargs[handle.id] = True
        return handle

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        handle = _hook_into(self._forward_hooks, hook, prepend)
        if with_kwargs:
            self._forward_hooks_with_kwargs[handle.id] = True
        return handle

    def register_backward_hook(self, hook):
        _sees_gradients(hook)
        return _hook_into(self._backward_hooks, hook)

    def register_full_backward_hook(self, hook, prepend=False):
        _sees_gradients(hook)
        return _hook_into(self._backward_hooks, hook, prepend)

    def register_full_backward_pre_hook(self, hook, prepend=False):
        _sees_gradients(hook)
        return _hook_into(self._backward_pre_hooks, hook, prepend)

    def _register_state_dict_hook(self, hook):
        return _hook_into(self._state_dict_hooks, hook)

    def register_state_dict_post_hook(self, hook):
        return self._register_state_dict_hook(hook)

    def register_state_dict_pre_hook(self, hook):
        return _hook_into(self._state_dict_pre_hooks, hook)

    def _register_load_state_dict_pre_hook(self, hook, with_module=False):
        if with_module:
            return _hook_into(self._load_state_dict_pre_hooks, lambda *args: hook(self, *args))
        return _hook_into(self._load_state_dict_pre_hooks, hook)

    def register_load_state_dict_pre_hook(self, hook):
        return self._register_load_state_dict_pre_hook(hook, with_module=True)

    def register_load_state_dict_post_hook(self, hook):
        return _hook_into(self._load_state_dict_post_hooks, hook)

    # Text

    def _get_name(self):
        return type(self).__name__

    def extra_repr(self):
        return ""

    def __repr__(self):
        lines = [line for line in self.extra_repr().split("\n") if line]
        for name, module in self._modules.items():
            lines.append(f"({name}): " + repr(module).replace("\n", "\n  "))
        if not self._modules and len(lines) < 2:
            return f"{self._get_name()}({''.join(lines)})"
        return f"{self._get_name()}(\n  " + "\n  ".join(lines) + "\n)"

    def __dir__(self):
        own = chain(dir(type(self)), self.__dict__, self._parameters, self._modules, self._buffers)
        return sorted(name for name in set(own) if not name[0].isdigit())


def _parse_to(*args, **kwargs):
    """Device, dtype and memory format of `Module.to`'s several forms."""
    device, dtype = kwargs.get("device"), kwargs.get("dtype")
    for arg in args + ((kwargs["tensor"],) if "tensor" in kwargs else ()):
        if isinstance(arg, torch.Tensor):
            device, dtype = arg.device, arg.dtype
        elif isinstance(arg, torch.dtype):
            dtype = arg
        elif isinstance(arg, (str, int, torch.device)) and not isinstance(arg, bool):
            device = arg
    return device, dtype, kwargs.get("memory_format")


_global_forward_hooks = OrderedDict()
_global_forward_pre_hooks = OrderedDict()
_global_backward_hooks = OrderedDict()


def register_module_forward_hook(hook, *, with_kwargs=False, always_call=False):
    return _hook_into(_global_forward_hooks, hook)


def register_module_forward_pre_hook(hook):
    return _hook_into(_global_forward_pre_hooks, hook)


def register_module_full_backward_hook(hook):
    _sees_gradients(hook)
    return _hook_into(_global_backward_hooks, hook)


register_module_backward_hook = register_module_full_backward_hook

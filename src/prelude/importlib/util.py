from .machinery import ModuleSpec, SourceFileLoader


def find_spec(name, package=None):
    found = _is_available(name)
    if _is_unknown(found):
        return _unknown("it depends on what is installed")
    return ModuleSpec(name, SourceFileLoader(name, _unknown("paths depend on the machine", "str"))) if found else None


def spec_from_file_location(name, location=None, **kwargs):
    return _unknown("it depends on what is installed")


def module_from_spec(spec):
    return _unknown("it depends on what is installed", "module")


def __getattr__(name):
    return _unknown(f"`importlib.util.{name}` is not followed")

"""Extensions count as built: what they hold is known by name."""

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
EXTENSION_SUFFIXES = [".so"]


def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class _FileLoader:
    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __getattr__(self, name):
        return _unknown("a module that is loaded from a path is not followed")


class ExtensionFileLoader(_FileLoader):
    pass


class SourceFileLoader(_FileLoader):
    pass


class ModuleSpec:
    def __init__(self, name, loader, *, origin=None):
        self.name = name
        self.loader = loader
        self.origin = origin


class FileFinder:
    def __init__(self, path, *loader_details):
        self.path = path

    def find_spec(self, fullname, target=None):
        return ModuleSpec(fullname, ExtensionFileLoader(fullname, fullname), origin=fullname)


def __getattr__(name):
    return _unknown(f"`importlib.machinery.{name}` is not followed")

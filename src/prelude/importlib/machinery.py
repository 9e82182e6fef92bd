"""Extensions count as built: what they hold is known by name."""

SOURCE_SUFFIXES = [".py"]
EXTENSION_SUFFIXES = [".so"]


class ExtensionFileLoader:
    pass


class SourceFileLoader:
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
        return ModuleSpec(fullname, ExtensionFileLoader(), origin=fullname)


def __getattr__(name):
    return _unknown(f"`importlib.machinery.{name}` is not followed")

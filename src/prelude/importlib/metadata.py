class PackageNotFoundError(ModuleNotFoundError):
    pass


def version(distribution_name):
    return _unknown("it depends on what is installed", "str")


def __getattr__(name):
    return _unknown(f"`importlib.metadata.{name}` is not followed")

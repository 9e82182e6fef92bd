class PackageNotFoundError(ModuleNotFoundError):
    pass


def version(distribution_name):
    return _unknown("it depends on what is installed", "str")

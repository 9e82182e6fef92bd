class PackageNotFoundError(ModuleNotFoundError):
    pass


def version(distribution_name):
    if distribution_name == "torch":
        return _torch_version()
    found = _installed_version(distribution_name)
    if found is None:
        raise PackageNotFoundError(distribution_name)
    return found


def packages_distributions():
    """Which distribution has which package is written in files that are not read."""
    return _unknown("it depends on what is installed")


def __getattr__(name):
    return _unknown(f"`importlib.metadata.{name}` is not followed")

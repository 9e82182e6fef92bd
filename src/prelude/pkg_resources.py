from packaging.version import parse

parse_version = parse


def get_distribution(dist):
    return _unknown("it depends on what is installed")


def __getattr__(name):
    return _unknown(f"`pkg_resources.{name}` is not followed")

def setup(**attrs):
    return None


def find_packages(where=".", exclude=(), include=("*",)):
    return []


def __getattr__(name):
    return _unknown(f"`setuptools.{name}` is not followed")

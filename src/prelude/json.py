"""https://docs.python.org/3/library/json.html"""


class JSONDecodeError(ValueError):
    pass


class JSONEncoder:
    def __init__(self, *args, **kwargs):
        return None

    def default(self, o):
        raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")


def loads(s, *args, **kwargs):
    found = _json_of(s)
    if found is None:
        raise JSONDecodeError(f"Expecting value: {s[:40]!r}")
    return _unknown("it changes what JSON text becomes") if args or kwargs else found[0]


def load(fp, *args, **kwargs):
    return loads(fp.read(), *args, **kwargs)


def dumps(obj, *args, **kwargs):
    return _unknown("JSON text is not written", "str")


def dump(obj, fp, *args, **kwargs):
    return None


def __getattr__(name):
    return _unknown(f"`json.{name}` is not followed")

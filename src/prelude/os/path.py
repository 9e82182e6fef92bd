"""https://docs.python.org/3/library/os.path.html"""
_REASON = "it depends on the machine"

sep = "/"
curdir = "."
pardir = ".."
pathsep = ":"


def join(a, *parts):
    path = str(a)
    for part in parts:
        part = str(part)
        if part.startswith("/"):
            path = part
        elif not path or path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(p):
    if _is_unknown(p):
        return _unknown(_REASON, "str"), _unknown(_REASON, "str")
    head, slash, tail = str(p).rpartition("/")
    return (head.rstrip("/") or head + slash), tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    folder, slash, name = str(p).rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if not stem.strip("."):
        return str(p), ""
    return folder + slash + stem, dot + extension


def normpath(path):
    rooted = path.startswith("/")
    parts = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", ".") and not (part == ".." and rooted):
            parts.append(part)
    return ("/" if rooted else "") + "/".join(parts) or "."


def isabs(s):
    return str(s).startswith("/")


def abspath(path):
    return normpath(path) if isabs(path) else _unknown(_REASON, "str")


realpath = abspath


def expanduser(path):
    return path


expandvars = normcase = expanduser


def relpath(path, start=None):
    return _unknown(_REASON, "str")


def commonprefix(m):
    return _unknown(_REASON, "str")


def _plain(path):
    return path.__fspath__() if hasattr(path, "__fspath__") else path


def _kind(path):
    return _kind_of_path(_plain(path))


def exists(path):
    return _kind(path) is not None


def isfile(path):
    return _kind(path) == "file"


def isdir(path):
    return _kind(path) == "folder"


def islink(path):
    return _unknown(_REASON, "bool")


lexists = exists


def getsize(filename):
    return _unknown(_REASON, "int")


getmtime = getctime = getsize

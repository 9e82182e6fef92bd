"""Names with wildcards: https://docs.python.org/3/library/fnmatch.html"""
import re


def translate(pat):
    parts, at = [], 0
    while at < len(pat):
        char = pat[at]
        end = pat.find("]", at + 2) if char == "[" else -1
        if char == "*":
            parts.append(".*")
        elif char == "?":
            parts.append(".")
        elif end > 0:
            inside = pat[at + 1 : end]
            parts.append("[" + ("^" + inside[1:] if inside.startswith("!") else inside) + "]")
            at = end
        else:
            parts.append(re.escape(char))
        at += 1
    return f"(?s:{''.join(parts)})\\Z"


def fnmatchcase(name, pat):
    return re.fullmatch(translate(pat)[4:-3], name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]

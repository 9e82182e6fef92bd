ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
whitespace = " \t\n\r\v\f"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


def _parts(text):
    """What stands in a template: `(True, name, written)` for a place, `(False, text, text)` for the rest; a name of None is a mistake."""
    at = 0
    while at < len(text):
        dollar = text.find("$", at)
        if dollar < 0:
            yield False, text[at:], text[at:]
            return
        if dollar > at:
            yield False, text[at:dollar], text[at:dollar]
        braced = text.startswith("{", dollar + 1)
        start = end = dollar + (2 if braced else 1)
        if text.startswith("$", start) and not braced:
            yield False, "$", "$$"
            at = start + 1
            continue
        while end < len(text) and text[end] in "_" + ascii_letters + ("" if end == start else digits):
            end += 1
        closed = text.startswith("}", end) if braced else True
        at = (end + 1 if braced else end) if end > start and closed else dollar + 1
        yield True, text[start:end] if end > start and closed else None, text[dollar:at]


class Template:
    def __init__(self, template):
        self.template = template

    def substitute(self, mapping=(), /, **kws):
        values = {**dict(mapping), **kws}
        found = ""
        for is_place, name, written in _parts(self.template):
            if is_place and name is None:
                before = found.split("\n")
                raise ValueError(f"Invalid placeholder in string: line {len(before)}, col {len(before[-1]) + 1}")
            found += str(values[name]) if is_place else name
        return found

    def safe_substitute(self, mapping=(), /, **kws):
        values = {**dict(mapping), **kws}
        parts = [(str(values[name]) if name in values else written) if is_place else name for is_place, name, written in _parts(self.template)]
        return "".join(parts)


def __getattr__(name):
    return _unknown(f"`string.{name}` is not followed")

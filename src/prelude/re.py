"""Regular expressions: https://docs.python.org/3/library/re.html"""


class error(Exception):
    pass


PatternError = error

NOFLAG = 0
A = ASCII = 256
I = IGNORECASE = 2
L = LOCALE = 4
M = MULTILINE = 8
S = DOTALL = 16
U = UNICODE = 32
X = VERBOSE = 64


class Match:
    """`spans` holds start and end of the whole match and of each group, or None; `names` the numbers of named groups."""

    def __init__(self, pattern, string, spans, names):
        self.re = pattern
        self.string = string
        self._spans = spans
        self._names = names
        self.lastindex = max([at for at in range(1, len(spans)) if spans[at] is not None], default=None)

    def _span(self, group):
        at = self._names[group] if isinstance(group, str) else group
        if at >= len(self._spans):
            raise IndexError("no such group")
        return self._spans[at]

    def _text(self, group, default=None):
        span = self._span(group)
        return default if span is None else self.string[span[0] : span[1]]

    def group(self, *groups):
        if len(groups) > 1:
            return tuple(self._text(group) for group in groups)
        return self._text(groups[0] if groups else 0)

    def __getitem__(self, group):
        return self._text(group)

    def groups(self, default=None):
        return tuple(self._text(at, default) for at in range(1, len(self._spans)))

    def groupdict(self, default=None):
        return {name: self._text(at, default) for name, at in self._names.items()}

    def span(self, group=0):
        found = self._span(group)
        return (-1, -1) if found is None else tuple(found)

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    def expand(self, template):
        return _expanded(self, template)


class Pattern:
    def __init__(self, pattern, flags=0):
        self.pattern = pattern
        self.flags = flags

    def _find(self, string, start, anchor):
        found = _re_exec(self.pattern, self.flags, string, start, anchor)
        return None if found is None else Match(self, string, found[0], found[1])

    def search(self, string, pos=0):
        return self._find(string, pos, "")

    def match(self, string, pos=0):
        return self._find(string, pos, "start")

    def fullmatch(self, string, pos=0):
        return self._find(string, pos, "full")

    def finditer(self, string, pos=0):
        while pos <= len(string):
            found = self.search(string, pos)
            if found is None:
                return
            yield found
            pos = found.end() + (1 if found.end() == found.start() else 0)

    def findall(self, string, pos=0):
        results = []
        for found in self.finditer(string, pos):
            groups = found.groups("")
            results.append(found.group() if not groups else groups[0] if len(groups) == 1 else groups)
        return results

    def split(self, string, maxsplit=0):
        parts, last = [], 0
        for found in self.finditer(string):
            if maxsplit and len(parts) >= maxsplit:
                break
            parts.append(string[last : found.start()])
            parts.extend(found.groups())
            last = found.end()
        return [*parts, string[last:]]

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        text, last, changed = "", 0, 0
        for found in self.finditer(string):
            if count and changed >= count:
                break
            text += string[last : found.start()] + (repl(found) if callable(repl) else _expanded(found, repl))
            last = found.end()
            changed += 1
        return text + string[last:], changed


def _expanded(found, template):
    """A replacement text with its `\\1` and `\\g<name>` filled in."""
    text, at = "", 0
    while at < len(template):
        if template[at] != "\\" or at + 1 == len(template):
            text += template[at]
            at += 1
            continue
        following = template[at + 1]
        if following == "g":
            end = at + template[at:].index(">")
            name = template[at + 3 : end]
            text += found._text(int(name) if name.isdigit() else name, "")
            at = end + 1
        elif following.isdigit():
            text += found._text(int(following), "")
            at += 2
        else:
            text += {"n": "\n", "t": "\t"}.get(following, following)
            at += 2
    return text


def compile(pattern, flags=0):
    return pattern if isinstance(pattern, Pattern) else Pattern(pattern, flags)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern):
    return "".join("\\" + character if character in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f" else character for character in pattern)


def purge():
    return None

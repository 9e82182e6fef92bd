"""The parts of a format text, as `string.Formatter` asks for them: https://docs.python.org/3/library/string.html#format-string-syntax"""


def _literal(text, at):
    """The text up to the next field, and where it ends; True where a field follows."""
    found = ""
    while at < len(text):
        char = text[at]
        if char not in "{}":
            found += char
            at += 1
        elif text.startswith(char * 2, at):
            # A doubled brace ends a part.
            return found + char, at + 2, False
        elif char == "}":
            raise ValueError("Single '}' encountered in format string")
        elif at + 1 == len(text):
            raise ValueError("Single '{' encountered in format string")
        else:
            return found, at + 1, True
    return found, at, False


def _end_of_field(text, start):
    depth, at = 1, start
    while at < len(text):
        char = text[at]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise ValueError("expected '}' before end of string")


def _field(text):
    """Name, conversion and format of a field."""
    at, inside = 0, False
    while at < len(text):
        char = text[at]
        if char == "{":
            raise ValueError("unexpected '{' in field name")
        if char == "[":
            inside = True
        elif char == "]":
            inside = False
        elif char in ":!" and not inside:
            break
        at += 1
    name, rest = text[:at], text[at:]
    if not rest.startswith("!"):
        return name, rest[1:], None
    if len(rest) < 2:
        raise ValueError("end of string while looking for conversion specifier")
    if len(rest) > 2 and rest[2] != ":":
        raise ValueError("expected ':' after conversion specifier")
    return name, rest[3:], rest[1]


def formatter_parser(format_string, /):
    at = 0
    while at < len(format_string):
        literal, at, is_field = _literal(format_string, at)
        if is_field:
            end = _end_of_field(format_string, at)
            yield (literal, *_field(format_string[at:end]))
            at = end + 1
        else:
            yield literal, None, None, None


def _index(text):
    return int(text) if text and text.isdigit() else text


def formatter_field_name_split(field_name, /):
    at = 0
    while at < len(field_name) and field_name[at] not in ".[":
        at += 1
    return _index(field_name[:at]), _accesses(field_name[at:])


def _accesses(rest):
    while rest:
        if rest[0] == ".":
            end = min([at for at in (rest.find(".", 1), rest.find("[", 1)) if at > 0] or [len(rest)])
            name, is_attribute, rest = rest[1:end], True, rest[end:]
        elif rest[0] == "[":
            end = rest.find("]")
            if end < 0:
                raise ValueError("Missing ']' in format string")
            name, is_attribute, rest = _index(rest[1:end]), False, rest[end + 1 :]
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if name == "":
            raise ValueError("Empty attribute in format string")
        yield is_attribute, name

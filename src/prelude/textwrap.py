"""Text in paragraphs: https://docs.python.org/3/library/textwrap.html"""


def dedent(text):
    lines = text.split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(margins) if margins else 0
    return "\n".join(line[margin:] if line.strip() else "" for line in lines)


def indent(text, prefix, predicate=None):
    return "\n".join(
        prefix + line if (predicate(line) if predicate is not None else line.strip()) else line
        for line in text.split("\n")
    )


def wrap(text, width=70, **kwargs):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def fill(text, width=70, **kwargs):
    return "\n".join(wrap(text, width))


def shorten(text, width, placeholder=" [...]", **kwargs):
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - len(placeholder)].rsplit(" ", 1)[0] + placeholder

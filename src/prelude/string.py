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


class Template:
    def __init__(self, template):
        self.template = template

    def substitute(self, mapping=(), /, **kws):
        text = self.template
        for name, value in {**dict(mapping), **kws}.items():
            text = text.replace("${" + name + "}", str(value)).replace("$" + name, str(value))
        return text

    safe_substitute = substitute


def __getattr__(name):
    return _unknown(f"`string.{name}` is not followed")

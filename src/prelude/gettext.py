"""Messages as they were written: no catalogue of translations is followed. https://docs.python.org/3/library/gettext.html"""


def gettext(message):
    return message


def ngettext(singular, plural, n):
    return singular if n == 1 else plural


def __getattr__(name):
    return _unknown(f"`gettext.{name}` is not followed")

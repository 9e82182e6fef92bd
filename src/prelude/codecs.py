"""Encodings are not followed: https://docs.python.org/3/library/codecs.html"""

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"


def __getattr__(name):
    return _unknown(f"`codecs.{name}` is not followed")

"""Not followed: https://docs.python.org/3/library/xml.etree.html"""

def __getattr__(name):
    return _unknown(f"`xml.etree.{name}` is not followed")

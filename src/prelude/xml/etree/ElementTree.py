"""Not followed: https://docs.python.org/3/library/xml.etree.ElementTree.html"""

def __getattr__(name):
    return _unknown(f"`xml.etree.ElementTree.{name}` is not followed")

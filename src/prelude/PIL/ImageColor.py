def __getattr__(name):
    return _unknown(f"`PIL.ImageColor.{name}` works on images, which are not read")

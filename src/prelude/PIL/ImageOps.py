def __getattr__(name):
    return _unknown(f"`PIL.ImageOps.{name}` works on images, which are not read")

def __getattr__(name):
    return _unknown(f"`PIL.ImageFilter.{name}` works on images, which are not read")

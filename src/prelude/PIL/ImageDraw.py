def __getattr__(name):
    return _unknown(f"`PIL.ImageDraw.{name}` works on images, which are not read")

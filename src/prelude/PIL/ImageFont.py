def __getattr__(name):
    return _unknown(f"`PIL.ImageFont.{name}` works on images, which are not read")

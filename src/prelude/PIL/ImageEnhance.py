def __getattr__(name):
    return _unknown(f"`PIL.ImageEnhance.{name}` works on images, which are not read")

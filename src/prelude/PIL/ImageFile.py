def __getattr__(name):
    return _unknown(f"`PIL.ImageFile.{name}` works on images, which are not read")

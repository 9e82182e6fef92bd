from enum import IntEnum


class Resampling(IntEnum):
    NEAREST = 0
    LANCZOS = 1
    BILINEAR = 2
    BICUBIC = 3
    BOX = 4
    HAMMING = 5


class Transpose(IntEnum):
    FLIP_LEFT_RIGHT = 0
    FLIP_TOP_BOTTOM = 1
    ROTATE_90 = 2
    ROTATE_180 = 3
    ROTATE_270 = 4
    TRANSPOSE = 5
    TRANSVERSE = 6


class Transform(IntEnum):
    AFFINE = 0
    EXTENT = 1
    PERSPECTIVE = 2
    QUAD = 3
    MESH = 4


NEAREST = 0
LANCZOS = ANTIALIAS = 1
BILINEAR = LINEAR = 2
BICUBIC = CUBIC = 3
BOX = 4
HAMMING = 5
FLIP_LEFT_RIGHT = 0
FLIP_TOP_BOTTOM = 1
AFFINE = 0
PERSPECTIVE = 2
DECOMPRESSION_BOMB_WARNING = None
MAX_IMAGE_PIXELS = None


_CHANNELS = {"L": 1, "P": 1, "LA": 2, "RGB": 3, "YCbCr": 3, "HSV": 3, "LAB": 3, "RGBA": 4, "RGBX": 4, "CMYK": 4}


class Image:
    """A picture whose size is known where it was given."""

    def __init__(self, mode="RGB", size=None):
        self.mode = mode
        self._size = size

    @property
    def size(self):
        return self._size if self._size is not None else _unknown("the image is not read")

    @property
    def width(self):
        return self.size[0]

    @property
    def height(self):
        return self.size[1]

    def __array_shape__(self):
        """The shape of the array that `numpy.array` makes of it."""
        if self._size is None or self.mode not in _CHANNELS:
            return _unknown("the image is not read")
        width, height = self._size
        count = _CHANNELS[self.mode]
        return (height, width) if count == 1 else (height, width, count)

    def convert(self, mode=None, *args, **kwargs):
        return Image(mode or self.mode, self._size)

    def resize(self, size, *args, **kwargs):
        return Image(self.mode, tuple(size))

    def crop(self, box=None):
        return Image(self.mode, (box[2] - box[0], box[3] - box[1]))

    def copy(self):
        return Image(self.mode, self._size)

    def transpose(self, method):
        return Image(self.mode)

    def rotate(self, angle, *args, **kwargs):
        return Image(self.mode, self._size)

    def getbands(self):
        return tuple(self.mode)

    def save(self, fp, *args, **kwargs):
        return None

    def show(self, *args, **kwargs):
        return None

    def close(self):
        return None

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


def open(fp, mode="r", formats=None):
    return Image(_unknown("the image is not read", "str"))


def new(mode, size, color=0):
    return Image(mode, tuple(size))


def fromarray(obj, mode=None):
    return Image("RGB" if len(obj.shape) == 3 else "L", (obj.shape[1], obj.shape[0]))


def init():
    return None


def __getattr__(name):
    return _unknown(f"`PIL.Image.{name}` is not followed")

"""Clocks are not read: https://docs.python.org/3/library/datetime.html"""

MINYEAR = 1
MAXYEAR = 9999

_REASON = "it depends on the clock"


class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
        self._microseconds = round(total * 1000000 + milliseconds * 1000 + microseconds)

    @property
    def days(self):
        return self._microseconds // 86400000000

    @property
    def seconds(self):
        return self._microseconds // 1000000 % 86400

    @property
    def microseconds(self):
        return self._microseconds % 1000000

    def total_seconds(self):
        return self._microseconds / 1000000

    def _of(self, microseconds):
        return timedelta(microseconds=microseconds)

    def __add__(self, other):
        return self._of(self._microseconds + other._microseconds) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return self._of(self._microseconds - other._microseconds) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return self._of(-self._microseconds)

    def __pos__(self):
        return self

    def __abs__(self):
        return self._of(abs(self._microseconds))

    def __mul__(self, other):
        return self._of(self._microseconds * other) if isinstance(other, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._microseconds / other._microseconds
        return self._of(self._microseconds / other) if isinstance(other, (int, float)) else NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._microseconds // other._microseconds
        return self._of(self._microseconds // other) if isinstance(other, int) else NotImplemented

    def __mod__(self, other):
        return self._of(self._microseconds % other._microseconds) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        return self // other, self % other

    def __eq__(self, other):
        return isinstance(other, timedelta) and self._microseconds == other._microseconds

    def __lt__(self, other):
        return self._microseconds < other._microseconds if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._microseconds <= other._microseconds if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._microseconds > other._microseconds if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._microseconds >= other._microseconds if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._microseconds)

    def __bool__(self):
        return self._microseconds != 0

    def __str__(self):
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self.days:
            text = f"{self.days} day{'s' if abs(self.days) != 1 else ''}, " + text
        return text + f".{self.microseconds:06d}" if self.microseconds else text

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (("days", self.days), ("seconds", self.seconds), ("microseconds", self.microseconds)) if value]
        return f"datetime.timedelta({', '.join(parts) or '0'})"


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    pass


class date:
    def __new__(cls, *args, **kwargs):
        return _unknown("dates are not followed")

    @classmethod
    def today(cls):
        return _unknown(_REASON)


class time:
    def __new__(cls, *args, **kwargs):
        return _unknown("times of day are not followed")


class datetime(date):
    @classmethod
    def now(cls, tz=None):
        return _unknown(_REASON)

    @classmethod
    def utcnow(cls):
        return _unknown(_REASON)


class timezone(tzinfo):
    def __new__(cls, *args, **kwargs):
        return _unknown("time zones are not followed")


timezone.utc = UTC = timezone()


def __getattr__(name):
    return _unknown(f"`datetime.{name}` is not followed")

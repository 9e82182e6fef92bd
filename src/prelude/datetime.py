"""Clocks are not read: https://docs.python.org/3/library/datetime.html"""


class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        self._seconds = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds + milliseconds / 1000 + microseconds / 1e6

    def total_seconds(self):
        return self._seconds


class date:
    @classmethod
    def today(cls):
        return _unknown("it depends on the clock")


class datetime(date):
    @classmethod
    def now(cls, tz=None):
        return _unknown("it depends on the clock")

    utcnow = now


class timezone:
    utc = None


def __getattr__(name):
    return _unknown(f"`datetime.{name}` is not followed")

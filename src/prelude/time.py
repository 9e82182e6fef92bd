"""Clocks are not read: https://docs.python.org/3/library/time.html"""


def time():
    return _unknown("it depends on the clock", "float")


perf_counter = monotonic = process_time = time


def time_ns():
    return _unknown("it depends on the clock", "int")


perf_counter_ns = monotonic_ns = time_ns


def sleep(seconds):
    return None


def strftime(format, t=None):
    return _unknown("it depends on the clock", "str")


ctime = asctime = strftime


def localtime(seconds=None):
    return _unknown("it depends on the clock")


gmtime = localtime


def __getattr__(name):
    return _unknown(f"`time.{name}` is not followed")

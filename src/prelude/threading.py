"""A thread's work is done when it is started: https://docs.python.org/3/library/threading.html"""


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self.name = name if name is not None else _unknown("threads are numbered by the machine", "str")
        self.daemon = bool(daemon)

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self.run()

    def join(self, timeout=None):
        return None

    def is_alive(self):
        return _unknown("it depends on the clock", "bool")


class _Lock:
    """Nobody else holds it."""

    def acquire(self, blocking=True, timeout=-1):
        return True

    def release(self):
        return None

    def locked(self):
        return _unknown("it depends on other threads", "bool")

    def __enter__(self):
        return True

    def __exit__(self, *error):
        return None


def Lock():
    return _Lock()


def RLock():
    return _Lock()


class local:
    """Attributes of each thread; there is one here."""


def __getattr__(name):
    return _unknown(f"`threading.{name}` is not followed")

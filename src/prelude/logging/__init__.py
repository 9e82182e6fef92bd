"""Logs, which nobody reads: https://docs.python.org/3/library/logging.html"""
CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0


class Filterer:
    def addFilter(self, filter):
        return None

    def removeFilter(self, filter):
        return None


class Handler(Filterer):
    def __init__(self, *args, **kwargs):
        self.level = NOTSET

    def setLevel(self, level):
        return None

    def setFormatter(self, fmt):
        return None

    def emit(self, record):
        return None

    def flush(self):
        return None

    def close(self):
        return None


class StreamHandler(Handler):
    pass


class FileHandler(Handler):
    pass


class NullHandler(Handler):
    pass


class Formatter:
    def __init__(self, *args, **kwargs):
        return None

    def format(self, record):
        return _unknown("what is logged is not followed", "str")


class Filter:
    def __init__(self, name=""):
        return None


class Logger(Filterer):
    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = level
        self.handlers = []
        self.propagate = True
        self.disabled = False

    def setLevel(self, level):
        self.level = level if isinstance(level, int) else _unknown("names of levels are not followed", "int")

    def isEnabledFor(self, level):
        return _assume(False, "the levels of loggers are not followed")

    def getEffectiveLevel(self):
        return _unknown("the levels of loggers are not followed", "int")

    def hasHandlers(self):
        return _assume(False, "the handlers of loggers are not followed")

    def addHandler(self, hdlr):
        self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def getChild(self, suffix):
        return getLogger(f"{self.name}.{suffix}")

    def log(self, level, msg, *args, **kwargs):
        return None

    def debug(self, msg, *args, **kwargs):
        return None

    info = warning = warn = error = exception = critical = fatal = debug


class LoggerAdapter(Logger):
    def __init__(self, logger, extra=None):
        super().__init__(logger.name)
        self.logger = logger


root = Logger("root", _unknown("the level of the root logger is not followed", "int"))
# Any package may have configured it.
root.handlers = _unknown("the handlers of the root logger are not followed")
_loggers = {}


def getLogger(name=None):
    if name is None:
        return root
    if name not in _loggers:
        _loggers[name] = Logger(name)
    return _loggers[name]


def basicConfig(**kwargs):
    return None


def disable(level=CRITICAL):
    return None


def getLevelName(level):
    names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}
    return names.get(level, f"Level {level}")


def captureWarnings(capture):
    return None


def debug(msg, *args, **kwargs):
    return None


info = warning = warn = error = exception = critical = fatal = log = debug


def __getattr__(name):
    return _unknown(f"`logging.{name}` is not followed")

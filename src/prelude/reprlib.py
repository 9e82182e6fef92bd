"""https://docs.python.org/3/library/reprlib.html"""


def recursive_repr(fillvalue="..."):
    """A `__repr__` that shows `fillvalue` for an object inside itself."""

    def decorate(function):
        running = []

        def wrapper(self):
            if any(one is self for one in running):
                return fillvalue
            running.append(self)
            try:
                return function(self)
            finally:
                running.pop()

        for name in ("__module__", "__doc__", "__name__", "__qualname__"):
            setattr(wrapper, name, getattr(function, name))
        return wrapper

    return decorate


def __getattr__(name):
    return _unknown(f"`reprlib.{name}` is not followed")

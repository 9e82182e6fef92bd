"""Abstract base classes."""


class ABCMeta(type):
    _abc_impl = _unknown("what a class keeps of its virtual subclasses is not followed")
    _dump_registry = _abc_registry_clear = _abc_caches_clear = _abc_impl

    def register(cls, subclass):
        """Makes `subclass` count as one of this class."""
        for base in cls.__mro__:
            if isinstance(base, ABCMeta):
                base._abc_registry = (*base.__dict__.get("_abc_registry", ()), subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return ABCMeta.__subclasscheck__(cls, type(instance))

    def __subclasscheck__(cls, subclass):
        if cls in getattr(subclass, "__mro__", ()):
            return True
        if "__subclasshook__" in cls.__dict__:
            answer = cls.__subclasshook__(subclass)
            if answer is not NotImplemented:
                return answer
        return any(issubclass(subclass, other) for other in cls.__dict__.get("_abc_registry", ()))


class ABC(metaclass=ABCMeta):
    _abc_impl = ABCMeta._abc_impl


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


abstractproperty = property
abstractclassmethod = classmethod
abstractstaticmethod = staticmethod


def get_cache_token():
    return 0


def update_abstractmethods(cls):
    return cls

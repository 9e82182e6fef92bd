"""Kinds of numbers: https://docs.python.org/3/library/numbers.html"""


class _NumberMeta(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, cls._types)

    def __subclasscheck__(cls, subclass):
        return cls in getattr(subclass, "__mro__", ()) or issubclass(subclass, cls._types)

    def register(cls, subclass):
        cls._types = (*cls._types, subclass)
        return subclass


class Number(metaclass=_NumberMeta):
    _types = (int, float, complex)


class Complex(Number):
    _types = (int, float, complex)


class Real(Complex):
    _types = (int, float)


class Rational(Real):
    _types = (int,)


class Integral(Rational):
    _types = (int,)

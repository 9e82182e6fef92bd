"""https://docs.python.org/3/library/fractions.html"""
import math
import numbers


class Fraction(numbers.Rational):
    def __init__(self, numerator=0, denominator=1):
        if isinstance(numerator, str):
            top, _, bottom = numerator.partition("/")
            numerator, denominator = int(top), int(bottom or 1)
        if isinstance(numerator, Fraction):
            numerator, denominator = numerator.numerator, numerator.denominator * denominator
        while isinstance(numerator, float) and not numerator.is_integer():
            numerator, denominator = numerator * 2, denominator * 2
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        numerator = int(numerator)
        common = math.gcd(numerator, denominator) * (1 if denominator > 0 else -1)
        self.numerator = numerator // common
        self.denominator = denominator // common

    def _pair(self, other):
        return other if isinstance(other, Fraction) else Fraction(other)

    def __add__(self, other):
        other = self._pair(other)
        return Fraction(
            self.numerator * other.denominator + other.numerator * self.denominator, self.denominator * other.denominator
        )

    def __sub__(self, other):
        return self + -self._pair(other)

    def __mul__(self, other):
        other = self._pair(other)
        return Fraction(self.numerator * other.numerator, self.denominator * other.denominator)

    def __truediv__(self, other):
        other = self._pair(other)
        return Fraction(self.numerator * other.denominator, self.denominator * other.numerator)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return self._pair(other) - self

    def __rtruediv__(self, other):
        return self._pair(other) / self

    def __neg__(self):
        return Fraction(-self.numerator, self.denominator)

    def __float__(self):
        return self.numerator / self.denominator

    def __int__(self):
        return int(self.numerator / self.denominator)

    def __floor__(self):
        return self.numerator // self.denominator

    def __ceil__(self):
        return -(-self.numerator // self.denominator)

    def __eq__(self, other):
        other = self._pair(other)
        return self.numerator == other.numerator and self.denominator == other.denominator

    def __lt__(self, other):
        other = self._pair(other)
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __le__(self, other):
        return self < other or self == other

    def __gt__(self, other):
        return not self <= other

    def __ge__(self, other):
        return not self < other

    def __hash__(self):
        return hash((self.numerator, self.denominator))

    def __bool__(self):
        return self.numerator != 0

    def __repr__(self):
        return f"Fraction({self.numerator}, {self.denominator})"

    def __str__(self):
        return str(self.numerator) if self.denominator == 1 else f"{self.numerator}/{self.denominator}"

"""Protocols of one method, and the types of files: https://docs.python.org/3/library/typing.html#protocols"""
from abc import abstractmethod
from typing import AnyStr, Generic, Protocol, TypeVar, runtime_checkable

_T = TypeVar("T_co", covariant=True)


@runtime_checkable
class SupportsInt(Protocol):
    """What `int` takes."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """What `float` takes."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """What `complex` takes."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """What `bytes` takes."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """What stands for an integer."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[_T]):
    """What `abs` takes."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> _T:
        pass


@runtime_checkable
class SupportsRound(Protocol[_T]):
    """What `round` takes."""

    __module__ = "typing"
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> _T:
        pass


class IO(Generic[AnyStr]):
    """What `open` gives."""

    __module__ = "typing"


class BinaryIO(IO[bytes]):
    __module__ = "typing"


class TextIO(IO[str]):
    __module__ = "typing"

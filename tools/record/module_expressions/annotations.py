"""Expressions over `typing`."""

TYPING_PROGRAM = '''\
T = typing.TypeVar("T")
class Box(typing.Generic[T]):
    pass
class Pt(typing.NamedTuple):
    x: int
    y: int = 2
class TD(typing.TypedDict, total=False):
    a: int
class Proto(typing.Protocol):
    def f(self): ...
@typing.runtime_checkable
class Has(typing.Protocol):
    def g(self): ...
class G:
    def g(self): ...
def f(a: int, b: typing.Optional[str] = None) -> "float": ...
class Annotated:
    x: int
    y: "str"
'''
types_ = ["typing.Optional[int]", "typing.Union[int, str]", "typing.List[int]", "typing.Dict[str, int]", "typing.Tuple[int, ...]", "typing.Callable[[int], str]", "list[int]", "dict[str, int]",
          "typing.Any", "typing.Literal[1, 2]", "typing.Union[int, None]", "typing.Type[int]", "typing.Iterable[int]", "int", "typing.Sequence[T]", "typing.ClassVar[int]", "int | str", "tuple[int, str]"]
TYPING = [template.format(one) for one in types_ for template in (
    "typing.get_args({0})", "{0} == {0}", "typing.get_origin({0}) is None", "hash({0}) == hash({0})", "{0} is None",
)] + [f"repr({one})" for one in types_ if any(form in one for form in ("Optional", "Union", "Literal", "ClassVar"))] + [
    "isinstance(typing.Any, type)", "isinstance(typing.Optional[int], type)",
    "typing.Optional[None] is type(None)", "typing.Union[int] is int", "typing.Union[int, int] is int", "typing.get_origin(typing.List[int]) is list", "typing.get_origin(typing.Optional[int]) is typing.Union",
    "Pt(1)", "Pt(1)._fields", "Pt(1) == (1, 2)", "Pt()", "TD(a=1)", "TD.__annotations__", "typing.get_type_hints(f)", "typing.get_type_hints(Annotated)", "typing.cast(int, 'x')", "Box[int]().__class__.__name__",
    "isinstance(G(), Has)", "isinstance(3, Has)", "typing.NewType('N', int)(5)", "T.__name__", "typing.TYPE_CHECKING", "issubclass(Pt, tuple)", "typing.Annotated[int, 'm'].__metadata__",
    "typing.get_type_hints(f)['b'] == typing.Optional[str]", "isinstance([], typing.List)", "typing.no_type_check(f) is f", "typing.overload(f) is not None", "Proto()",
]

MORE_PROGRAM = '''\
T, S = typing.TypeVar("T"), typing.TypeVar("S")
B = typing.TypeVar("B", bound=int)
C = typing.TypeVar("C", int, str, covariant=True) if False else typing.TypeVar("C", int, str)
V = typing.TypeVar("V", covariant=True)
Spec = typing.ParamSpec("Spec")
class Box(typing.Generic[T]):
    def __init__(self, item=None): self.item = item
    def get(self) -> T: return self.item
class Pair(typing.Generic[T, S]): pass
class IntBox(Box[int]): pass
class Named(typing.NamedTuple):
    "Named's."
    x: int
    y: str = "a"
    def both(self): return (self.x, self.y)
class TD(typing.TypedDict):
    a: int
    b: typing.NotRequired[str]
class TDPart(TD, total=False):
    c: list
class Proto(typing.Protocol):
    x: int
    def f(self, a: int) -> str: ...
@typing.runtime_checkable
class Checkable(typing.Protocol):
    def f(self): ...
@typing.runtime_checkable
class WithData(typing.Protocol):
    x: int
class HasF:
    def f(self): return 1
class HasX:
    x = 1
class Impl(Proto):
    x = 1
    def f(self, a): return "s"
def func(a: int, b: "str" = "", *c: float, d: typing.Optional[int] = None, **e: "typing.Any") -> typing.List["int"]: ...
def broken(a: "nowhere"): ...
class Annot:
    x: int
    y: "typing.List[int]"
    z: typing.ClassVar[int] = 1
class SubAnnot(Annot):
    w: typing.Annotated[int, "meta"]
class Meta(type): pass
'''
singles = ["int", "str", "None", "T", "'Box'", "typing.Any", "list", "Box", "typing.List[int]", "int | None", "Box[int]"]
makers = ["typing.Optional[{0}]", "typing.Union[{0}, str]", "typing.Union[{0}, {0}]", "typing.List[{0}]", "typing.Dict[str, {0}]", "typing.Tuple[{0}, ...]", "typing.Tuple[{0}]", "typing.Callable[[{0}], {0}]", "typing.Callable[..., {0}]", "typing.Type[{0}]", "typing.Iterable[{0}]", "typing.Annotated[{0}, 'm', 3]", "typing.ClassVar[{0}]", "typing.Final[{0}]", "typing.Set[{0}]", "typing.Generator[{0}, None, str]", "typing.DefaultDict[str, {0}]", "typing.Literal[{0!r}]", "Box[{0}]", "Pair[int, {0}]", "list[{0}]", "dict[str, {0}]", "tuple[{0}, ...]"]
uses = ["repr({0})", "typing.get_origin({0})", "typing.get_args({0})", "{0} == {0}", "hash({0}) == hash({0})", "{0}.__parameters__", "isinstance({0}, type)", "{0}.__args__", "{0}.__origin__", "callable({0})", "{0}[str]", "{0}()", "isinstance(1, {0})", "copy.copy({0}) == {0}", "{0} | int"]
forms = [maker.format(one) for maker in makers for one in singles]
MORE = [use.format(form) for n, form in enumerate(forms) for k, use in enumerate(uses) if (n * 4 + k) % 9 == 0] + [f"typing.{name}" for name in ("Any", "Optional", "Union", "List", "Dict", "Tuple", "Callable", "Type", "Iterable", "ClassVar", "Final", "Literal", "NoReturn", "Never", "Self", "LiteralString", "Required", "NotRequired", "Annotated", "Concatenate", "TypeGuard", "Unpack", "Generic", "Protocol", "NamedTuple", "TypedDict", "AnyStr", "Text", "Hashable", "Sized", "Pattern", "IO", "nothing", "Deque", "Counter", "ChainMap", "OrderedDict", "AsyncIterator", "ContextManager", "SupportsInt", "TYPE_CHECKING")] + [
    f"typing.{name}()" for name in ("Any", "Optional", "Union", "List", "Dict", "Tuple", "Generic", "Protocol", "ClassVar", "Literal", "NoReturn", "Deque", "Counter", "DefaultDict", "OrderedDict", "Hashable", "Sequence", "NamedTuple", "TypeVar")] + [
    f"typing.{name}[{args}]" for name in ("Any", "Optional", "Union", "List", "Dict", "Tuple", "Callable", "Literal", "Generic", "NoReturn", "ClassVar", "Annotated", "Type", "Iterable", "Concatenate", "Self") for args in ("int", "int, str", "()", "5", "None", "T", "T, T", "[int], str", "'x'")] + [
    f"{kind}.{name}" for kind in ("T", "B", "C", "V", "Spec") for name in ("__name__", "__bound__", "__constraints__", "__covariant__", "__contravariant__", "__module__", "nothing")] + ["repr(T)", "repr(V)", "T == typing.TypeVar('T')", "T()", "isinstance(1, T)", "T | int", "typing.TypeVar('A', int)", "typing.TypeVar('A', int, str, bound=int)", "typing.TypeVar('A', covariant=True, contravariant=True)", "typing.TypeVar()", "typing.TypeVar(5)", "Spec.args", "Spec.kwargs", "repr(Spec)"] + [
    "Box(5).get()", "Box[int](5).get()", "Box[int](5).__orig_class__", "Box[int].__origin__ is Box", "Box[T][int]", "Box[int][str]", "Box[int, str]", "Pair[int]", "Pair[int, str]", "Pair[T, int][str]", "IntBox(3).item", "IntBox.__orig_bases__", "Box.__parameters__", "Box.__orig_bases__", "IntBox.__parameters__", "IntBox[str]", "Box[int]().__class__.__name__", "isinstance(IntBox(), Box)", "issubclass(IntBox, Box[int])", "type(Box[int]).__name__", "Box[int].get", "Box[int].nothing", "Box[int].__mro__[0] is Box", "Pair.__mro__[1:]",
    "Named(1)", "Named(1, 'b').both()", "Named()", "Named(1, 2, 3)", "Named._fields", "Named._field_defaults", "Named.__annotations__", "Named(1)._replace(y='c')", "Named(1) == (1, 'a')", "Named.__doc__", "Named.__bases__", "typing.NamedTuple('N', [('a', int), ('b', str)])(1, 'x')", "typing.NamedTuple('N', a=int)", "Named.__orig_bases__", "issubclass(Named, tuple)", "isinstance(Named(1), typing.NamedTuple)", "Named._asdict(Named(2))", "Named.__new__.__annotations__",
    "TD(a=1)", "TD(a=1, b='x')['b']", "TD.__annotations__", "TD.__required_keys__", "TD.__optional_keys__", "TD.__total__", "TDPart.__required_keys__ == {'a'}", "sorted(TDPart.__optional_keys__)", "TDPart.__total__", "TDPart.__annotations__['c']", "isinstance({}, TD)", "issubclass(dict, TD)", "type(TD(a=1)).__name__", "TD.__bases__", "typing.TypedDict('X', {'a': int})(a=1)", "typing.is_typeddict(TD)", "typing.is_typeddict(dict)", "TD()", "TD({'a': 2})", "typing.get_type_hints(TD)",
    "Proto()", "Impl().f(1)", "isinstance(HasF(), Proto)", "isinstance(HasF(), Checkable)", "isinstance(HasX(), Checkable)", "isinstance(HasX(), WithData)", "issubclass(HasF, Checkable)", "issubclass(HasX, WithData)", "issubclass(int, Checkable)", "isinstance(5, WithData)", "Checkable()", "isinstance(Impl(), Impl)", "typing.runtime_checkable(HasF)", "Proto._is_protocol", "Impl._is_protocol", "isinstance(1, typing.SupportsInt)", "isinstance('a', typing.SupportsInt)", "isinstance([], typing.Sized)", "isinstance(1, typing.Hashable)", "isinstance([], typing.Iterable)", "isinstance([], typing.List)", "isinstance([], typing.List[int])", "isinstance({}, typing.Mapping)", "issubclass(list, typing.Sequence)", "issubclass(int, typing.Union[int, str])", "isinstance(1, int | str)", "isinstance(1, typing.Optional[int])", "isinstance(None, typing.Optional[int])", "isinstance(1, typing.Any)",
    "typing.get_type_hints(func)", "typing.get_type_hints(broken)", "typing.get_type_hints(Annot)", "typing.get_type_hints(SubAnnot)", "typing.get_type_hints(SubAnnot, include_extras=True)", "typing.get_type_hints(5)", "typing.get_type_hints(func, {'int': str})['return']", "typing.get_type_hints(Named)", "typing.get_type_hints(int)", "typing.get_type_hints(lambda: 0)", "typing.cast(int, 'a')", "typing.cast('x', 3)", "typing.NewType('U', int)(5)", "typing.NewType('U', int).__name__", "repr(typing.NewType('U', int))", "typing.NewType('U', int).__supertype__", "typing.assert_type(1, int)", "typing.reveal_type", "typing.assert_never(1)", "typing.no_type_check(func) is func", "typing.overload(func)(1)", "typing.final(HasF) is HasF", "typing.final(HasF).__final__", "typing.get_overloads(func)",
    "typing.ForwardRef('int')", "typing.ForwardRef('int') == typing.ForwardRef('int')", "typing.ForwardRef('1 +')", "typing.ForwardRef('x').__forward_arg__", "typing.Literal[1] == typing.Literal[1]", "typing.Literal[1, 2] == typing.Literal[2, 1]", "typing.Literal[1, 1]", "typing.Literal[0] == typing.Literal[False]", "typing.Literal['a', None].__args__", "typing.Literal[typing.Literal[1, 2], 3]", "typing.Union[int, typing.Union[str, float]]", "typing.Union[int, None]", "typing.Optional[typing.Optional[int]]", "typing.Union[int, bool]", "typing.Annotated[typing.Annotated[int, 1], 2]", "typing.Annotated[int, 1].__metadata__", "typing.Annotated[int]", "typing.Annotated[int, 1] == typing.Annotated[int, 1]", "typing.Annotated[int, 1](5)",
    "int | str", "int | None", "list[int] | None", "(int | str).__args__", "int | 5", "typing.Union[int, str] == (int | str)", "(int | str) == (str | int)", "list[int]", "list[T][int]", "dict[str, T].__parameters__", "tuple[()]", "list[int]([1])", "list[int].append", "type(list[int]).__name__", "type[int]", "list[int] == list[int]", "list[int] == typing.List[int]", "isinstance([1], list[int])", "issubclass(list, list[int])", "list[int, str]", "int[str]", "collections.OrderedDict[str, int]", "collections.abc.Callable[[int], str]", "collections.abc.Callable[[int], str].__args__", "typing.get_args(collections.abc.Callable[[int], str])", "typing.Callable[[int, str], None].__args__", "typing.get_args(typing.Callable[[int, str], None])", "typing.Callable[Spec, int]", "typing.Callable[typing.Concatenate[int, Spec], int]", "typing.Type[int] == typing.Type[int]", "typing.Pattern[str]", "typing.AnyStr.__constraints__",
]

GROUPS = [(TYPING_PROGRAM, TYPING), (MORE_PROGRAM, MORE)]

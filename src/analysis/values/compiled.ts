/**
 * Classes of Python's library and of PyTorch that are compiled code: CPython's messages name their objects with the module, `'collections.deque' object`.
 * https://docs.python.org/3/c-api/typeobj.html#c.PyTypeObject.tp_name
 */
export const COMPILED: ReadonlySet<string> = new Set(
  [
    "array.array collections.OrderedDict collections.defaultdict collections.deque datetime.date datetime.datetime",
    "datetime.time datetime.timedelta datetime.timezone datetime.tzinfo decimal.Context decimal.Decimal",
    "functools._lru_cache_wrapper functools.partial itertools.accumulate itertools.chain itertools.combinations",
    "itertools.combinations_with_replacement itertools.compress itertools.count itertools.cycle itertools.dropwhile",
    "itertools.filterfalse itertools.groupby itertools.islice itertools.pairwise itertools.permutations",
    "itertools.product itertools.repeat itertools.starmap itertools.takewhile itertools.zip_longest mmap.mmap",
    "operator.attrgetter operator.itemgetter operator.methodcaller re.Match re.Pattern time.struct_time",
    "types.GenericAlias types.SimpleNamespace types.UnionType weakref.ReferenceType",
    "torch.Size torch.device torch.dtype",
  ].flatMap((line) => line.split(" ")),
);

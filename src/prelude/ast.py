"""Syntax trees of texts that are known: https://docs.python.org/3/library/ast.html"""


class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        cls = type(self)
        if len(args) > len(self._fields):
            count = len(self._fields)
            raise TypeError(f"{cls.__name__} constructor takes at most {count} positional argument{'' if count == 1 else 's'}")
        for name, value in zip(self._fields, args):
            if name in kwargs:
                raise TypeError(f"{cls.__name__} got multiple values for argument '{name}'")
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)


# Python's grammar: base classes, and their nodes with what stands in them. Optional fields are None where they are not set.
_GRAMMAR = """
AST mod() stmt() expr() expr_context() boolop() operator() unaryop() cmpop() excepthandler() pattern() type_ignore() comprehension(target,iter,ifs,is_async) arguments(posonlyargs,args,vararg?,kwonlyargs,kw_defaults,kwarg?,defaults) arg(arg,annotation?,type_comment?) keyword(arg?,value) alias(name,asname?) withitem(context_expr,optional_vars?) match_case(pattern,guard?,body)
mod Module(body,type_ignores) Interactive(body) Expression(body) FunctionType(argtypes,returns)
stmt FunctionDef(name,args,body,decorator_list,returns?,type_comment?) AsyncFunctionDef(name,args,body,decorator_list,returns?,type_comment?) ClassDef(name,bases,keywords,body,decorator_list) Return(value?) Delete(targets) Assign(targets,value,type_comment?) AugAssign(target,op,value) AnnAssign(target,annotation,value?,simple) For(target,iter,body,orelse,type_comment?) AsyncFor(target,iter,body,orelse,type_comment?) While(test,body,orelse) If(test,body,orelse) With(items,body,type_comment?) AsyncWith(items,body,type_comment?) Match(subject,cases) Raise(exc?,cause?) Try(body,handlers,orelse,finalbody) TryStar(body,handlers,orelse,finalbody) Assert(test,msg?) Import(names) ImportFrom(module?,names,level?) Global(names) Nonlocal(names) Expr(value) Pass() Break() Continue()
expr BoolOp(op,values) NamedExpr(target,value) BinOp(left,op,right) UnaryOp(op,operand) Lambda(args,body) IfExp(test,body,orelse) Dict(keys,values) Set(elts) ListComp(elt,generators) SetComp(elt,generators) DictComp(key,value,generators) GeneratorExp(elt,generators) Await(value) Yield(value?) YieldFrom(value) Compare(left,ops,comparators) Call(func,args,keywords) FormattedValue(value,conversion,format_spec?) JoinedStr(values) Constant(value,kind?) Attribute(value,attr,ctx) Subscript(value,slice,ctx) Starred(value,ctx) Name(id,ctx) List(elts,ctx) Tuple(elts,ctx) Slice(lower?,upper?,step?)
expr_context Load() Store() Del()
boolop And() Or()
operator Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
unaryop Invert() Not() UAdd() USub()
cmpop Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()
excepthandler ExceptHandler(type?,name?,body)
pattern MatchValue(value) MatchSingleton(value) MatchSequence(patterns) MatchMapping(keys,patterns,rest?) MatchClass(cls,patterns,kwd_attrs,kwd_patterns) MatchStar(name?) MatchAs(pattern?,name?) MatchOr(patterns)
type_ignore TypeIgnore(lineno,tag)
"""
_PLACES = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_PLACED = ("stmt", "expr", "excepthandler", "pattern", "arg", "keyword", "alias")
_CLASSES = {"AST": AST}


def _make(base, name, fields):
    names = tuple(field.rstrip("?") for field in fields)
    own = {"__module__": "ast", "_fields": names, "__match_args__": names}
    own.update((field[:-1], None) for field in fields if field.endswith("?"))
    if name in _PLACED:
        own.update(_attributes=_PLACES, end_lineno=None, end_col_offset=None)
    return type(name, (_CLASSES[base],), own)


for _line in _GRAMMAR.split("\n"):
    for _node in _line.split(" ")[1:]:
        _name, _, _rest = _node.partition("(")
        _CLASSES[_name] = _make(_line.split(" ")[0], _name, [_field for _field in _rest[:-1].split(",") if _field])
globals().update(_CLASSES)

PyCF_ONLY_AST = 0x400


def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None):
    if type_comments or feature_version is not None:
        return _unknown("comments with types, and older grammars, are not followed")
    return _syntax_tree(source, mode, _CLASSES)


def iter_fields(node):
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    for _, value in iter_fields(node):
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, AST):
                yield item


def walk(node):
    left = [node]
    while left:
        node = left.pop(0)
        left.extend(iter_child_nodes(node))
        yield node


def copy_location(new_node, old_node):
    for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or (hasattr(old_node, name) and name.startswith("end_")):
                setattr(new_node, name, value)
    return new_node


# Methods for constants of one type, which visitors had before there was one node for all.
_OLDER = ((bool, "NameConstant"), (type(None), "NameConstant"), (int, "Num"), (float, "Num"), (complex, "Num"), (str, "Str"), (bytes, "Bytes"), (type(...), "Ellipsis"))


class NodeVisitor:
    def visit(self, node):
        return getattr(self, "visit_" + type(node).__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        for _, value in iter_fields(node):
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, AST):
                    self.visit(item)

    def visit_Constant(self, node):
        for cls, name in _OLDER:
            if isinstance(node.value, cls):
                return getattr(self, "visit_" + name, self.generic_visit)(node)
        return self.generic_visit(node)


class NodeTransformer(NodeVisitor):
    def generic_visit(self, node):
        for field, old in iter_fields(node):
            if isinstance(old, list):
                kept = []
                for item in old:
                    value = self.visit(item) if isinstance(item, AST) else item
                    if value is None and isinstance(item, AST):
                        continue
                    if isinstance(item, AST) and not isinstance(value, AST):
                        kept.extend(value)
                    else:
                        kept.append(value)
                old[:] = kept
            elif isinstance(old, AST):
                value = self.visit(old)
                if value is None:
                    delattr(node, field)
                else:
                    setattr(node, field, value)
        return node


def literal_eval(node_or_string):
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode="eval")
    if _is_unknown(node_or_string):
        return node_or_string
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == "set" and node.args == node.keywords == []:
        return set()
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values) or None in node.keys:
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left, right = _signed(node.left), _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed(node)


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _signed(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        operand = _number(node.operand)
        return +operand if isinstance(node.op, UAdd) else -operand
    return _number(node)


def _malformed(node):
    line = getattr(node, "lineno", None)
    raise ValueError(f"malformed node or string{f' on line {line}' if line else ''}: {node!r}")


def __getattr__(name):
    return _unknown(f"`ast.{name}` is not followed")

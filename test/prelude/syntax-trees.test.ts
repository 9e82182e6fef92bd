import { describe, expect, it } from "vitest";
import { evaluator } from "./support";

/** Texts, and what CPython 3.11 prints of them: `ast.dump(ast.parse(text))`. */
const TREES: [string, string][] = [
  [
    "def foo(a, /, b=3, *c, d: int = 4, **e) -> 'x': pass",
    "Module(body=[FunctionDef(name='foo', args=arguments(posonlyargs=[arg(arg='a')], args=[arg(arg='b')], vararg=arg(arg='c'), kwonlyargs=[arg(arg='d', annotation=Name(id='int', ctx=Load()))], kw_defaults=[Constant(value=4)], kwarg=arg(arg='e'), defaults=[Constant(value=3)]), body=[Pass()], decorator_list=[], returns=Constant(value='x'))], type_ignores=[])",
  ],
  [
    "(y): str = -1",
    "Module(body=[AnnAssign(target=Name(id='y', ctx=Store()), annotation=Name(id='str', ctx=Load()), value=UnaryOp(op=USub(), operand=Constant(value=1)), simple=0)], type_ignores=[])",
  ],
  [
    "a, *b = c[1:2, ::3]",
    "Module(body=[Assign(targets=[Tuple(elts=[Name(id='a', ctx=Store()), Starred(value=Name(id='b', ctx=Store()), ctx=Store())], ctx=Store())], value=Subscript(value=Name(id='c', ctx=Load()), slice=Tuple(elts=[Slice(lower=Constant(value=1), upper=Constant(value=2)), Slice(step=Constant(value=3))], ctx=Load()), ctx=Load()))], type_ignores=[])",
  ],
  [
    "for i in z: print(i, file=3, **q)",
    "Module(body=[For(target=Name(id='i', ctx=Store()), iter=Name(id='z', ctx=Load()), body=[Expr(value=Call(func=Name(id='print', ctx=Load()), args=[Name(id='i', ctx=Load())], keywords=[keyword(arg='file', value=Constant(value=3)), keyword(value=Name(id='q', ctx=Load()))]))], orelse=[])], type_ignores=[])",
  ],
  [
    "with a as (b, c), d: del e[0], f.g",
    "Module(body=[With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Tuple(elts=[Name(id='b', ctx=Store()), Name(id='c', ctx=Store())], ctx=Store())), withitem(context_expr=Name(id='d', ctx=Load()))], body=[Delete(targets=[Subscript(value=Name(id='e', ctx=Load()), slice=Constant(value=0), ctx=Del()), Attribute(value=Name(id='f', ctx=Load()), attr='g', ctx=Del())])])], type_ignores=[])",
  ],
  [
    "try: raise A from b\nexcept (X, Y) as e: assert a\nfinally: return",
    "Module(body=[Try(body=[Raise(exc=Name(id='A', ctx=Load()), cause=Name(id='b', ctx=Load()))], handlers=[ExceptHandler(type=Tuple(elts=[Name(id='X', ctx=Load()), Name(id='Y', ctx=Load())], ctx=Load()), name='e', body=[Assert(test=Name(id='a', ctx=Load()))])], orelse=[], finalbody=[Return()])], type_ignores=[])",
  ],
  [
    "try: x\nexcept* E: pass",
    "Module(body=[TryStar(body=[Expr(value=Name(id='x', ctx=Load()))], handlers=[ExceptHandler(type=Name(id='E', ctx=Load()), body=[Pass()])], orelse=[], finalbody=[])], type_ignores=[])",
  ],
  [
    "a < b is not c and not d",
    "Module(body=[Expr(value=BoolOp(op=And(), values=[Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), IsNot()], comparators=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load())]), UnaryOp(op=Not(), operand=Name(id='d', ctx=Load()))]))], type_ignores=[])",
  ],
  [
    "match x:\n  case [1, *r] if q: pass\n  case {'a': None, **k}: pass\n  case A(b, c=d) | _: pass",
    "Module(body=[Match(subject=Name(id='x', ctx=Load()), cases=[match_case(pattern=MatchSequence(patterns=[MatchValue(value=Constant(value=1)), MatchStar(name='r')]), guard=Name(id='q', ctx=Load()), body=[Pass()]), match_case(pattern=MatchMapping(keys=[Constant(value='a')], patterns=[MatchSingleton(value=None)], rest='k'), body=[Pass()]), match_case(pattern=MatchOr(patterns=[MatchClass(cls=Name(id='A', ctx=Load()), patterns=[MatchAs(name='b')], kwd_attrs=['c'], kwd_patterns=[MatchAs(name='d')]), MatchAs()]), body=[Pass()])])], type_ignores=[])",
  ],
  [
    "async def f():\n  async with a: yield await x",
    "Module(body=[AsyncFunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[]), body=[AsyncWith(items=[withitem(context_expr=Name(id='a', ctx=Load()))], body=[Expr(value=Yield(value=Await(value=Name(id='x', ctx=Load()))))])], decorator_list=[])], type_ignores=[])",
  ],
  [
    "from ..q import r as s",
    "Module(body=[ImportFrom(module='q', names=[alias(name='r', asname='s')], level=2)], type_ignores=[])",
  ],
  [
    "u'x', b'y', 2j, ..., None",
    "Module(body=[Expr(value=Tuple(elts=[Constant(value='x', kind='u'), Constant(value=b'y'), Constant(value=2j), Constant(value=Ellipsis), Constant(value=None)], ctx=Load()))], type_ignores=[])",
  ],
  [
    "f'{a!r:>{w}} b'",
    "Module(body=[Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), Constant(value=' b')]))], type_ignores=[])",
  ],
  [
    "[x for x, in y if x async for z in w]",
    "Module(body=[Expr(value=ListComp(elt=Name(id='x', ctx=Load()), generators=[comprehension(target=Tuple(elts=[Name(id='x', ctx=Store())], ctx=Store()), iter=Name(id='y', ctx=Load()), ifs=[Name(id='x', ctx=Load())], is_async=0), comprehension(target=Name(id='z', ctx=Store()), iter=Name(id='w', ctx=Load()), ifs=[], is_async=1)]))], type_ignores=[])",
  ],
];

const show = evaluator(`
import ast, os
unknown = os.environ["CODE"]
def dump(node):
    if isinstance(node, list):
        return "[" + ", ".join([dump(one) for one in node]) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    given = [(name, getattr(node, name)) for name in node._fields]
    told = [(name, value) for name, value in given if value is not None or isinstance(node, (ast.Constant, ast.MatchSingleton)) and name == 'value']
    return type(node).__name__ + "(" + ", ".join([name + "=" + dump(value) for name, value in told]) + ")"

class Names(ast.NodeVisitor):
    def __init__(self):
        self.found = []
    def visit_Name(self, node):
        self.found.append((node.id, node.lineno, node.col_offset, node.end_col_offset))

class Doubled(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)

def names(text):
    visitor = Names()
    visitor.visit(ast.parse(text))
    return visitor.found
`);

describe("ast", () => {
  it.each(TREES)("parses %s", (text, wanted) => {
    expect(show(`dump(ast.parse(${JSON.stringify(text)})) == ${JSON.stringify(wanted)}`)).toEqual({ py: "True" });
  });

  it("says where nodes are: lines from 1, columns in bytes from 0", () => {
    expect(show("names('x\\n\"é\" + yz') == [('x', 1, 0, 1), ('yz', 2, 7, 9)]")).toEqual({ py: "True" });
  });

  it("walks and changes trees", () => {
    expect(show("dump(Doubled().visit(ast.parse('a + 2', mode='eval')).body.right)")).toEqual({
      py: "'Constant(value=4)'",
    });
    expect(show("[type(node).__name__ for node in ast.walk(ast.parse('a = 1'))]")).toEqual(
      ["Module", "Assign", "Name", "Constant", "Store"].map((name) => ({ py: `'${name}'` })),
    );
  });

  it.each([
    ["ast.literal_eval(' [1, -2.5, (3, None)]') == [1, -2.5, (3, None)]"],
    ["ast.literal_eval('{\"a\": {1}, \"b\": 1+2j}') == {'a': {1}, 'b': 1+2j}"],
  ])("%s", (expression) => {
    expect(show(expression)).toEqual({ py: "True" });
  });

  it("refuses what is no literal", () => {
    expect(show("ast.literal_eval('a')")).toMatchObject({
      error: "ValueError",
      message: expect.stringContaining("malformed node or string on line 1"),
    });
  });

  it.each(["ast.parse(unknown)", "ast.literal_eval(unknown)", "ast.parse('x +')", "ast.unparse(ast.parse('x'))"])(
    "%s is not known",
    (expression) => {
      expect(show(expression)).toMatchObject({ unknown: expect.any(String) });
    },
  );
});

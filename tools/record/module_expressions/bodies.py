"""Statements as expressions: each text is the body of a function, which an expression calls."""
import ast
import textwrap


def calls_of(texts):
    """A group: the functions, and a call of each. A body that ends with an expression gives it."""
    program, calls = "", []
    for number, text in enumerate(dict.fromkeys(textwrap.dedent(text).strip("\n") for text in texts)):
        *lines, last = text.split("\n")
        given = f"return {last}" if isinstance(ast.parse(text).body[-1], ast.Expr) else last
        program += f"def case_{number}():\n{textwrap.indent(chr(10).join([*lines, given]), '    ')}\n"
        calls.append(f"case_{number}()")
    return program, calls

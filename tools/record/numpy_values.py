"""Records what NumPy makes of the expressions in `numpy_expressions.txt`, one a line, in a namespace that holds `np`.

An array is recorded by its shape, dtype and elements, a number by its value; of random ones only the shape is asked. NumPy 2 is the reference.

    python3 tools/record/numpy_values.py
"""
import json
import pathlib
import warnings

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
ORACLE = HERE.parents[1] / "test" / "oracle" / "numpy.json"


def recorded(expression):
    try:
        value = eval(expression, {"np": np})
    except Exception as error:
        return {"code": expression, "error": type(error).__name__}
    if isinstance(value, np.ndarray):
        return {"code": expression, "shape": repr(value.shape), "dtype": repr(str(value.dtype)), "items": repr(value.tolist())}
    if isinstance(value, np.generic):
        return {"code": expression, "value": repr(value.item())}
    # Lists of NumPy's numbers are written in one way by NumPy 1 and in another by NumPy 2.
    plain = "np." not in repr(value) and " at 0x" not in repr(value) and "random" not in expression
    return {"code": expression, **({"value": repr(value)} if plain else {})}


warnings.simplefilter("ignore")
expressions = (HERE / "numpy_expressions.txt").read_text().splitlines()
cases = [recorded(expression) for expression in expressions]
lines = ",\n    ".join(json.dumps(case) for case in cases)
ORACLE.write_text(f'{{\n  "numpy": {json.dumps(np.__version__)},\n  "cases": [\n    {lines}\n  ]\n}}\n')
print(len(cases), "expressions")

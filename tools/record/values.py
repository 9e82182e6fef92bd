#!/usr/bin/env python3
"""Record what PyTorch's operators give: of its own samples (OpInfo), in several dtypes, one JSON object a line.

    python3 tools/record/values.py test/oracle/values.jsonl [--each 2] [--numel 60] [--only TEXT] [--dtypes float32 int64 bool complex64]

Runs in any Python that has torch and its testing package (expecttest, numpy). Every line has the operator's name, the body of a function that
makes its tensors and calls the operator, and the numbers of what this gave: as `gradients.py` writes them, without the gradients.
"""
import argparse, collections, json, random, warnings

import torch
from torch.testing._internal.common_methods_invocations import op_db

import gradients
from opinfo import NotPlain

#: What has no numbers of its own. Signs of vectors are told by `gradients.TURNED`.
SKIPPED = gradients.SKIPPED - {"as_strided_scatter", "bool", "byte", "char", "int", "long", "short", "half", "bfloat16"} | {
    "empty", "empty_strided", "empty_permuted", "new_empty", "randn", "rand", "randint", "randperm", "nonzero_static", "resize_", "resize_as_",
    # Which of equal elements is named is not told.
    "kthvalue",
    "geqrf", "linalg.eig", "linalg.eigvals", "lu", "linalg.lu_factor", "linalg.lu_factor_ex",
}  # fmt: skip


def body(op, sample, numel):
    """The lines of `gradients.body` up to the call, which asks for no gradient."""
    made = gradients.body(op, sample, numel, follows=False)
    lines = [line.replace(".requires_grad_()", "") for line in made[:-1]]
    return [*lines, "return listed(out)"]


def recorded(op, dtype, each, numel, counts):
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", dtype, requires_grad=False))
    found = []
    for n in random.Random(f"{op.name} {dtype}").sample(range(len(samples)), len(samples)):
        if len(found) == each:
            break
        if samples[n].kwargs.get("hermitian") or samples[n].kwargs.get("training"):
            continue
        try:
            lines = body(op, samples[n], numel)
            want = [gradients.flat(tensor) for tensor in gradients.evaluated(lines)]
        except Exception as error:
            counts[type(error).__name__] += 1
            continue
        found.append({"op": op.name, "body": lines, "want": want})
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--numel", type=int, default=60)
    parser.add_argument("--only", default="")
    parser.add_argument("--dtypes", nargs="+", default=["float32", "int64", "bool", "complex64", "float16", "uint8"])
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    counts, seen = collections.Counter(), set()
    with open(options.output, "w") as out:
        for op in op_db:
            if options.only not in op.name or op.name in SKIPPED or op.name.startswith(("ops.", "_refs", "_native")):
                continue
            for name in options.dtypes:
                dtype = getattr(torch, name)
                if dtype not in op.dtypes:
                    continue
                each = options.each if name == "float32" else 1
                try:
                    lines = recorded(op, dtype, each, options.numel, counts)
                except Exception as error:
                    counts[f"samples: {type(error).__name__}"] += 1
                    continue
                for line in lines:
                    text = json.dumps(line)
                    if text not in seen:
                        seen.add(text)
                        out.write(text + "\n")
    print(f"{len(seen)} calls; left out: {dict(counts)}")


if __name__ == "__main__":
    main()

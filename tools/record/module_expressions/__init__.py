"""Expressions over modules of Python's standard library, a file for each module: a list of groups, each with a program and the expressions in its namespace."""
import textwrap

from . import annotations, arguments, containers, contexts, copies, data_classes, enumerations, functions, inspection, strings

HEAD = "import abc, argparse, collections, contextlib, copy, dataclasses, enum, functools, inspect, string, types, typing\n"

GROUPS = {
    "enum": enumerations.GROUPS,
    "copy": copies.GROUPS,
    "inspect": inspection.GROUPS,
    "dataclasses": data_classes.GROUPS,
    "functools": functions.GROUPS,
    "contextlib": contexts.GROUPS,
    "collections": containers.GROUPS,
    "typing": annotations.GROUPS,
    "argparse": arguments.GROUPS,
    "string": strings.GROUPS,
}

import type { PyClass, Value } from "../values";

/**
 * Methods of Python's own classes that the machine does not call itself, since it knows their effect: `list.__len__`, `dict.__getitem__`.
 * A program finds them by name: `super().__getitem__(key)`, `int.__add__(2, 3)`, `hasattr(list, "__iter__")`.
 */
export const parentMethods = new Map<PyClass, ReadonlyMap<string, Value>>();

import { installBytes } from "../builtins/bytes";
import { installDicts } from "../builtins/dicts";
import { functions } from "../builtins/functions";
import { installLists } from "../builtins/lists";
import { preludeNatives } from "../builtins/natives";
import { installNumbers } from "../builtins/numbers";
import { installObjects } from "../builtins/objects";
import { installProtocols } from "../builtins/protocols";
import { installSets } from "../builtins/sets";
import { installStrings } from "../builtins/strings";
import { ELLIPSIS, NOT_IMPLEMENTED } from "../machine/constants";
import { exceptionClasses } from "../machine/exceptions";
import { installTorchClasses } from "../torch/classes";
import { installTensorMethods } from "../torch/methods";
import { moduleNatives } from "../torch/nnmodule";
import { classes, type Value } from "../values";

let names: ReadonlyMap<string, Value> | undefined;

/** The builtins scope: Python's own names, and (with a leading underscore) what the prelude stands on. */
export function builtinNames(): ReadonlyMap<string, Value> {
  if (names !== undefined) return names;
  installObjects();
  installNumbers();
  installStrings();
  installBytes();
  installLists();
  installDicts();
  installSets();
  installTensorMethods();
  installTorchClasses();
  installProtocols();
  const {
    object,
    type,
    int,
    bool,
    float,
    complex,
    str,
    bytes,
    list,
    tuple,
    dict,
    set,
    frozenset,
    slice,
    range,
    property,
    staticmethod,
    classmethod,
  } = classes;
  names = new Map<string, Value>([
    ...Object.entries({
      object,
      type,
      int,
      bool,
      float,
      complex,
      str,
      bytes,
      list,
      tuple,
      dict,
      set,
      frozenset,
      slice,
      range,
      property,
      staticmethod,
      classmethod,
      super: classes.super,
    }),
    ...exceptionClasses,
    ...functions.map((fn) => [fn.name, fn] as const),
    ...Object.entries(moduleNatives),
    ...Object.entries(preludeNatives),
    ["Ellipsis", ELLIPSIS],
    ["NotImplemented", NOT_IMPLEMENTED],
    ["__debug__", true],
  ]);
  return names;
}

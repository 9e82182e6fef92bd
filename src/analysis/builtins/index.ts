import { ELLIPSIS, NOT_IMPLEMENTED } from "../machine/constants";
import { exceptionClasses } from "../machine/exceptions";
import { moduleNatives } from "../machine/nnmodule";
import { classes, type Value } from "../values";
import { installBytes } from "./bytes";
import { installDicts } from "./dicts";
import { functions } from "./functions";
import { installLists } from "./lists";
import { installTorchClasses } from "./modules/torch";
import { preludeNatives } from "./natives";
import { installNumbers } from "./numbers";
import { installObjects } from "./objects";
import { installProtocols } from "./protocols";
import { installSets } from "./sets";
import { installStrings } from "./strings";
import { installTensorMethods } from "./tensors";

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
    bytearray,
    memoryview,
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
      bytearray,
      memoryview,
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

import { installBytes } from "../builtins/bytes";
import { installDicts } from "../builtins/dicts";
import { functions } from "../builtins/functions";
import { installLists } from "../builtins/lists";
import { math } from "../builtins/math";
import { preludeNatives } from "../builtins/natives";
import { installNumbers } from "../builtins/numbers";
import { installObjects } from "../builtins/objects";
import { installProtocols } from "../builtins/protocols";
import { installSets } from "../builtins/sets";
import { installStrings } from "../builtins/strings";
import { ELLIPSIS, NOT_IMPLEMENTED } from "../machine/constants";
import { exceptionClasses, libraryExceptions } from "../machine/exceptions";
import type { Interpreter, Libraries } from "../machine/machine";
import { einops } from "../ops/einops/functions";
import { readInstance } from "../symbolic/read-instances";
import { installTensorSlots } from "../torch/attribute-access";
import { installTorchClasses, torch } from "../torch/classes";
import { installTensorMethods } from "../torch/methods";
import { isOfOtherVersions, operatorNamespace, operatorPrefixes } from "../torch/namespace";
import { moduleNatives } from "../torch/nnmodule";
import { classes, type Value } from "../values";

/** The builtins scope: Python's own names, and (with a leading underscore) what the prelude stands on. */
function builtinNames(): ReadonlyMap<string, Value> {
  installObjects();
  installNumbers();
  installStrings();
  installBytes();
  installLists();
  installDicts();
  installSets();
  installTensorSlots();
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
  return new Map<string, Value>([
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
    ...[...libraryExceptions].map(([name, cls]) => [`_${name}`, cls] as const),
    ...functions.map((fn) => [fn.name, fn] as const),
    ...Object.entries(moduleNatives),
    ...Object.entries(preludeNatives),
    ["Ellipsis", ELLIPSIS],
    ["NotImplemented", NOT_IMPLEMENTED],
    ["__debug__", true],
  ]);
}

let made: Libraries | undefined;

/** All that a machine has beside Python's own rules. Made once: classes are filled when it is. */
export function libraries(): Libraries {
  made ??= {
    builtins: builtinNames(),
    modules: new Map<string, (machine: Interpreter) => Record<string, Value>>([
      ["einops", () => einops],
      ["math", math],
      ["torch", torch],
    ]),
    operators: {
      has: (module) => operatorPrefixes().has(module),
      of: operatorNamespace,
      lacks: isOfOtherVersions,
    },
    readInstance,
  };
  return made;
}

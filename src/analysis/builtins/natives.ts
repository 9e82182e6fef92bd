import type { Value } from "../values";
import { autograd } from "./natives/autograd";
import { chance } from "./natives/chance";
import { copying } from "./natives/copying";
import { exceptions } from "./natives/exceptions";
import { files } from "./natives/files";
import { frames } from "./natives/frames";
import { numbers } from "./natives/numbers";
import { regex } from "./natives/regex/regex";
import { settings } from "./natives/settings";
import { signatures } from "./natives/signatures";
import { training } from "./natives/training";
import { trees } from "./natives/trees";
import { unknowns } from "./natives/unknowns";

/** Natives that the prelude's Python stands on: listed in `src/prelude/README.md`. */
export const preludeNatives: Record<string, Value> = {
  ...autograd,
  ...copying,
  ...exceptions,
  ...files,
  ...frames,
  ...numbers,
  ...regex,
  ...settings,
  ...signatures,
  ...chance,
  ...training,
  ...trees,
  ...unknowns,
};

import type { Value } from "../values";
import { copying } from "./natives/copying";
import { files } from "./natives/files";
import { regex } from "./natives/regex/regex";
import { settings } from "./natives/settings";
import { signatures } from "./natives/signatures";
import { unknowns } from "./natives/unknowns";

/** Natives that the prelude's Python stands on: listed in `src/prelude/README.md`. */
export const preludeNatives: Record<string, Value> = {
  ...copying,
  ...files,
  ...regex,
  ...settings,
  ...signatures,
  ...unknowns,
};

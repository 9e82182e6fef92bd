import type { Value } from "../values";

/** Natives that the prelude's Python stands on: listed in `src/prelude/README.md`. */
export const preludeNatives: Record<string, Value> = {};

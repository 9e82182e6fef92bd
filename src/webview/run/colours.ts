import { interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";
import type { ExecutedStep } from "../../server/protocol";

export type TensorPicture = NonNullable<ExecutedStep["picture"]>;

/** A colour for each value: blue to red around zero where there are both signs, dark to light where there is one. */
export interface ColourScale {
  low: number;
  high: number;
  /** Red, green, blue, each 0 to 255. */
  colour(value: number): readonly [number, number, number];
}

/** Not of either scale: cells that are not a number. */
export const nanColour = [255, 0, 255] as const;

const steps = 256;

export function colourScale(picture: Pick<TensorPicture, "low" | "high">): ColourScale {
  const diverging = picture.low < 0 && picture.high > 0;
  const reach = Math.max(-picture.low, picture.high);
  const [low, high] = diverging ? [-reach, reach] : [picture.low, picture.high];
  const table = diverging ? redBlue() : viridis();
  const span = high - low || 1;
  return {
    low,
    high,
    colour: (value) => {
      const at = Math.round(((value - low) / span) * (steps - 1));
      return table[Math.max(0, Math.min(steps - 1, at))] ?? nanColour;
    },
  };
}

const redBlue = once(() => sample((part) => interpolateRdBu(1 - part)));
const viridis = once(() => sample(interpolateViridis));

function sample(colour: (part: number) => string): (readonly [number, number, number])[] {
  return Array.from({ length: steps }, (_, at) => parse(colour(at / (steps - 1))));
}

/** `rgb(1, 2, 3)` and `#010203`: the two forms that the scales give. */
function parse(text: string): readonly [number, number, number] {
  const parts = text.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
    : (text.match(/\d+/g) ?? []).map(Number);
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

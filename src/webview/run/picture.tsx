import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { real } from "../common/format";
import { t } from "../common/words";
import { type ColourScale, colourScale, nanColour, type TensorPicture } from "./colours";

/** Fewest pixels that a side of a picture takes, so that a single row of values can be seen. */
const leastSide = 6;

/** A tensor's values as coloured cells, inside a box of that size. */
export function Picture(props: { picture: TensorPicture; width: number; height: number }): JSX.Element {
  const { picture } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = Math.min(props.width / picture.width, props.height / picture.height);
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, picture, colourScale(picture));
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      class="picture"
      role="img"
      aria-label={t("{0}: values from {1} to {2}", picture.caption, real(picture.low), real(picture.high))}
      width={picture.width}
      height={picture.height}
      style={{
        width: `${Math.max(leastSide, picture.width * scale)}px`,
        height: `${Math.max(leastSide, picture.height * scale)}px`,
      }}
    />
  );
}

/** The colours from low to high with the values at the ends and in the middle. */
export function Legend({ picture }: { picture: TensorPicture }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { low, high } = colourScale(picture);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const ramp = Array.from({ length: 128 }, (_, at) => low + (at / 127) * (high - low));
    draw(canvas.current, { ...picture, width: 128, height: 1, values: ramp }, colourScale(picture));
  }, [picture]);
  const empty = picture.values.includes(null);
  return (
    <div class="legend">
      <canvas
        ref={canvas}
        width={128}
        height={1}
        role="img"
        aria-label={t("Colours from the least to the greatest value")}
      />
      <span>{real(low)}</span>
      {high > low && <span>{real((low + high) / 2)}</span>}
      {high > low && <span>{real(high)}</span>}
      {empty && (
        <span class="absent">
          <span class="swatch" style={{ background: `rgb(${nanColour.join(",")})` }} /> NaN
        </span>
      )}
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, picture: TensorPicture, scale: ColourScale): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(picture.width, picture.height);
  for (const [at, value] of picture.values.entries()) {
    const [red, green, blue] = value === null ? nanColour : scale.colour(value);
    image.data.set([red, green, blue, 255], at * 4);
  }
  context.putImageData(image, 0, 0);
}

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatValue } from "../../features/shapes";
import type { ExecutedStep } from "../../server/protocol";
import { duration, exact, real } from "../common/format";
import { type ForwardRow, lineText } from "../forward/rows";
import { agreement, executedShape } from "./executed";
import { HistogramChart } from "./histogram";
import { Legend, Picture } from "./picture";

interface Props {
  row: ForwardRow | undefined;
  step: ExecutedStep | undefined;
  file: string | undefined;
}

/** Most pixels that the picture's side takes. */
const pictureSide = 180;

/** The selected step at large: numbers, histogram, picture with its legend. */
export function Details({ row, step, file }: Props): JSX.Element {
  const place = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <section ref={place} class="details" aria-label="Selected step" aria-live="polite">
      {!row || !step?.executed ? (
        <p class="nothing">{hint(row)}</p>
      ) : (
        <>
          <div class="numbers">
            <h2>
              <span class="op">{row.name}</span> <span class="dim">{lineText(row.place, file)}</span>
            </h2>
            <dl>
              {facts(row, step).map(([name, value, bad]) => (
                <div key={name} class={bad ? "bad" : ""}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </div>
          {step.histogram && width > 0 && (
            <HistogramChart histogram={step.histogram} width={Math.min(360, width - 28)} height={150} />
          )}
          {step.picture && (
            <figure>
              <Picture picture={step.picture} width={pictureSide} height={pictureSide} />
              <Legend picture={step.picture} />
              <figcaption>{step.picture.caption}</figcaption>
            </figure>
          )}
        </>
      )}
    </section>
  );
}

function hint(row: ForwardRow | undefined): string {
  if (!row) return "Select a step to see its numbers, histogram and picture.";
  if (row.kind === "module") return "Select a step inside this module to see its numbers.";
  return "This step was not executed, or gave no tensor.";
}

function facts(row: ForwardRow, step: ExecutedStep): [string, string, boolean?][] {
  const differs = agreement(row, step) === "differs";
  return [
    ["executed", executedShape(step)],
    ["analysed", formatValue(row.output), differs],
    ["mean", real(step.mean)],
    ["deviation", real(step.std)],
    ["range", `${real(step.min)} … ${real(step.max)}`],
    ["NaN", exact(step.nan), step.nan > 0],
    ["time", duration(step.ms)],
  ];
}

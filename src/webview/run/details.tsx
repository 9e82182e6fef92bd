import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatValue } from "../../features/shapes";
import type { ExecutedStep } from "../../server/protocol";
import { duration, exact, real } from "../common/format";
import { t } from "../common/words";
import { type ForwardRow, lineText } from "../forward/rows";
import { rangeText } from "./columns";
import { agreement, executedShape } from "./executed";
import { HistogramChart } from "./histogram";
import { Legend, Picture } from "./picture";

interface Props {
  row: ForwardRow | undefined;
  step: ExecutedStep | undefined;
  file: string | undefined;
}

/** Sizes in pixels for a place of that width: below the table numbers, histogram and picture stand in a row, beside it in a column. */
function layout(width: number): { chart: number; picture: number } {
  const inner = width - 28;
  if (width < 420) return { chart: inner, picture: Math.min(200, inner) };
  const picture = width < 700 ? 130 : 170;
  const numbers = 220;
  const gaps = 2 * 24;
  return { chart: Math.max(180, Math.min(420, inner - numbers - picture - gaps)), picture };
}

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

  const size = layout(width);
  return (
    <section ref={place} class="details" aria-label={t("Selected step")}>
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
          {step.histogram && width > 0 && <HistogramChart histogram={step.histogram} width={size.chart} height={150} />}
          {step.picture && (
            <figure style={{ width: `${size.picture}px` }}>
              <Picture picture={step.picture} width={size.picture} height={size.picture} />
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
  if (!row) return t("Select a step to see its numbers, histogram and picture.");
  if (row.kind === "module") return t("Select a step inside this module to see its numbers.");
  return t("This step was not executed, or gave no tensor.");
}

/** Name, value, and whether it is a reason to look. */
type Fact = [string, string, boolean?];

function facts(row: ForwardRow, step: ExecutedStep): Fact[] {
  const differs = agreement(row, step) === "differs";
  return [
    ["executed", executedShape(step)],
    ["analysed", formatValue(row.output), differs],
    ["mean", real(step.mean)],
    ["deviation", real(step.std)],
    ["range", rangeText(step)],
    ["NaN", exact(step.nan), step.nan > 0],
    ...(step.inf ? [["infinite", exact(step.inf), true] satisfies Fact] : []),
    ["time", duration(step.ms)],
  ];
}

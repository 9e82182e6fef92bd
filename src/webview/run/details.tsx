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
import { type Look, LookAt } from "./look";

interface Props {
  row: ForwardRow | undefined;
  step: ExecutedStep | undefined;
  /** The same step in the run that is compared with. */
  other: ExecutedStep | undefined;
  file: string | undefined;
  look: Look;
}

/** Sizes in pixels for a place of that width: below the table numbers, histogram and picture stand in a row, beside it in a column. */
function layout(width: number): { chart: number; picture: number } {
  const inner = width - 28;
  if (width < 420) return { chart: inner, picture: Math.min(260, inner) };
  const picture = width < 600 ? 170 : 210;
  const numbers = 220;
  const gaps = 2 * 24;
  return { chart: Math.max(180, Math.min(420, inner - numbers - picture - gaps)), picture };
}

/** The selected step at large: numbers, histogram, picture with its legend. */
export function Details({ row, step, other, file, look }: Props): JSX.Element {
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
              {facts(row, step, other).map(([name, value, bad, beside]) => (
                <div key={name} class={bad ? "bad" : ""}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                  {other && <dd class="beside">{beside}</dd>}
                </div>
              ))}
            </dl>
          </div>
          {step.histogram && width > 0 && <HistogramChart histogram={step.histogram} width={size.chart} height={150} />}
          {other?.histogram && width > 0 && (
            <figure style={{ width: `${size.chart}px` }}>
              <HistogramChart histogram={other.histogram} width={size.chart} height={110} />
              <figcaption>{t("the run that is compared with")}</figcaption>
            </figure>
          )}
          {width > 0 && <LookAt step={step} look={look} size={size.picture} />}
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

/** Name, value, whether it is a reason to look, and the value in the other run. */
type Fact = [string, string, boolean?, string?];

function facts(row: ForwardRow, step: ExecutedStep, other: ExecutedStep | undefined): Fact[] {
  const differs = agreement(row, step) === "differs";
  const of = (text: (step: ExecutedStep) => string): [string, string] => [
    step.pending ? "…" : text(step),
    other && !other.pending ? text(other) : "",
  ];
  const fact = (name: string, text: (step: ExecutedStep) => string, bad = false): Fact => {
    const [own, beside] = of(text);
    return [name, own, bad, beside];
  };
  return [
    [t("executed"), executedShape(step), false, executedShape(other)],
    [t("analysed"), formatValue(row.output), differs],
    fact(t("mean"), ({ mean }) => real(mean)),
    fact(t("deviation"), ({ std }) => real(std)),
    fact(t("range"), rangeText),
    fact(t("zeros"), ({ zeros }) => (zeros === undefined ? "" : exact(zeros))),
    fact("NaN", ({ nan }) => exact(nan), step.nan > 0),
    ...(step.inf || other?.inf ? [fact(t("infinite"), ({ inf = 0 }) => exact(inf), (step.inf ?? 0) > 0)] : []),
    [t("time"), duration(step.ms), false, other ? duration(other.ms) : ""],
  ];
}

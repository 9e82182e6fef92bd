import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { duration, real } from "../common/format";
import type { TreeItem } from "../common/tree";
import { t } from "../common/words";
import type { ForwardRow } from "../forward/rows";
import { CurveChart } from "./curve";
import { type LayerTime, nameOf, type RanStep, signalRemark, timeByLayer } from "./insight";

/** As many layers as are looked at. */
const MOST_LAYERS = 12;

/** Whether the signal survives its way, and which layers take the time. */
export function Depth(props: { ran: readonly RanStep[]; onSelect(item: TreeItem<ForwardRow>): void }): JSX.Element {
  const { ran } = props;
  const deviations = useMemo(
    () => ran.map(({ step: { std, pending } }) => (pending || std === null || std <= 0 ? null : std)),
    [ran],
  );
  const times = useMemo(() => timeByLayer(ran), [ran]);
  const all = times.reduce((sum, { ms }) => sum + ms, 0) || 1;
  const remark = signalRemark(ran);
  return (
    <section class="learning depth" aria-label={t("By depth")}>
      <div class="charts">
        <figure>
          <figcaption>{t("Deviation of each step's result from the input to the output")}</figcaption>
          <CurveChart
            values={deviations}
            name={(at) => {
              const one = ran[at];
              return one ? `${nameOf(one)}: ${t("mean {0}", real(one.step.mean))}` : "";
            }}
            unit={t("step")}
            label={t("deviation")}
            logarithmic
            points
          />
          {remark !== undefined && <p class="remark">{remark}</p>}
        </figure>
        <figure>
          <figcaption>{t("Time by layer: {0} in {1} layers", duration(all), times.length)}</figcaption>
          <ol class="times">
            {times.slice(0, MOST_LAYERS).map((layer) => (
              <Layer key={layer.item.id} layer={layer} part={layer.ms / all} onSelect={props.onSelect} />
            ))}
          </ol>
        </figure>
      </div>
    </section>
  );
}

function Layer(props: { layer: LayerTime; part: number; onSelect(item: TreeItem<ForwardRow>): void }): JSX.Element {
  const { name, ms, item } = props.layer;
  return (
    <li>
      <button type="button" class="plain" title={name} onClick={() => props.onSelect(item)}>
        {name}
      </button>
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${100 * props.part}%` }} />
      </span>
      <span class="number">{duration(ms)}</span>
      <span class="number dim">{Math.round(100 * props.part)} %</span>
    </li>
  );
}

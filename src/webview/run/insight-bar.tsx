import type { JSX } from "preact";
import type { TreeItem } from "../common/tree";
import { t } from "../common/words";
import { type ForwardRow, lineText } from "../forward/rows";
import type { Export } from "../protocol";
import { firstNotFinite, nameOf, type RanStep } from "./insight";

interface Props {
  ran: readonly RanStep[];
  /** Charts by depth are shown. */
  deep: boolean;
  /** What the run is compared with. */
  reference: string | undefined;
  onDeep(): void;
  onSelect(item: TreeItem<ForwardRow>): void;
  onCompare(on: boolean): void;
  onExport(format: Export["format"]): void;
}

function firstText(first: RanStep): string {
  const { place } = first.item.value;
  const at = [nameOf(first), lineText(place, place?.file)];
  return first.step.nan > 0 ? t("First NaN: {0}, line {1}", ...at) : t("First infinity: {0}, line {1}", ...at);
}

/** What can be asked of a run that has ended. */
export function Insight(props: Props): JSX.Element {
  const { ran, deep, reference } = props;
  const first = firstNotFinite(ran);
  return (
    <div class="insight" role="toolbar" aria-label={t("Insight")}>
      {first && (
        <button type="button" class="bad" onClick={() => props.onSelect(first.item)}>
          {firstText(first)}
        </button>
      )}
      <button type="button" aria-pressed={deep} onClick={props.onDeep}>
        {t("By depth")}
      </button>
      <button
        type="button"
        title={t(
          "Keep this run, to see the next one beside it: with another seed, weights, sizes, or in training mode",
        )}
        onClick={() => props.onCompare(true)}
      >
        {t("Compare with this")}
      </button>
      {reference !== undefined && (
        <>
          <button type="button" onClick={() => props.onCompare(false)}>
            {t("Stop comparing")}
          </button>
          <span class="note">
            <span class="key">{t("Compared with")}</span> <span>{reference}</span>
          </span>
        </>
      )}
      <span class="dim">{t("Export")}</span>
      {(["json", "csv", "png"] as const).map((format) => (
        <button
          key={format}
          type="button"
          title={format === "png" ? t("What is drawn of the selected step") : t("Every step with its statistics")}
          onClick={() => props.onExport(format)}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

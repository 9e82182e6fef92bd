import type { JSX } from "preact";
import type { TreeItem } from "../common/tree";
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

/** What can be asked of a run that has ended. */
export function Insight(props: Props): JSX.Element {
  const { ran, deep, reference } = props;
  const first = firstNotFinite(ran);
  return (
    <div class="insight" role="toolbar" aria-label="Insight">
      {first && (
        <button type="button" class="bad" onClick={() => props.onSelect(first.item)}>
          First {first.step.nan > 0 ? "NaN" : "infinity"}: {nameOf(first)}, line{" "}
          {lineText(first.item.value.place, first.item.value.place?.file)}
        </button>
      )}
      <button type="button" aria-pressed={deep} onClick={props.onDeep}>
        By depth
      </button>
      <button
        type="button"
        title="Keep this run, to see the next one beside it: with another seed, weights, sizes, or in training mode"
        onClick={() => props.onCompare(true)}
      >
        Compare with this
      </button>
      {reference !== undefined && (
        <>
          <button type="button" onClick={() => props.onCompare(false)}>
            Stop comparing
          </button>
          <span class="note">
            <span class="key">Compared with</span> <span>{reference}</span>
          </span>
        </>
      )}
      <span class="dim">Export</span>
      {(["json", "csv", "png"] as const).map((format) => (
        <button
          key={format}
          type="button"
          title={format === "png" ? "What is drawn of the selected step" : "Every step with its statistics"}
          onClick={() => props.onExport(format)}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

import type { DimJson } from "../../analysis/report";
import { formatCount, formatShare } from "../../features/numbers";
import { formatValue } from "../../features/shapes";
import { exact } from "../common/format";
import type { Column } from "../common/treegrid";
import { t } from "../common/words";
import { type ForwardRow, lineText } from "./rows";

/** What the columns of both panels' tables depend on. */
export interface TableShape {
  /** The panel's own file: places elsewhere are shown with their file's name. */
  file: string | undefined;
  /** Levels of the tree. */
  levels: number;
}

/** The first columns of both panels' tables: what it is and where. */
export function sourceColumns({ file, levels }: TableShape): Column<ForwardRow>[] {
  return [
    {
      key: "name",
      title: t("Module / step"),
      hint: t("A module call with its class, or an operator inside it"),
      // Each level is indented; names deep down stay legible, and the other columns in sight.
      width: Math.min(300, 140 + 14 * levels),
      grow: 3,
      text: ({ name, class: type }) => (type ? `${name}: ${type}` : name),
      render: ({ name, class: type, kind }) => (
        <>
          <span class={kind === "module" ? "module" : "op"}>{name}</span>
          {type && <span class="class">{type}</span>}
        </>
      ),
    },
    {
      key: "line",
      title: t("Line"),
      hint: t("Where it is called"),
      width: 56,
      align: "end",
      text: ({ place }) => lineText(place, file),
      render: ({ place }) => <span class="link">{lineText(place, file)}</span>,
    },
  ];
}

/** Columns of the Forward panel. Formulas get more room than numbers, and have no share. */
export function forwardColumns(
  table: TableShape,
  convention: "macs" | "flops",
  symbolic: boolean,
): Column<ForwardRow>[] {
  const width = symbolic ? 150 : 70;
  const columns: Column<ForwardRow>[] = [
    ...sourceColumns(table),
    {
      key: "inputs",
      title: t("Input"),
      hint: t("Shapes of the tensor arguments"),
      width: 112,
      grow: 2,
      text: (row) => row.inputs.map(formatValue).join(", "),
      render: (row) => <span class="shape dim">{row.inputs.map(formatValue).join(", ")}</span>,
    },
    {
      key: "output",
      title: t("Output"),
      hint: t("Shape of the result"),
      width: 132,
      grow: 2,
      text: (row) => formatValue(row.output),
      render: (row) => <span class="shape">{formatValue(row.output)}</span>,
    },
    amount("macs", "MACs", t("Multiply-accumulates of matrix products and convolutions"), width),
    {
      key: "share",
      title: t("Share"),
      hint: t("Part of the forward pass's {0}", convention === "macs" ? "MACs" : "FLOPs"),
      width: 104,
      text: (row) => (row.share ? formatShare(row.share) : ""),
      render: (row) =>
        row.share !== undefined &&
        row.share > 0 && (
          <span class="share">
            <span class="track" aria-hidden="true">
              <span class="bar" style={{ width: `${row.share * 100}%` }} />
            </span>
            <span class="figure">{formatShare(row.share)}</span>
          </span>
        ),
    },
    amount("flops", "FLOPs", t("All counted operations, two for a multiply-accumulate"), width),
    amount("params", t("Params"), t("Elements of the parameters, those of inner modules included"), width),
  ];
  return symbolic ? columns.filter((column) => column.key !== "share") : columns;
}

function amount(key: "params" | "macs" | "flops", title: string, hint: string, width: number): Column<ForwardRow> {
  return {
    key,
    title,
    hint,
    width,
    grow: 1,
    align: "end",
    text: (row) => (isNothing(row[key]) ? "" : exact(row[key])),
    render: (row) => !isNothing(row[key]) && <span class="number">{formatCount(row[key])}</span>,
  };
}

function isNothing(value: DimJson): boolean {
  return value === 0 || value === "0";
}

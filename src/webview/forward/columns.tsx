import type { DimJson } from "../../analysis/report";
import { count, exact, percent, shape } from "../common/format";
import type { Column } from "../common/treegrid";
import { type ForwardRow, fileName } from "./rows";

/** Columns of the Forward panel. `file` is the path of the panel's own file: places elsewhere are shown with their file's name. */
export function forwardColumns(file: string | undefined): Column<ForwardRow>[] {
  return [
    {
      key: "name",
      title: "Module / step",
      hint: "A module call with its class, or an operator inside it",
      width: 190,
      grow: 3,
      text: (row) => (row.class ? `${row.name}: ${row.class}` : row.name),
      render: (row) => (
        <>
          <span class={row.kind === "module" ? "module" : "op"}>{row.name}</span>
          {row.class && <span class="class">{row.class}</span>}
        </>
      ),
    },
    {
      key: "line",
      title: "Line",
      hint: "Where it is called",
      width: 64,
      align: "end",
      text: (row) => lineText(row, file),
      render: (row) => <span class="link">{lineText(row, file)}</span>,
    },
    {
      key: "inputs",
      title: "Input",
      hint: "Shapes of the tensor arguments",
      width: 130,
      grow: 2,
      text: (row) => row.inputs.map((it) => shape(it, true)).join(", "),
      render: (row) => <span class="shape dim">{row.inputs.map((it) => shape(it)).join(", ")}</span>,
    },
    {
      key: "output",
      title: "Output",
      hint: "Shape of the result",
      width: 120,
      grow: 2,
      text: (row) => shape(row.output, true),
      render: (row) => <span class="shape">{shape(row.output)}</span>,
    },
    amount("params", "Params", "Elements of the parameters, those of inner modules included"),
    amount("macs", "MACs", "Multiply-accumulates of matrix products and convolutions"),
    amount("flops", "FLOPs", "All counted operations, two for a multiply-accumulate"),
    {
      key: "share",
      title: "Share",
      hint: "Part of the forward pass's FLOPs",
      width: 96,
      text: (row) => (row.share === undefined ? "" : percent(row.share)),
      render: (row) =>
        row.share !== undefined &&
        row.share > 0 && (
          <span class="share">
            <span class="track" aria-hidden="true">
              <span class="bar" style={{ width: `${row.share * 100}%` }} />
            </span>
            <span class="figure">{percent(row.share)}</span>
          </span>
        ),
    },
  ];
}

function amount(key: "params" | "macs" | "flops", title: string, hint: string): Column<ForwardRow> {
  return {
    key,
    title,
    hint,
    width: 76,
    grow: 1,
    align: "end",
    text: (row) => (isNothing(row[key]) ? "" : exact(row[key])),
    render: (row) => !isNothing(row[key]) && <span class="number">{count(row[key])}</span>,
  };
}

function isNothing(value: DimJson): boolean {
  return value === 0 || value === "0";
}

function lineText(row: ForwardRow, file: string | undefined): string {
  if (!row.place) return "";
  return row.place.file === file ? `${row.place.line}` : `${fileName(row.place.file)}:${row.place.line}`;
}

import { formatValue } from "../../features/shapes";
import type { ExecutedStep } from "../../server/protocol";
import { duration, exact, real } from "../common/format";
import type { Column } from "../common/treegrid";
import { t } from "../common/words";
import { sourceColumns, type TableShape } from "../forward/columns";
import type { ForwardRow } from "../forward/rows";
import { type Agreement, agreement, type Executed, executedShape } from "./executed";
import { Picture } from "./picture";
import { Sparkline } from "./sparkline";

/** Columns of the Run panel. */
export function runColumns(
  table: TableShape,
  executed: Executed,
  /** The run that this one is compared with. */
  reference?: Executed | undefined,
): Column<ForwardRow>[] {
  const of = (row: ForwardRow): ExecutedStep | undefined =>
    row.step === undefined ? undefined : executed.get(row.step);
  const number = (
    key: string,
    title: string,
    hint: string,
    text: (step: ExecutedStep) => string,
    stepOf = of,
  ): Column<ForwardRow> => {
    const cell = (row: ForwardRow): string => {
      const step = stepOf(row);
      if (!step?.executed) return "";
      return step.pending && key !== "ms" ? "…" : text(step);
    };
    return {
      key,
      title,
      hint,
      width: 74,
      align: "end",
      text: cell,
      render: (row) => <span class="number">{cell(row)}</span>,
    };
  };
  const before = (row: ForwardRow): ExecutedStep | undefined =>
    reference && comparable(of(row), row.step === undefined ? undefined : reference.get(row.step));
  return [
    ...sourceColumns(table),
    {
      key: "executed",
      title: t("Executed"),
      hint: t("Shape of the result as executed"),
      width: 130,
      grow: 2,
      text: (row) => executedShape(of(row)),
      render: (row) => <span class="shape">{executedShape(of(row))}</span>,
    },
    {
      key: "analysed",
      title: t("Analysed"),
      hint: t("Shape of the result as analysed, and whether the executed one is the same"),
      width: 146,
      grow: 2,
      text: (row) => {
        const mark = agreement(row, of(row));
        return formatValue(row.output) + (mark ? `, ${marks[mark].says}` : "");
      },
      render: (row) => {
        const mark = agreement(row, of(row));
        return (
          <>
            {mark && (
              <span class={`mark ${mark}`} role="img" aria-label={marks[mark].says}>
                {marks[mark].sign}
              </span>
            )}
            <span class="shape dim">{formatValue(row.output)}</span>
          </>
        );
      },
    },
    {
      key: "histogram",
      title: t("Histogram"),
      hint: t("How the values are spread from the least to the greatest"),
      width: 80,
      text: (row) => histogramText(of(row)),
      render: (row) => {
        const histogram = of(row)?.histogram;
        return histogram && <Sparkline histogram={histogram} />;
      },
    },
    {
      key: "picture",
      title: t("Picture"),
      hint: t("The values on a coarse grid"),
      width: 72,
      text: (row) => of(row)?.picture?.caption ?? "",
      render: (row) => {
        const picture = of(row)?.picture;
        return picture && <Picture picture={picture} width={56} height={26} />;
      },
    },
    number("mean", t("Mean"), t("Mean of the values"), (step) => real(step.mean)),
    number("std", t("Deviation"), t("Standard deviation of the values"), (step) => real(step.std)),
    ...(reference
      ? [
          number(
            "meanBefore",
            t("Mean, other"),
            t("Mean in the run that is compared with"),
            ({ mean }) => real(mean),
            before,
          ),
          number(
            "stdBefore",
            t("Dev., other"),
            t("Standard deviation in the run that is compared with"),
            ({ std }) => real(std),
            before,
          ),
        ]
      : []),
    { ...number("range", t("Range"), t("Least and greatest value"), rangeText), width: 136 },
    {
      ...number("nan", "NaN", t("How many values are not a number"), (step) => exact(step.nan)),
      width: 52,
      render: (row) => {
        const step = of(row);
        if (!step?.executed) return null;
        return <span class={step.nan > 0 ? "number bad" : "number dim"}>{step.pending ? "…" : exact(step.nan)}</span>;
      },
    },
    number("ms", t("Time"), t("Time that the step took"), (step) => duration(step.ms)),
  ];
}

const marks: Record<Agreement, { sign: string; says: string }> = {
  same: { sign: "=", says: t("as executed") },
  open: { sign: "≈", says: t("left open by the analysis") },
  differs: { sign: "≠", says: t("differs from the executed shape") },
};

/** The same step of another run; undefined where another operator ran in its place. */
export function comparable(step: ExecutedStep | undefined, other: ExecutedStep | undefined): ExecutedStep | undefined {
  return step !== undefined && other?.op === step.op ? other : undefined;
}

/** `−3.1 … 2.9` */
export function rangeText({ min, max }: ExecutedStep): string {
  return `${real(min)} … ${real(max)}`;
}

function histogramText(step: ExecutedStep | undefined): string {
  if (!step?.histogram) return "";
  const { counts, low, high } = step.histogram;
  const fullest = counts.indexOf(Math.max(...counts));
  const at = low + ((fullest + 0.5) / counts.length) * (high - low);
  return t("{0} to {1}, most near {2}", real(low), real(high), real(at));
}

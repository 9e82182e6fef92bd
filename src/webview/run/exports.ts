import type { ExecutedStep } from "../../server/protocol";
import type { RunView } from "../protocol";
import { nameOf, type RanStep } from "./insight";

/** Columns of the table that other programs read. */
const columns: readonly [string, (ran: RanStep) => string | number | null][] = [
  ["step", ({ step }) => step.index],
  ["name", nameOf],
  ["operator", ({ step }) => step.op],
  ["line", ({ step }) => step.line ?? null],
  ["shape", ({ step }) => (step.executed?.shape ?? []).join("x")],
  ["dtype", ({ step }) => step.executed?.dtype ?? null],
  ["mean", counted((step) => step.mean)],
  ["std", counted((step) => step.std)],
  ["min", counted((step) => step.min)],
  ["max", counted((step) => step.max)],
  ["zeros", counted((step) => step.zeros ?? null)],
  ["nan", counted((step) => step.nan)],
  ["inf", counted((step) => step.inf ?? null)],
  ["ms", ({ step }) => step.ms],
];

/** Of a step without statistics so far there is nothing to tell. */
function counted(of: (step: ExecutedStep) => number | null): (ran: RanStep) => number | null {
  return ({ step }) => (step.pending ? null : of(step));
}

/** A row for each step that ran. */
export function csvOf(ran: readonly RanStep[]): string {
  const rows = [columns.map(([name]) => name), ...ran.map((one) => columns.map(([, of]) => cell(of(one))))];
  return `${rows.map((row) => row.join(",")).join("\n")}\n`;
}

function cell(value: string | number | null): string {
  const text = value === null ? "" : `${value}`;
  return [...text].some((char) => char === "," || char === '"' || char === "\n")
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

/** What ran, with the statistics and the histogram of each step. */
export function jsonOf(
  { target, file, seed, trains, weights, forward, status }: RunView,
  ran: readonly RanStep[],
): string {
  const told = {
    subject: target.subject,
    file,
    call: forward?.entry.label,
    seed,
    ...(trains && { training: true }),
    ...(weights !== undefined && { weights }),
    state: status.state,
    ...("backend" in status && { backend: status.backend, ms: status.ms }),
    steps: ran.map((one) => ({
      ...Object.fromEntries(columns.map(([name, of]) => [name, of(one)])),
      shape: one.step.executed?.shape,
      ...(one.step.histogram && { histogram: one.step.histogram }),
    })),
  };
  return `${JSON.stringify(told, undefined, 2)}\n`;
}

/** Cells of a picture are drawn so large that a person sees them. */
const CELL = 4;

/** The maps that are shown inside of an element, in one picture, as base64; undefined where there are none. */
export function pngOf(place: Element | null): string | undefined {
  const maps = [...(place?.querySelectorAll<HTMLCanvasElement>("canvas.picture") ?? [])];
  if (maps.length === 0) return undefined;
  const columns = Math.ceil(Math.sqrt(maps.length));
  const [width, height] = [Math.max(...maps.map((map) => map.width)), Math.max(...maps.map((map) => map.height))];
  const canvas = document.createElement("canvas");
  canvas.width = columns * (width * CELL + CELL) - CELL;
  canvas.height = Math.ceil(maps.length / columns) * (height * CELL + CELL) - CELL;
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingEnabled = false;
  for (const [n, map] of maps.entries()) {
    const [column, row] = [n % columns, Math.floor(n / columns)];
    context.drawImage(map, column * (width + 1) * CELL, row * (height + 1) * CELL, map.width * CELL, map.height * CELL);
  }
  const url = canvas.toDataURL("image/png");
  return url.slice(url.indexOf(",") + 1);
}

import type { Report, ShapeJson, TrainingJson } from "../../src/analysis/report";

/** A model as PyTorch ran it: shapes as nested plain lists of numbers. */
export interface Recorded {
  file: string;
  call: string;
  output: unknown;
  params: number;
  /** Absent where a fused kernel of PyTorch hides the operators. */
  macs: number | null;
  /** Path, class and output of each module call. */
  modules: [string, string, unknown][];
}

/** What torchvision publishes of a model. */
export interface Published {
  file: string;
  call: string;
  num_params: number;
  gmacs: number;
  /** False where the cost depends on what the model finds in the picture. */
  static: boolean;
}

/** Operations of a model's passes as `FlopCounterMode` counts them (tools/record/backward_flops.py). */
export interface Backward {
  file: string;
  call: string;
  forward: number;
  backward: number;
  /** The backward pass where the inputs require a gradient. */
  withInput: number;
}

type Counted = Pick<TrainingJson, "forwardFlops" | "backwardFlops"> | undefined;

/** What of the operations of a step of training is otherwise than counted by PyTorch. */
export function backwardMisses(want: Backward, plain: Counted, withInput: Counted): string[] {
  const found = {
    forward: plain?.forwardFlops,
    backward: plain?.backwardFlops,
    withInput: withInput?.backwardFlops,
  };
  return (["forward", "backward", "withInput"] as const)
    .filter((key) => found[key] !== want[key])
    .map((key) => `${key}: ${found[key]} FLOPs, not ${want[key]}`);
}

/** What of a report differs from what PyTorch did. */
export function recordedMisses(want: Recorded, report: Report): string[] {
  const misses: string[] = [];
  const output = JSON.stringify(plain(report.output));
  if (output !== JSON.stringify(want.output)) misses.push(`output ${output}, not ${JSON.stringify(want.output)}`);
  if (report.params !== want.params) misses.push(`params ${report.params}, not ${want.params}`);
  if (want.macs !== null && report.macs !== want.macs) misses.push(`macs ${report.macs}, not ${want.macs}`);
  const have = new Map<string, number>();
  for (const { path, class: cls, output } of report.modules) count(have, JSON.stringify([path, cls, plain(output)]), 1);
  for (const module of want.modules) count(have, JSON.stringify(module), -1);
  const lost = [...have].filter(([, times]) => times < 0).map(([module]) => module);
  if (lost.length > 0)
    misses.push(`${lost.length} of ${want.modules.length} modules missing or other, first ${lost[0]}`);
  return [...misses, ...falseErrors(report)];
}

/** What of a report differs from torchvision's own figures: parameters, and GMACs to three decimals. */
export function publishedMisses(want: Published, report: Report): string[] {
  const misses: string[] = [];
  if (report.params !== want.num_params) misses.push(`params ${report.params}, not ${want.num_params}`);
  const { macs } = report;
  if (typeof macs !== "number" || Math.abs(Math.round(macs / 1e6) / 1e3 - want.gmacs) > 0.0011)
    misses.push(`MACs ${macs}, not ${want.gmacs} G`);
  return [...misses, ...falseErrors(report)];
}

/** An error, and an unknown in the result: models that run have neither. */
function falseErrors(report: Report): string[] {
  const errors = report.diagnostics.filter(({ severity }) => severity === "error");
  return [
    ...errors.slice(0, 1).map(({ file, line, message }) => `false error at ${file}:${line}: ${message}`),
    ...unknowns(report.output)
      .slice(0, 1)
      .map((reason) => `unknown output: ${reason}`),
    ...report.modules
      .flatMap(({ path, output }) => unknowns(output).map((reason) => `unknown in ${path}: ${reason}`))
      .slice(0, 1),
  ];
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Our shape as nested plain lists, the form that the recordings use. */
function plain(shape: ShapeJson | undefined): unknown {
  if (shape === undefined || "py" in shape || "unknown" in shape) return null;
  if (Array.isArray(shape)) return shape.map(plain);
  if ("shape" in shape && Array.isArray(shape.shape)) return shape.shape;
  return Object.fromEntries(
    Object.entries(shape as Record<string, ShapeJson>).map(([key, part]) => [key, plain(part)]),
  );
}

/** Reasons of what is not known in a shape. */
function unknowns(shape: ShapeJson | undefined): string[] {
  if (shape === undefined) return ["nothing came out"];
  if (Array.isArray(shape)) return shape.flatMap(unknowns);
  if ("unknown" in shape && typeof shape.unknown === "string") return [shape.unknown];
  if ("shape" in shape && Array.isArray(shape.shape)) return [];
  return typeof shape === "object" && !("py" in shape)
    ? Object.values(shape as Record<string, ShapeJson>).flatMap(unknowns)
    : [];
}

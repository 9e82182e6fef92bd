import { countedSteps, totals, uncounted } from "../cost/totals";
import { traffic } from "../cost/traffic";
import { add, type Dim, sum } from "../dims";
import { shapeJson } from "../facts/snapshot";
import type { Run } from "../machine/run";
import type { Binding, EntryAnalysis, ExpressionFact } from "../report";
import { callTree } from "../reports/calls";
import { Reporter } from "../reports/reporter";
import type { ModuleCall, TraceStep } from "../trace/trace";
import type { Value } from "../values";
import { layersIn } from "./layers";
import { whyNotRunnable } from "./runnable";

/** Everything that is shown of one run, put together from what the recorder and the trace hold. */
export class EntryBuilder {
  private readonly reporter: Reporter;

  constructor(
    private readonly run: Run,
    private readonly file: string,
  ) {
    this.reporter = new Reporter(run.machine, run.state, run.places);
  }

  build(
    root: ModuleCall | undefined,
    output: Value | undefined,
    about: Pick<EntryAnalysis, "id" | "label" | "kind" | "assumed" | "guessed" | "subject" | "symbols">,
    /** What a function was given, by parameter; of a module's call its own record tells. */
    given: ReadonlyMap<string, Value> = new Map(),
  ): EntryAnalysis {
    const { state, places } = this.run;
    const { reporter } = this;
    const steps = countedSteps(state.trace, root);
    const sums = totals(state.trace, root, reporter.weights(root?.module));
    const notRunnable = whyNotRunnable(this.run, root, output);
    return {
      ...about,
      assumed: [...new Set([...about.assumed, ...state.presumed])],
      inputs: [...(root?.named ?? given)].map(([name, value]) => ({ name, value: reporter.shape(value) })),
      output: output === undefined ? { unknown: "the forward pass fails" } : reporter.shape(output),
      totals: {
        params: reporter.dim(sums.params),
        buffers: reporter.dim(sums.buffers),
        macs: reporter.dim(sums.macs),
        flops: reporter.dim(sums.flops),
        activationBytes: reporter.dim(sums.activationBytes),
        peakBytes: reporter.dim(sums.peakBytes),
      },
      requirements: reporter.requirements(),
      uncounted: uncounted(steps),
      bindings: this.bindings(),
      expressions: this.expressions(root),
      layers: layersIn(root, this.run, this.reporter, this.file),
      calls: root === undefined ? [] : [callTree(root, state.trace, reporter, places)],
      lines: this.lines(steps),
      runnable: notRunnable === undefined,
      ...(notRunnable === undefined ? {} : { notRunnable }),
    };
  }

  /** Names bound to tensors in the file, by place. */
  bindings(): Binding[] {
    const found: Binding[] = [];
    for (const { source, name, target, statement, parameter, values } of this.run.state.recorder.bindings.values()) {
      if (source.file !== this.file) continue;
      found.push({
        name,
        start: target.start,
        end: parameter ? target.start + name.length : target.end,
        statementEnd: statement.end,
        values: [...values.values()].map(({ value }) => shapeJson(value, this.reporter.text)),
        parameter,
      });
    }
    return found.sort((a, b) => a.start - b.start);
  }

  private expressions(root: ModuleCall | undefined): ExpressionFact[] {
    const { state, places } = this.run;
    const ops = new Map<string, TraceStep[]>();
    for (const step of state.trace.steps) {
      if (step.place?.file !== this.file) continue;
      const key = `${step.place.start}:${step.place.end}`;
      const list = ops.get(key);
      if (list === undefined) ops.set(key, [step]);
      else list.push(step);
    }
    const modules = new Map<string, ModuleCall>();
    const visit = (call: ModuleCall) => {
      if (call.place?.file === this.file) modules.set(`${call.place.start}:${call.place.end}`, call);
      call.children.forEach(visit);
    };
    if (root !== undefined) visit(root);
    const found: ExpressionFact[] = [];
    for (const { node, values } of state.recorder.expressions.get(this.file)?.values() ?? []) {
      const key = `${node.start}:${node.end}`;
      const call = modules.get(key);
      const list = [...values.values()].map(({ value }) => value);
      const unknown = list.find((value) => "unknown" in value);
      found.push({
        start: node.start,
        end: node.end,
        values: list.map((value) => shapeJson(value, this.reporter.text)),
        ops: this.opsOf(ops.get(key) ?? []),
        ...(call === undefined
          ? {}
          : {
              module: {
                class: call.module.cls.name,
                path: call.path,
                params: this.reporter.dim(this.reporter.weights(call.module).params),
              },
            }),
        ...(unknown === undefined || !("unknown" in unknown)
          ? {}
          : {
              unknown: {
                reason: unknown.unknown.reason,
                ...(unknown.unknown.place === undefined
                  ? {}
                  : { file: unknown.unknown.place.file, line: places.line(unknown.unknown.place) ?? undefined }),
              },
            }),
      });
    }
    return found.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  private opsOf(steps: readonly TraceStep[]): ExpressionFact["ops"] {
    const byName = new Map<string, TraceStep[]>();
    for (const step of steps) {
      const same = byName.get(step.op);
      if (same === undefined) byName.set(step.op, [step]);
      else same.push(step);
    }
    const { reporter } = this;
    return [...byName].map(([op, same]) => ({
      op,
      macs: reporter.dim(sum(same.map(({ cost }) => cost.macs))),
      flops: reporter.dim(sum(same.map(({ cost }) => cost.flops))),
      bytes: reporter.dim(sum(same.map(traffic).flatMap(({ read, written }) => [read, written]))),
      count: same.length,
    }));
  }

  private lines(steps: readonly TraceStep[]): EntryAnalysis["lines"] {
    const sums = new Map<number, { macs: Dim; flops: Dim }>();
    let all: Dim = 0;
    for (const { place, cost } of steps) {
      all = add(all, cost.flops);
      if (place?.file !== this.file) continue;
      const line = this.run.places.line(place) ?? 0;
      const sum = sums.get(line) ?? { macs: 0, flops: 0 };
      sums.set(line, { macs: add(sum.macs, cost.macs), flops: add(sum.flops, cost.flops) });
    }
    const { reporter } = this;
    const total = reporter.dim(all);
    return [...sums]
      .sort(([a], [b]) => a - b)
      .map(([line, { macs, flops }]) => {
        const own = reporter.dim(flops);
        const share = typeof own === "number" && typeof total === "number" && total > 0 ? own / total : 0;
        return { line, macs: reporter.dim(macs), flops: own, share };
      });
  }
}

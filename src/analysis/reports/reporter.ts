import { type ConventionName, conventions, totalsByConvention } from "../cost/conventions";
import { countedSteps, totals, uncounted, type Weights, weights } from "../cost/totals";
import { traffic } from "../cost/traffic";
import { codeOf } from "../diagnostics/codes";
import { failureDiagnostic } from "../diagnostics/failures";
import { add, type Dim, printRelation, reduceRelation, sub } from "../dims";
import type { Places } from "../facts/places";
import { dimJson, shapeJson, snapshot, typedText } from "../facts/snapshot";
import { untilEnd } from "../machine/exceptions";
import type { Interpreter } from "../machine/machine";
import type { RunState } from "../machine/run-state";
import type {
  ConventionsJson,
  DiagnosticJson,
  DimJson,
  FactJson,
  ModuleJson,
  Report,
  ShapeJson,
  StepJson,
} from "../report";
import { Tensor } from "../tensor/tensor";
import { isModule } from "../torch/nnmodule";
import type { PyRaise } from "../trace/raise";
import { type ModuleCall, operandsOf, type TraceStep } from "../trace/trace";
import type { Obj, Place, Value } from "../values";

/** Makes the plain report of a finished run. */
export class Reporter {
  /** What was learnt of the symbols applies to everything that is shown, also to what came before. */
  readonly simplify = (dim: Dim): Dim => (typeof dim === "number" ? dim : this.state.assumptions.present(dim));

  /** Formulas recur at every step: each is simplified and printed once. */
  private readonly texts = new Map<string, DimJson>();
  /** A tensor is told as a result, as an operand, as a layer's output: its shape is made once. */
  private readonly shapes = new Map<readonly Dim[], { shape: DimJson[]; dtype: string }>();
  /** A module is called more than once, and each of its calls tells its parameters. */
  private readonly weighed = new Map<Obj | undefined, Weights>();

  constructor(
    private readonly machine: Interpreter,
    private readonly state: RunState,
    private readonly places: Places,
  ) {}

  report(root: ModuleCall | undefined, output: Value | undefined, failure?: PyRaise): Report {
    const { trace, failures, presumed, provenFailures } = this.state;
    const steps = countedSteps(trace, root);
    const sums = totals(trace, root, this.weights(root?.module));
    // A module that was made and not called has its weights to tell.
    if (root === undefined && output !== undefined && isModule(output)) Object.assign(sums, this.weights(output));
    const all = untilEnd(failure === undefined ? failures : [...failures, failure]);
    return {
      ...(output === undefined ? {} : { output: this.shape(output) }),
      params: this.dim(sums.params),
      buffers: this.dim(sums.buffers),
      macs: this.dim(sums.macs),
      flops: this.dim(sums.flops),
      activationBytes: this.dim(sums.activationBytes),
      peakBytes: this.dim(sums.peakBytes),
      modules: root === undefined ? [] : this.modules(root),
      steps: steps.map((step) => this.step(step)),
      facts: this.facts(),
      requirements: this.requirements(),
      uncounted: uncounted(steps),
      diagnostics: [
        ...all.map((one): DiagnosticJson => {
          const told = failureDiagnostic(this.machine, this.places, one);
          // What may follow from what was presumed is no proof.
          return presumed.size === 0 || provenFailures.includes(one) ? told : { ...told, severity: "information" };
        }),
        ...this.warnings(),
        ...this.revealed(),
      ],
    };
  }

  readonly text = (dim: Dim): DimJson => this.dim(dim);

  dim(dim: Dim): DimJson {
    if (typeof dim === "number") return dim;
    let text = this.texts.get(dim.key);
    if (text === undefined) {
      text = dimJson(dim, this.simplify);
      this.texts.set(dim.key, text);
    }
    return text;
  }

  weights(module: Obj | undefined): Weights {
    let found = this.weighed.get(module);
    if (found === undefined) {
      found = weights(module);
      this.weighed.set(module, found);
    }
    return found;
  }

  shape(value: Value): ShapeJson {
    if (value instanceof Tensor) return this.tensor(value.shape, value.dtype);
    return shapeJson(snapshot(value).value, this.text);
  }

  private tensor(shape: readonly Dim[], dtype: string): ShapeJson {
    const before = this.shapes.get(shape);
    if (before?.dtype === dtype) return before;
    const found = { shape: shape.map(this.text), dtype };
    this.shapes.set(shape, found);
    return found;
  }

  requirements(): string[] {
    return [...new Set(this.state.requirements.map(({ relation }) => printRelation(reduceRelation(relation))))];
  }

  /** What PyTorch warns of, once for each place. */
  warnings(): DiagnosticJson[] {
    const found = new Map<string, DiagnosticJson>();
    for (const { cls, message, about, place } of this.state.warnings) {
      const key = `${place?.file}:${place?.start}:${place?.end}`;
      if (place !== undefined && !found.has(key))
        found.set(key, {
          ...this.places.range(place),
          severity: "warning",
          code: codeOf(about.kind),
          failure: about,
          message: `${cls}: ${message}`,
        });
    }
    return [...found.values()];
  }

  /** What `reveal_shape` was asked for, as information at its place; several runs through one place are told together. */
  revealed(): DiagnosticJson[] {
    const byPlace = new Map<string, { place: Place | undefined; texts: Set<string> }>();
    for (const { value, place } of this.state.revealed) {
      const key = `${place?.file}:${place?.start}`;
      const found = byPlace.get(key) ?? { place, texts: new Set<string>() };
      found.texts.add(typedText(shapeJson(value.value, this.text)));
      byPlace.set(key, found);
    }
    return [...byPlace.values()].map(({ place, texts }) => ({
      ...this.places.range(place),
      severity: "information",
      code: "revealed",
      message: [...texts].join(" or "),
    }));
  }

  private modules(root: ModuleCall): ModuleJson[] {
    const found: ModuleJson[] = [];
    // The MACs up to each step: those of a call are a difference.
    const sofar: Dim[] = [0];
    for (const step of this.state.trace.steps)
      sofar.push(step.alternative ? sofar[sofar.length - 1] : add(sofar[sofar.length - 1], step.cost.macs));
    const visit = (call: ModuleCall) => {
      for (const child of call.children) visit(child);
      if (call.failed) return;
      found.push({
        path: call.isMember ? call.path : "?",
        class: call.module.cls.name,
        output: call.returned === undefined ? this.shape(call.output) : shapeJson(call.returned.value, this.text),
        params: this.dim(this.weights(call.module).params),
        macs: this.dim(sub(sofar[call.end], sofar[call.begin])),
      });
    };
    visit(root);
    return found;
  }

  step(step: TraceStep): StepJson {
    const { read, written } = traffic(step);
    const outputs = step.outputShapes.map((shape, n) => this.tensor(shape, step.outputs[n].dtype));
    return {
      op: step.op,
      file: step.place?.file ?? null,
      line: this.places.line(step.place),
      module: step.call?.path ?? "",
      inputs: operandsOf(step).map((tensor) => this.shape(tensor)),
      output: outputs.length === 1 ? outputs[0] : outputs,
      macs: this.dim(step.cost.macs),
      flops: this.dim(step.cost.flops),
      bytesRead: this.dim(read),
      bytesWritten: this.dim(written),
    };
  }

  /** The steps' total as other tools count it. */
  conventions(steps: readonly TraceStep[]): ConventionsJson {
    const told = Object.entries(totalsByConvention(steps)).map(([name, { unit, total, leftOut }]) => {
      const { about } = conventions[name as ConventionName];
      return [name, { unit, about, total: this.dim(total), leftOut }];
    });
    return Object.fromEntries(told) as ConventionsJson;
  }

  private facts(): FactJson[] {
    const facts: FactJson[] = [];
    for (const { source, name, statement, values } of this.state.recorder.bindings.values()) {
      facts.push({
        file: source.file,
        line: source.position(statement.start).line,
        endLine: source.position(statement.end).line,
        name,
        values: [...values.values()].map(({ value }) => shapeJson(value, this.text)),
      });
    }
    return facts;
  }
}

import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import type { Program, Remark } from "./program";

/** How many there are of what an operator's indices point at: in words, and the number. */
type Limit = (args: TraceStep["args"]) => { indices: unknown; most: unknown; what: string };

const sizeOf = (value: unknown, dim: number) => (value instanceof Tensor ? value.shape.at(dim) : undefined);

const LIMITS: Readonly<Record<string, Limit>> = {
  embedding: ({ input, weight }) => ({ indices: input, most: sizeOf(weight, 0), what: "the table has" }),
  one_hot: ({ self, num_classes }) => ({
    indices: self,
    most: typeof num_classes === "number" && num_classes > 0 ? num_classes : undefined,
    what: "`num_classes` is",
  }),
  cross_entropy: ({ input, target }) => ({ indices: target, most: classesOf(input), what: "the classes are" }),
  nll_loss: ({ input, target }) => ({ indices: target, most: classesOf(input), what: "the classes are" }),
};

const classesOf = (input: unknown) => sizeOf(input, input instanceof Tensor && input.rank === 1 ? 0 : 1);

/** Indices that `randint` draws from more than there are: it raises as soon as one of them comes. */
export function* randomRange(program: Program): Iterable<Remark> {
  if (program.steps("randint", "randint_like").length === 0) return;
  for (const step of program.steps(...Object.keys(LIMITS))) {
    const { indices, most, what } = LIMITS[step.schema.name](step.args);
    if (step.place === undefined || !(indices instanceof Tensor) || typeof most !== "number") continue;
    const drawn = program.source(indices, step.index);
    const high = drawn?.args.high;
    if (drawn === undefined || !DRAWING.has(drawn.schema.name) || typeof high !== "number" || high <= most) continue;
    yield {
      code: "random-range",
      place: step.place,
      message: `\`${drawn.name}\` draws indices up to ${high - 1}, and ${what} ${most}: this raises as soon as one beyond is drawn`,
      related: [{ place: drawn.place, message: "they are drawn here" }],
    };
  }
}

const DRAWING: ReadonlySet<string> = new Set(["randint", "randint_like"]);

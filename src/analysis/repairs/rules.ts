import { type Failure, type FailureKind, type FailureOf, typesOf } from "../failure";
import * as edits from "./edits";
import type { Edit, Site } from "./site";

/** What may be wrong where PyTorch says so. */
export interface Rule {
  /** The failures that it is tried for. */
  error?: (failure: Failure) => boolean;
  /** The codes of what raises nothing that it is tried for. */
  codes?: readonly string[];
  /** Sizes decide which edit is right. Those that a run in symbols takes would fit themselves to any edit. */
  sizes?: boolean;
  /**
   * Changes that belong together, the most usual first: the first one that works is offered, or under `only` the one that works where no
   * other does.
   */
  tries: { edits: (site: Site) => Edit[]; only?: boolean }[];
}

const is =
  (...kinds: readonly FailureKind[]) =>
  ({ kind }: Failure) =>
    kinds.includes(kind);

/** A dtype that is wanted, where the failure names one. */
const wants =
  (...dtypes: readonly FailureOf<"dtype">["wanted"][]) =>
  (failure: Failure) =>
    failure.kind === "dtype" && failure.wanted !== undefined && dtypes.includes(failure.wanted);

const lacks = (what: FailureOf<"module">["lacks"]) => (failure: Failure) =>
  failure.kind === "module" && failure.lacks === what;

const uses = (use: FailureOf<"type">["use"]) => (failure: Failure) => failure.kind === "type" && failure.use === use;

/** A tuple stands where one of its items is meant. */
const isOfTuple = (failure: Failure) =>
  typesOf(failure).includes("tuple") || (failure.kind === "argument" && failure.got === "tuple");

const isDivisibility = (failure: Failure) =>
  is("divisible", "requirement")(failure) || (failure.kind === "raised" && failure.about.includes("divisibility"));

/** A batch dimension is missing. */
const lacksBatch = (failure: Failure) =>
  failure.kind === "dimension" || (failure.kind === "unpack" && failure.expected === 4 && failure.got === 3);

const suffixes = (...list: readonly string[]) => ({ edits: (site: Site) => edits.behind(site, ...list) });

/** From what an error is about to the edits that are tried for it. Each edit stands only if the analysis of the changed file lacks the error. */
export const rules: readonly Rule[] = [
  {
    error: is("matmul-sizes"),
    sizes: true,
    tries: [
      { edits: edits.otherTransposes },
      { edits: (site) => (isProduct(site) ? edits.secondFactor(site, ".transpose(-2, -1)") : []) },
      { edits: edits.flattensAfterBatch },
      { edits: edits.flattenInSequential },
      { edits: (site) => (isProduct(site) ? [] : edits.behind(site, ".flatten(1)", ".transpose(1, 2)", ".t()")) },
      { edits: edits.batchOfOne },
    ],
  },
  {
    error: is("matmul-sizes", "broadcast", "channels"),
    sizes: true,
    tries: [{ edits: edits.otherPermutations, only: true }],
  },
  {
    error: is("broadcast"),
    sizes: true,
    tries: [
      { edits: edits.otherTransposes },
      { edits: edits.keptDims },
      { edits: edits.trailingAxes },
      { edits: edits.cutToLength },
      { edits: (site) => (isProduct(site) ? edits.secondFactor(site, ".transpose(-2, -1)") : []) },
    ],
  },
  {
    error: is("channels"),
    sizes: true,
    tries: [
      suffixes(".permute(0, 3, 1, 2)", ".permute(0, 2, 3, 1)", ".transpose(1, 2)"),
      suffixes(".unsqueeze(1)"),
      { edits: edits.batchOfOne },
    ],
  },
  { error: is("rank"), sizes: true, tries: [suffixes(".unsqueeze(0)"), { edits: edits.batchOfOne }] },
  {
    error: lacksBatch,
    sizes: true,
    tries: [{ edits: edits.batchOfOne }],
  },
  { error: is("view"), tries: [{ edits: (site) => edits.renamed(site, "view", "reshape") }] },
  {
    error: is("reshape"),
    sizes: true,
    tries: [{ edits: edits.batchOfInput }, { edits: edits.batchOfOne }],
  },
  {
    error: is("join-sizes"),
    sizes: true,
    tries: [{ edits: edits.otherDims, only: true }],
  },
  {
    error: is("rank"),
    tries: [{ edits: (site) => [...edits.renamed(site, "mm", "matmul"), ...edits.renamed(site, "bmm", "matmul")] }],
  },
  { error: is("rank"), tries: [{ edits: edits.transposedLast }] },
  {
    error: is("device"),
    tries: [{ edits: edits.deviceOfInput }, { edits: edits.movedToInput }],
  },
  { error: wants("integral"), tries: [{ edits: (site) => edits.behindEach(site, ".long()") }] },
  { error: wants("floating", "same"), tries: [{ edits: (site) => edits.behindEach(site, ".float()", ".double()") }] },
  {
    error: (failure) => failure.kind === "target" && failure.transposed === undefined,
    sizes: true,
    tries: [suffixes(".squeeze(1)", ".squeeze(-1)"), suffixes(".unsqueeze(1)")],
  },
  {
    error: (failure) => failure.kind === "target" && failure.transposed === true,
    sizes: true,
    tries: [suffixes(".transpose(1, 2)")],
  },
  { error: isOfTuple, tries: [suffixes("[0]")] },
  {
    error: isDivisibility,
    tries: [{ edits: edits.nearestDivisors }, { edits: edits.nearestMultiples }],
  },
  { error: is("implicit-dim"), sizes: true, tries: [{ edits: edits.dimTaken }] },
  { error: is("implicit-dim"), tries: [{ edits: edits.lastDim }] },
  {
    error: is("permutation"),
    sizes: true,
    tries: [{ edits: edits.permutationOfBatch }],
  },
  {
    error: is("argument"),
    tries: [{ edits: edits.namedByPyTorch }],
  },
  { error: is("gradient"), tries: [suffixes(".detach()")] },
  { error: uses("call"), tries: [{ edits: edits.indexed }] },
  { error: uses("subscript"), tries: [{ edits: edits.called }] },
  { error: is("argument"), tries: [{ edits: edits.unpacked }] },
  { error: is("not-implemented"), tries: [{ edits: edits.inSequence }] },
  { error: lacks("parameter"), tries: [{ edits: edits.asParameter }] },
  { error: wants("number"), tries: [{ edits: edits.inverted }] },
  { error: lacks("init"), tries: [{ edits: edits.superFirst }] },
];

const PRODUCTS: ReadonlySet<string> = new Set(["matmul", "mm", "bmm", "mv", "baddbmm", "addmm", "linear"]);

/** A product of two tensors of the program's own, rather than a layer. */
function isProduct({ expression }: Site): boolean {
  if (expression.kind === "BinOp") return expression.op === "@";
  if (expression.kind !== "Call" || expression.func.kind !== "Attribute") return false;
  return PRODUCTS.has(expression.func.attr);
}

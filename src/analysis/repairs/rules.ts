import * as edits from "./edits";
import type { Edit, Site } from "./site";

/** What may be wrong where PyTorch says so. */
export interface Rule {
  /** PyTorch's message, or the exception's name before it. */
  error: RegExp;
  /** Sizes decide which edit is right. Those that a run in symbols takes would fit themselves to any edit. */
  sizes?: boolean;
  /**
   * Changes that belong together, the most usual first: the first one that works is offered, or under `only` the one that works where no
   * other does.
   */
  tries: { edits: (site: Site) => Edit[]; only?: boolean }[];
}

const MATRICES =
  /shapes cannot be multiplied|mat1 dim 1 must match|first two dimensions of batch2|batch1 and batch2|size mismatch/;
const BROADCAST = /The size of tensor a \(.*\) must match the size of tensor b|must match the existing size/;
const CHANNELS =
  /to have .* channels|running_mean should contain|Given normalized_shape|input\.size\(-1\) must be equal/;
const RANK = /[Ee]xpected \d+D .*\(got|only supported for|must be \d-D/;
const FLOATS =
  /expected scalar type (Float|Double)|same dtype|not implemented for '(Long|Int|Byte|Bool)'|could not infer output dtype|floating point (and|or)|Input type .* should be the same|Found dtype/;
const INDICES =
  /one of the following scalar types: Long|expected scalar type Long|used as indices must be long|only applicable to index tensor|Expected dtype int64|must be .*int64/;

const suffixes = (...list: readonly string[]) => ({ edits: (site: Site) => edits.behind(site, ...list) });

/** From an error's message to the edits that are tried for it. Each edit stands only if the analysis of the changed file lacks the error. */
export const rules: readonly Rule[] = [
  {
    error: MATRICES,
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
    error: new RegExp(`${MATRICES.source}|${BROADCAST.source}|${CHANNELS.source}`),
    sizes: true,
    tries: [{ edits: edits.otherPermutations, only: true }],
  },
  {
    error: BROADCAST,
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
    error: CHANNELS,
    sizes: true,
    tries: [
      suffixes(".permute(0, 3, 1, 2)", ".permute(0, 2, 3, 1)", ".transpose(1, 2)"),
      suffixes(".unsqueeze(1)"),
      { edits: edits.batchOfOne },
    ],
  },
  { error: RANK, sizes: true, tries: [suffixes(".unsqueeze(0)"), { edits: edits.batchOfOne }] },
  {
    error: /Dimension out of range|not enough values to unpack \(expected 4, got 3\)/,
    sizes: true,
    tries: [{ edits: edits.batchOfOne }],
  },
  { error: /view size is not compatible/, tries: [{ edits: (site) => edits.renamed(site, "view", "reshape") }] },
  {
    error: /is invalid for input of size/,
    sizes: true,
    tries: [{ edits: edits.batchOfInput }, { edits: edits.batchOfOne }],
  },
  {
    error: /Sizes of tensors must match except in dimension/,
    sizes: true,
    tries: [{ edits: edits.otherDims, only: true }],
  },
  {
    error: /self must be a matrix|must be a 3D tensor|must be 2D/,
    tries: [{ edits: (site) => [...edits.renamed(site, "mm", "matmul"), ...edits.renamed(site, "bmm", "matmul")] }],
  },
  { error: /t\(\) expects a tensor with <= 2 dimensions/, tries: [{ edits: edits.transposedLast }] },
  { error: INDICES, tries: [{ edits: (site) => edits.behindEach(site, ".long()") }] },
  { error: FLOATS, tries: [{ edits: (site) => edits.behindEach(site, ".float()", ".double()") }] },
  {
    error:
      /multi-target not supported|1D target tensor expected|[uU]sing a target size|must be the same as input size|only batches of spatial targets/,
    sizes: true,
    tries: [suffixes(".squeeze(1)", ".squeeze(-1)"), suffixes(".unsqueeze(1)")],
  },
  { error: /Expected target size/, sizes: true, tries: [suffixes(".transpose(1, 2)")] },
  { error: /not tuple|'tuple' object has no|and 'tuple'|'tuple' and/, tries: [suffixes("[0]")] },
  {
    error: /must be divisible|divisible by| % .* == 0/,
    tries: [{ edits: edits.nearestDivisors }, { edits: edits.nearestMultiples }],
  },
  {
    error: /length of the desired ordering of dimensions|number of dims don't match in permute/,
    sizes: true,
    tries: [{ edits: edits.permutationOfBatch }],
  },
  {
    error: /unexpected keyword argument|missing 1 required positional arguments|invalid combination of arguments/,
    tries: [{ edits: edits.namedByPyTorch }],
  },
  { error: /Can't call numpy\(\) on Tensor that requires grad/, tries: [suffixes(".detach()")] },
  { error: /'torch\.Size' object is not callable/, tries: [{ edits: edits.indexed }] },
  { error: /object is not subscriptable/, tries: [{ edits: edits.called }] },
  { error: /is not a Module subclass/, tries: [{ edits: edits.unpacked }] },
  { error: /Module \[ModuleList\] is missing/, tries: [{ edits: edits.inSequence }] },
  { error: /as parameter .* \(torch\.nn\.Parameter or None expected\)/, tries: [{ edits: edits.asParameter }] },
  { error: /with a bool tensor is not supported/, tries: [{ edits: edits.inverted }] },
  { error: /before Module\.__init__\(\) call/, tries: [{ edits: edits.superFirst }] },
];

/** A product of two tensors of the program's own, rather than a layer. */
function isProduct({ expression }: Site): boolean {
  if (expression.kind === "BinOp") return expression.op === "@";
  if (expression.kind !== "Call" || expression.func.kind !== "Attribute") return false;
  return /^(matmul|mm|bmm|mv|baddbmm|addmm|linear)$/.test(expression.func.attr);
}

import type { Program, Remark } from "./program";

/** Operators that PyTorch's documentation advises against, and what it says instead. */
const OPERATORS: Readonly<Record<string, string>> = {
  ger: "torch.outer",
  range: "torch.arange",
  qr: "torch.linalg.qr",
  cholesky: "torch.linalg.cholesky",
  chain_matmul: "torch.linalg.multi_dot",
  svd: "torch.linalg.svd",
  triangular_solve: "torch.linalg.solve_triangular",
  lu_solve: "torch.linalg.lu_solve",
};

/** A function that PyTorch advises against. Operators say it by a row here, other functions by what their stand-ins note. */
export function* deprecated(program: Program): Iterable<Remark> {
  for (const { place, direct, schema, name } of program.steps(...Object.keys(OPERATORS))) {
    if (place === undefined || direct !== true || name !== schema.name) continue;
    yield { code: "deprecated", place, message: `\`torch.${name}\` is deprecated: \`${OPERATORS[name]}\` does it` };
  }
  for (const { subject, detail, place } of program.events("deprecated"))
    if (place !== undefined)
      yield { code: "deprecated", place, message: `\`${String(subject)}\` is deprecated: ${String(detail)}` };
}

/** An operator that PyTorch's documentation advises against. */
interface Deprecated {
  /** What it says instead. */
  instead: string;
  /** With so many arguments by place, and no others, both do the same; undefined where what they take or give differs. */
  arguments?: number;
}

/** By the operator's name in `torch`. */
export const DEPRECATED: Readonly<Record<string, Deprecated>> = {
  ger: { instead: "torch.outer", arguments: 2 },
  range: { instead: "torch.arange" },
  qr: { instead: "torch.linalg.qr", arguments: 1 },
  cholesky: { instead: "torch.linalg.cholesky", arguments: 1 },
  chain_matmul: { instead: "torch.linalg.multi_dot" },
  svd: { instead: "torch.linalg.svd" },
  triangular_solve: { instead: "torch.linalg.solve_triangular" },
  lu_solve: { instead: "torch.linalg.lu_solve" },
};

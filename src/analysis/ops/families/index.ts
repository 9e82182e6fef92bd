import type { Release, Version } from "../../trace/version";
import { OpTable } from "../registry";
import { activation } from "./activation";
import { arithmetic } from "./arithmetic";
import { attention } from "./attention";
import { classification } from "./classification";
import { comparison } from "./comparison";
import { conversion } from "./conversion";
import { convolution } from "./convolution";
import { copies } from "./copies";
import { creation } from "./creation";
import { decompositions } from "./decompositions";
import { detection } from "./detection";
import { dropout } from "./dropout";
import { einsum } from "./einsum";
import { embedding } from "./embedding";
import { filling } from "./filling";
import { folding } from "./folding";
import { fourier } from "./fourier";
import { gather } from "./gather";
import { grouped } from "./grouped";
import { indexing } from "./indexing";
import { joining } from "./joining";
import { linalg } from "./linalg";
import { losses } from "./losses";
import { masked } from "./masked";
import { matmul } from "./matmul";
import { normalization } from "./normalization";
import { norms } from "./norms";
import { padding } from "./padding";
import { pooling } from "./pooling";
import { properties } from "./properties";
import { random } from "./random";
import { rearranging } from "./rearranging";
import { recurrent } from "./recurrent";
import { reductions } from "./reductions";
import { resizing } from "./resizing";
import { slicing } from "./slicing";
import { sorting } from "./sorting";
import { statistics } from "./statistics";
import { unary } from "./unary";
import { views } from "./views";
import { windows } from "./windows";

/** Every operator family, in the order in which overloads of one name are tried. */
export const familiesByName = {
  matmul,
  creation,
  views,
  slicing,
  joining,
  rearranging,
  unary,
  arithmetic,
  comparison,
  reductions,
  convolution,
  pooling,
  indexing,
  activation,
  dropout,
  normalization,
  conversion,
  gather,
  sorting,
  padding,
  resizing,
  folding,
  embedding,
  random,
  statistics,
  masked,
  einsum,
  filling,
  properties,
  losses,
  classification,
  attention,
  grouped,
  decompositions,
  linalg,
  norms,
  fourier,
  recurrent,
  detection,
  windows,
  copies,
};

export const families = Object.values(familiesByName);

/** The operators of all versions of PyTorch, by their public names. */
export const operators = new OpTable(families);

const tables = new Map<Version, OpTable>();

/** The operators of one version, made once; those of all where the version is presumed. */
export function operatorsOf({ version, presumed }: Release): OpTable {
  if (presumed) return operators;
  let table = tables.get(version);
  if (table === undefined) {
    table = new OpTable(families, version);
    tables.set(version, table);
  }
  return table;
}

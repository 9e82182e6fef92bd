import { OpTable } from "../registry";
import { arithmetic } from "./arithmetic";
import { comparison } from "./comparison";
import { convolution } from "./convolution";
import { creation } from "./creation";
import { indexing } from "./indexing";
import { joining } from "./joining";
import { matmul } from "./matmul";
import { pooling } from "./pooling";
import { rearranging } from "./rearranging";
import { reductions } from "./reductions";
import { slicing } from "./slicing";
import { unary } from "./unary";
import { views } from "./views";
import { activation } from "./activation";
import { dropout } from "./dropout";
import { normalization } from "./normalization";

/** Every operator family, in the order in which overloads of one name are tried. */
export const families = [
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
  indexing, activation, dropout, normalization];

/** All operators by their public names. */
export const operators = new OpTable(families);

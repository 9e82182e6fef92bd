import { OpTable } from "../registry";
import { creation } from "./creation";
import { matmul } from "./matmul";

/** Every operator family, in the order in which overloads of one name are tried. */
export const families = [matmul, creation];

/** All operators by their public names. */
export const operators = new OpTable(families);

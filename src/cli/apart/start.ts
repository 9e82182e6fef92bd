import { type Ending, tellEnding } from "../../supervisor/limits";
import { Failure } from "../failure";

/** The process ended before it did anything. */
export function notStarted(ending: Ending): Failure {
  const how = ending.kind === "died" ? ending.how : tellEnding(ending);
  return new Failure(`the process of the analysis does not start: ${how}`, { code: "internal" });
}

import type { TimelineJson } from "../../analysis/report";
import type { Place } from "../protocol";

/** `model.py:88` */
export function lineText(file: string, line: number): string {
  return `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
}

/** The place of a point of a timeline. */
export function lineOf({ points, files }: TimelineJson, at: number): Place | undefined {
  const line = points[at]?.[3] ?? null;
  const file = files.findLast(({ from }) => from <= at)?.file ?? null;
  return file === null || line === null ? undefined : { file, line };
}

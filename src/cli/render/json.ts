import { native } from "../../analysis/paths";

/** One line of JSON, in which every `file` is a path as its system writes it. */
export function jsonLine(value: unknown): string {
  const told = (key: string, part: unknown) => (key === "file" && typeof part === "string" ? native(part) : part);
  return `${JSON.stringify(value, told)}\n`;
}

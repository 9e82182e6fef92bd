import { readFileSync } from "node:fs";
import { Tensor } from "../../../src/analysis/tensor/tensor";
import { PyList, PyTuple, Unknown, type Value } from "../../../src/analysis/values";
import type { Answer } from "./expressions";

/** One recorded call of PyTorch's operator samples. */
export interface Case {
  op: string;
  src: string;
  out?: Recorded;
  data_dependent?: boolean;
  error?: string;
  message?: string;
}

type Recorded = { shape: number[]; dtype: string } | Recorded[] | { py: string };

/** `file` is one of the recordings in test/oracle. */
export function readCases(file = "opinfo.jsonl"): Case[] {
  return readFileSync(`test/oracle/${file}`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case);
}

/** What falls short of the recording; undefined where nothing does. */
export function miss(want: Case, answer: Answer): string | undefined {
  if ("crash" in answer) return answer.crash;
  if (want.error !== undefined) return "refused" in answer ? undefined : `not refused; PyTorch: ${want.message}`;
  if ("refused" in answer) return `false error: ${answer.refused}`;
  const need = tensorsOf(want.out as Recorded);
  if (need.length === 0) return undefined;
  const have = tensorsIn(answer.value);
  const reason = answer.value instanceof Unknown ? ` (${answer.value.reason})` : "";
  if (want.data_dependent) {
    const same = have.length === need.length && have.every((tensor, at) => tensor.rank === need[at].shape.length);
    return same ? undefined : `rank of ${have.map(text).join()}${reason}, not ${JSON.stringify(want.out)}`;
  }
  const expected = need.map(({ shape, dtype }) => `[${shape}] ${dtype.replace("torch.", "")}`).join(", ");
  const found = have.map(text).join(", ");
  return found === expected ? undefined : `${found}${reason}, not ${expected}`;
}

/** The recordings keep so much of a message's first line. */
const RECORDED_LENGTH = 200;

/** Where a refusal is worded otherwise than PyTorch worded it: its class, and the first line of its message. */
export function miswording({ error, message = "" }: Case, answer: Answer): string | undefined {
  if (error === undefined || !("refused" in answer)) return undefined;
  const firstLine = (text: string) => text.trim().split("\n")[0];
  const said = firstLine(message).slice(0, RECORDED_LENGTH).trim();
  const found = firstLine(answer.refused)
    .slice(0, `${error}: `.length + RECORDED_LENGTH)
    .trim();
  return found === `${error}: ${said}` ? undefined : `${found}\n    PyTorch: ${error}: ${said}`;
}

function text(tensor: Tensor): string {
  return `[${tensor.shape}] ${tensor.dtype}`;
}

function tensorsOf(out: Recorded): { shape: number[]; dtype: string }[] {
  if (Array.isArray(out)) return out.flatMap(tensorsOf);
  return "shape" in out ? [out] : [];
}

function tensorsIn(result: Value): Tensor[] {
  if (result instanceof Tensor) return [result];
  return result instanceof PyTuple || result instanceof PyList ? result.items.flatMap(tensorsIn) : [];
}

import { readFileSync, statSync } from "node:fs";
import { RunError } from "../errors";
import type { GivenInput } from "../given";
import { indexNpy, readImage, readNumbers, readWav } from "./array-files";
import { formatOf, readFilePart } from "./open";
import { indexSafetensors } from "./safetensors";
import { PickledTensor, readTorchFile } from "./torch-file";

/** Bytes of a file that is read as a whole. */
const LARGEST = 500_000_000;

const HEAD = 70_000;

/** What a file gives for one input, by what it holds. Throws `RunError` with what is wrong. */
export async function openInput(file: string): Promise<GivenInput> {
  const { size } = statSync(file);
  const head = readFilePart(file, 0, Math.min(size, HEAD));
  const start = new TextDecoder("latin1").decode(head.subarray(0, 12));
  if (start.startsWith("\x93NUMPY")) return indexNpy(file, head, size);
  if (start.startsWith("PK")) {
    const value = await readTorchFile(file);
    if (value instanceof PickledTensor) return value.stored;
    throw new RunError("it holds more than one tensor: `--inputs` takes a safetensors file with all inputs by name");
  }
  if (size > LARGEST) throw new RunError(`it has ${size} bytes: too many for an input`);
  const bytes = new Uint8Array(readFileSync(file));
  if (start.startsWith("RIFF") && start.slice(8) === "WAVE") return readWav(bytes);
  const image = readImage(bytes);
  if (image !== undefined) return image;
  if (head.includes(0)) return onlyTensor(file, size);
  return readNumbers(new TextDecoder().decode(bytes));
}

function onlyTensor(file: string, size: number): GivenInput {
  formatOf(file, size);
  const tensors = Object.values(indexSafetensors(file, size, readFilePart));
  if (tensors.length === 1) return tensors[0]!;
  throw new RunError(`it holds ${tensors.length} tensors: \`--inputs\` takes those by their names`);
}

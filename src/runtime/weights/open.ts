import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { messageOf, RunError } from "../errors";
import { type Pickled, STATE } from "./pickle";
import { indexSafetensors } from "./safetensors";
import type { ReadBytes, Stored } from "./stored";
import { PickledTensor, readTorchFile } from "./torch-file";

/** Tensors of a file or folder by name, none of them read. */
export interface Weights {
  tensors: Record<string, Stored>;
  /** The file tells the versions of modules, as `torch.save` of a `state_dict()` does. */
  isVersioned: boolean;
  /** What was assumed. */
  notes: string[];
}

/** `bytes` from a place of a file on. */
export const readFilePart: ReadBytes = (file, at, bytes) => {
  const out = new Uint8Array(bytes);
  const fd = openSync(file, "r");
  try {
    for (let done = 0; done < bytes; ) {
      const read = readSync(fd, out, done, Math.min(bytes - done, MOST_AT_ONCE), at + done);
      if (read === 0) throw new RunError(`${file} ends too early`);
      done += read;
    }
  } finally {
    closeSync(fd);
  }
  return out;
};

/** Linux reads no more than two gigabytes in one call. */
const MOST_AT_ONCE = 1 << 30;

type Format = "zip" | "safetensors";

/** What a file holds, by its first bytes; throws a `RunError` that names what else it is. */
export function formatOf(file: string, size: number): Format {
  const head = readFilePart(file, 0, Math.min(size, 300));
  const text = new TextDecoder("latin1").decode(head);
  // A file of safetensors begins with a number, whose bytes may be those of any other format.
  if (text[8] === "{" && new DataView(head.buffer).getBigUint64(0, true) <= size - 8) return "safetensors";
  if (text.startsWith("PK")) return "zip";
  if (text.startsWith("\x80\x02\x8a\x0a") || text.slice(257, 262) === "ustar")
    throw new RunError(
      "it was written in the format that PyTorch had before 1.6, which is not read: load it there and save it again with torch.save",
    );
  if (text.startsWith("\x80")) throw new RunError("it is a pickle, but not one of torch.save");
  if (text.startsWith("GGUF")) throw new RunError("it is a GGUF file, which is not read");
  if (text.startsWith("\x89HDF")) throw new RunError("it is an HDF5 file, which is not read");
  return "safetensors";
}

/**
 * The tensors that a path holds: a file of safetensors or of `torch.save`, an index of several, or a folder as Hugging Face's libraries write it.
 * `key` tells which dict of a checkpoint is meant, `model` or `ema.model`. Throws `RunError` with what is wrong.
 */
export async function openWeights(at: string, key: string | undefined): Promise<Weights> {
  const found = statSync(at);
  if (found.isDirectory()) return openWeights(weightsIn(at), key);
  if (!found.isFile()) throw new RunError("it is neither a file nor a folder");
  if (at.endsWith(".json")) return openShards(at, key);
  if (formatOf(at, found.size) === "zip") return stateIn(await readTorchFile(at), key);
  if (key !== undefined) throw new RunError(`a safetensors file has no ${key}: it holds one dict of tensors`);
  return { tensors: indexSafetensors(at, found.size, readFilePart), isVersioned: false, notes: [] };
}

/** Endings of what a folder may hold, what is taken first first. */
const endings = [".safetensors.index.json", ".safetensors", ".bin.index.json", ".bin", ".pth", ".pt"];

/** The one file of a folder that holds weights, or tells which do. */
function weightsIn(folder: string): string {
  const names = readdirSync(folder).sort();
  for (const ending of endings) {
    const found = names.filter((name) => name.endsWith(ending));
    // Beside the weights lie an optimizer's state and what was given to the training.
    const plain = found.filter((name) => /^(model|pytorch_model|diffusion_pytorch_model)\./.test(name));
    const [one, ...others] = plain.length > 0 ? plain : found;
    if (one === undefined) continue;
    if (others.length > 0) throw new RunError(`it holds several files of weights: name one of ${found.join(", ")}`);
    return path.join(folder, one);
  }
  throw new RunError("the folder holds no weights: no file of safetensors or torch.save");
}

/** The tensors of several files, as an index of theirs tells (`weight_map`). */
async function openShards(index: string, key: string | undefined): Promise<Weights> {
  const map = weightMap(index);
  const folder = path.dirname(index);
  const files = new Map<string, Weights>();
  const tensors: Record<string, Stored> = {};
  for (const [name, file] of Object.entries(map)) {
    if (file !== path.basename(file)) throw new RunError(`its index names ${file}, which is not beside it`);
    const at = path.join(folder, file);
    if (!files.has(file)) {
      if (!existsSync(at)) throw new RunError(`its index names ${file}, which is not there`);
      files.set(file, await openWeights(at, key));
    }
    const tensor = files.get(file)!.tensors[name];
    if (tensor === undefined) throw new RunError(`its index says that ${name} is in ${file}, where it is not`);
    tensors[name] = tensor;
  }
  return {
    tensors,
    isVersioned: [...files.values()].every(({ isVersioned }) => isVersioned),
    notes: [...new Set([...files.values()].flatMap(({ notes }) => notes))],
  };
}

function weightMap(index: string): Record<string, string> {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(index, "utf8"));
  } catch (thrown) {
    throw new RunError(`it is not JSON (${messageOf(thrown)})`);
  }
  const map = (read as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null || !Object.values(map).every((file) => typeof file === "string"))
    throw new RunError("it has no weight_map, which tells the file of each tensor");
  return map as Record<string, string>;
}

/** A dict that holds tensors under names, and the way to it through names. */
interface Found {
  key: string;
  dict: ReadonlyMap<Pickled, Pickled>;
}

/** Dicts with tensors under names. What an optimizer keeps lies under numbers. */
function dictsIn(value: Pickled, key: string, seen: Set<Pickled>): Found[] {
  if (!(value instanceof Map) || seen.has(value)) return [];
  seen.add(value);
  const dict: ReadonlyMap<Pickled, Pickled> = value;
  const entries = [...dict];
  const own = entries.some(([name, item]) => typeof name === "string" && item instanceof PickledTensor);
  const below = entries.flatMap(([name, item]) =>
    typeof name === "string" ? dictsIn(item, key === "" ? name : `${key}.${name}`, seen) : [],
  );
  return [...(own ? [{ key, dict }] : []), ...below];
}

function tensorsOf({ dict }: Found): Record<string, Stored> {
  return Object.fromEntries(
    [...dict].flatMap(([name, item]) =>
      typeof name === "string" && item instanceof PickledTensor ? [[name, item.stored]] : [],
    ),
  );
}

/** The state in what a file holds: a checkpoint has it beside an optimizer's. */
function stateIn(value: Pickled, key: string | undefined): Weights {
  if (value instanceof PickledTensor) throw new RunError("it holds one tensor, not a state_dict");
  const found = dictsIn(value, "", new Set());
  const told = found.map((one) => `${one.key === "" ? "the outermost dict" : `\`${one.key}\``} (${count(one)})`);
  const chosen = key === undefined ? found : found.filter((one) => one.key === key);
  const [one, ...others] = chosen;
  if (one === undefined && key !== undefined && found.length > 0)
    throw new RunError(`it holds no tensors under \`${key}\`, but in ${told.join(" and ")}`);
  if (one === undefined) throw new RunError("it holds no dict with tensors under names");
  if (others.length > 0)
    throw new RunError(`it holds several dicts of tensors: say with --state-key which is meant, ${told.join(" or ")}`);
  return {
    tensors: tensorsOf(one),
    isVersioned: (one.dict as { [STATE]?: Pickled })[STATE] !== undefined,
    notes: key === undefined && one.key !== "" ? [`The state is what the file holds under \`${one.key}\`.`] : [],
  };
}

function count(found: Found): string {
  const tensors = Object.keys(tensorsOf(found)).length;
  return `${tensors} tensor${tensors === 1 ? "" : "s"}`;
}

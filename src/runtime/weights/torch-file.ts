import { buffer } from "node:stream/consumers";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { type DType, dtypes } from "../../analysis/tensor/dtype";
import { messageOf, RunError } from "../errors";
import { sizeOf } from "../kernels/size";
import { type Admitted, Global, type Pickled, Tuple, unpickled } from "./pickle";
import { type Code, codecOf, codecs, reachOf, type Stored } from "./stored";

/** Files of `torch.save`: a zip with a pickle, and beside it the bytes of each storage. */

/** The longest pickle that is read: it names tensors, their bytes lie beside it. */
const LONGEST_PICKLE = 256_000_000;

/** Bytes of one storage in the file. */
interface Storage {
  at: number;
  bytes: number;
  /** Of the elements; a storage of bytes has none. */
  code: Code | undefined;
}

/** A tensor in a pickle. */
export class PickledTensor {
  constructor(readonly stored: Stored) {}
}

class Dtype {
  constructor(readonly code: Code) {}
}

/** Names of the classes of storages, `torch.FloatStorage`. */
const storages: Record<string, Code> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
  ComplexFloatStorage: "C64",
  ComplexDoubleStorage: "C128",
};

const codes = new Map<DType, Code>(Object.keys(codecs).map((code) => [codecOf(code as Code).dtype, code as Code]));

/** Calls that a pickle may make. */
const calls: Record<string, (args: readonly Pickled[]) => Pickled | undefined> = {
  "collections.OrderedDict": ([items]) => (items === undefined ? new Map() : undefined),
  "collections.Counter": ([items]) => (items === undefined ? new Map() : items instanceof Map ? items : undefined),
  ...Object.fromEntries(
    ["set", "frozenset"].flatMap((name) =>
      ["builtins", "__builtin__"].map((module) => [
        `${module}.${name}`,
        ([items]: readonly Pickled[]) => (Array.isArray(items) ? new Set(items) : undefined),
      ]),
    ),
  ),
  "torch.Size": ([sizes]) => sizes,
  "torch.device": ([device]) => device,
  "torch._utils._rebuild_tensor": ([storage, offset, size, stride]) => tensor({ storage, offset, size, stride }),
  "torch._utils._rebuild_tensor_v2": ([storage, offset, size, stride, , , metadata]) =>
    tensor({ storage, offset, size, stride, metadata }),
  "torch._utils._rebuild_tensor_v3": ([storage, offset, size, stride, , , dtype, metadata]) =>
    tensor({ storage, offset, size, stride, dtype, metadata }),
  "torch._utils._rebuild_parameter": ([data]) => data,
  "torch._utils._rebuild_parameter_with_state": ([data]) => data,
  // A tensor with attributes: they are left out.
  "torch._tensor._rebuild_from_type_v2": ([callee, , args]) =>
    callee instanceof Global && args instanceof Tuple ? calls[callee.name]?.(args.items) : undefined,
  "_codecs.encode": ([text]) =>
    typeof text === "string" ? Uint8Array.from(text, (c) => c.charCodeAt(0) & 255) : undefined,
};

/** What a pickle may name beside what it may call. */
const named: ReadonlySet<string> = new Set([
  ...Object.keys(storages).map((name) => `torch.${name}`),
  "torch.storage.UntypedStorage",
  "torch.storage.TypedStorage",
  "torch.nn.parameter.Parameter",
  "torch.nn.parameter.Buffer",
  "torch.Tensor",
]);

const DTYPE = "torch.";

function dtypeNamed(global: string): Dtype | undefined {
  const name = global.slice(DTYPE.length);
  if (!global.startsWith(DTYPE) || !Object.hasOwn(dtypes, name)) return undefined;
  const code = codes.get(name as DType);
  return code && new Dtype(code);
}

interface Rebuilt {
  storage: Pickled | undefined;
  offset: Pickled | undefined;
  size: Pickled | undefined;
  stride: Pickled | undefined;
  dtype?: Pickled | undefined;
  metadata?: Pickled | undefined;
}

class StorageValue {
  constructor(
    readonly file: string,
    readonly storage: Storage,
  ) {}
}

/** A tensor of parts of a storage; undefined where the arguments are of other kinds. */
function tensor({ storage, offset, size, stride, dtype, metadata }: Rebuilt): PickledTensor | undefined {
  const isPart = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!(storage instanceof StorageValue) || !isPart(offset) || !(size instanceof Tuple) || !(stride instanceof Tuple))
    return undefined;
  const code = dtype instanceof Global ? dtypeNamed(dtype.name)?.code : storage.storage.code;
  const [shape, strides] = [size.items, stride.items];
  if (code === undefined || !shape.every(isPart) || !strides.every(isPart) || shape.length !== strides.length)
    return undefined;
  if (metadata instanceof Map && [...metadata.values()].some((set) => set === true))
    throw new RunError("it holds a tensor that is saved conjugated or negated, which is not read");
  const { width } = codecOf(code);
  const stored = { file: storage.file, at: storage.storage.at + offset * width, code, shape: [...shape] };
  const isRowMajor = strides.every((step, d) => shape[d]! <= 1 || step === sizeOf(shape.slice(d + 1)));
  const placed: Stored = isRowMajor ? stored : { ...stored, strides: [...strides] };
  if ((offset + reachOf(placed)) * width > storage.storage.bytes)
    throw new RunError(`a tensor of shape [${shape.join(", ")}] reaches beyond its storage`);
  return new PickledTensor(placed);
}

/** A zip's records by their names behind the archive's own folder. */
interface Archive {
  zip: ZipFile;
  records: ReadonlyMap<string, Entry>;
}

async function openArchive(file: string): Promise<Archive> {
  const zip = await yauzl.openPromise(file, { autoClose: false });
  const records = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const slash = entry.fileName.indexOf("/");
      if (slash > 0) records.set(entry.fileName.slice(slash + 1), entry);
    }
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
  return { zip, records };
}

async function textOf({ zip, records }: Archive, name: string): Promise<string | undefined> {
  const entry = records.get(name);
  if (entry === undefined || entry.uncompressedSize > 1000) return undefined;
  return (await buffer(await zip.openReadStreamPromise(entry))).toString("latin1");
}

/** What `torch.save` has put into a file, with its tensors as places in it. Throws `RunError` with what is wrong. */
export async function readTorchFile(file: string): Promise<Pickled> {
  let archive: Archive;
  try {
    archive = await openArchive(file);
  } catch (thrown) {
    throw new RunError(`not a readable file of torch.save: ${messageOf(thrown)}`);
  }
  try {
    return await pickledIn(file, archive);
  } finally {
    archive.zip.close();
  }
}

async function pickledIn(file: string, archive: Archive): Promise<Pickled> {
  const { zip, records } = archive;
  const pickle = records.get("data.pkl");
  if (records.has("constants.pkl"))
    throw new RunError("it is a TorchScript archive: save the model's state_dict() with torch.save");
  if (pickle === undefined) throw new RunError("it is a zip file, but not one of torch.save: it has no data.pkl");
  if (pickle.uncompressedSize > LONGEST_PICKLE) throw new RunError("its pickle is too large");
  if ((await textOf(archive, "byteorder")) === "big")
    throw new RunError("it was written on a machine whose numbers have the other byte order");
  const found = new Map<string, Storage>();
  for (const [name, entry] of records) {
    if (!name.startsWith("data/")) continue;
    if (entry.compressionMethod !== 0)
      throw new RunError("its tensors are compressed: torch.save writes them as they are");
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    found.set(name.slice("data/".length), { at: fileDataStart, bytes: entry.uncompressedSize, code: undefined });
  }
  return unpickled(await buffer(await zip.openReadStreamPromise(pickle)), admittedIn(file, found));
}

function admittedIn(file: string, found: ReadonlyMap<string, Storage>): Admitted {
  return {
    names: (global) => Object.hasOwn(calls, global) || named.has(global) || dtypeNamed(global) !== undefined,
    call: (global, args) => (Object.hasOwn(calls, global) ? calls[global]!(args) : undefined),
    persistent(id) {
      const [kind, type, key] = id instanceof Tuple ? id.items : [];
      const storage = found.get(String(key));
      if (kind !== "storage" || !(type instanceof Global) || storage === undefined)
        throw new RunError("its pickle is not read: it asks for what the file does not hold");
      const code = storages[type.name.slice(DTYPE.length)];
      return new StorageValue(file, { ...storage, code });
    },
  };
}

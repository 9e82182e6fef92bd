import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openWeights, readFilePart } from "../../../src/runtime/weights/open";
import { type Admitted, Global, Tuple, unpickled } from "../../../src/runtime/weights/pickle";
import { readStored } from "../../../src/runtime/weights/stored";

/** Written by `tools/record/weights.py` with PyTorch 2.15. */
const recorded = (name: string) => path.resolve("test/oracle/weights", name);

async function numbers(name: string, key?: string): Promise<Record<string, unknown>> {
  const { tensors } = await openWeights(recorded(name), key);
  return Object.fromEntries(
    Object.entries(tensors).map(([tensor, stored]) => {
      const { shape, dtype, data } = readStored(stored, readFilePart);
      return [tensor, [dtype, shape, [...data]]];
    }),
  );
}

const STATE = {
  "fc.weight": ["float32", [2, 3], [1, 0, 0.5, 0, -2, 0.25]],
  "fc.bias": ["float32", [2], [0.5, -0.5]],
  "bn.weight": ["float32", [2], [1, 1]],
  "bn.bias": ["float32", [2], [0, 0]],
  "bn.num_batches_tracked": ["int64", [], [1]],
};

describe("a file of torch.save", () => {
  it.each(["plain.pth", "protocol4.pth", "checkpoint.pth"])("%s gives its state by names", async (name) => {
    const found = await numbers(name);
    expect(found).toMatchObject(STATE);
    expect(Object.keys(found)).toEqual([
      "fc.weight",
      "fc.bias",
      "bn.weight",
      "bn.bias",
      "bn.running_mean",
      "bn.running_var",
      "bn.num_batches_tracked",
    ]);
  });

  it("holds numbers of every dtype, and views of one storage by their strides", async () => {
    expect(await numbers("dtypes.pth")).toEqual({
      float64: ["float64", [2], [0.5, -2e10]],
      float32: ["float32", [2], [1.5, Number.POSITIVE_INFINITY]],
      float16: ["float16", [3], [1.5, -65504, 2 ** -24]],
      bfloat16: ["bfloat16", [2], [1.5, -3.00405527047391e38]],
      int64: ["int64", [2], [1n, -(2n ** 62n)]],
      int32: ["int32", [1], [-5]],
      int16: ["int16", [1], [-300]],
      int8: ["int8", [1], [-128]],
      uint8: ["uint8", [1], [255]],
      bool: ["bool", [2], [1, 0]],
      complex64: ["complex64", [1], [1, 2]],
      complex128: ["complex128", [1], [3, -4]],
      scalar: ["float32", [], [7]],
      empty: ["float32", [0, 3], []],
      transposed: ["float32", [4, 3], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]],
      shared: ["float32", [4], [4, 5, 6, 7]],
      stepped: ["float32", [4], [1, 4, 7, 10]],
      expanded: ["float32", [2, 2], [2, 2, 2, 2]],
      parameter: ["float32", [1], [9]],
    });
  });

  it("tells where in a checkpoint the state was found, and asks where several are", async () => {
    expect((await openWeights(recorded("checkpoint.pth"), undefined)).notes).toEqual([
      "The state is what the file holds under `model`.",
    ]);
    await expect(openWeights(recorded("two.pth"), undefined)).rejects.toThrow(
      "it holds several dicts of tensors: say with --state-key which is meant, `model` (7 tensors) or `ema.model` (7 tensors)",
    );
    expect(Object.keys(await numbers("two.pth", "ema.model"))).toHaveLength(7);
    await expect(openWeights(recorded("two.pth"), "net")).rejects.toThrow(
      "it holds no tensors under `net`, but in `model` (7 tensors) and `ema.model` (7 tensors)",
    );
  });

  it.each([
    ["evil.pth", "Unsupported global: GLOBAL posix.system was not an allowed global by default."],
    ["whole.pth", "Unsupported global: GLOBAL __main__.Net was not an allowed global by default."],
    ["legacy.pth", "it was written in the format that PyTorch had before 1.6, which is not read"],
    ["script.pt", "it is a TorchScript archive: save the model's state_dict() with torch.save"],
    ["tensor.pt", "it holds one tensor, not a state_dict"],
    ["picture.png", "not a readable safetensors file"],
  ])("%s is refused", async (name, message) => {
    await expect(openWeights(recorded(name), undefined)).rejects.toThrow(message);
    expect(existsSync("/tmp/shapescope-was-here")).toBe(false);
  });
});

describe("a pickle", () => {
  const admitted: Admitted = {
    names: (global) => global === "collections.OrderedDict",
    call: (_, args) => (args.length === 0 ? new Map() : undefined),
    persistent: (id) => ({ id }),
  };
  const load = (...parts: (string | number[])[]) =>
    unpickled(
      Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part))),
      admitted,
    );

  it("gives containers and numbers, shared ones once", () => {
    expect(load("(lp0\nI1\naF2.5\naL-3L\naI01\naNa.")).toEqual([1, 2.5, -3, true, null]);
    expect(
      load([0x80, 2], "}q", [0], "(X", [1, 0, 0, 0], "a]q", [1], "K", [7], "aX", [1, 0, 0, 0], "bh", [1], "u."),
    ).toEqual(
      new Map([
        ["a", [7]],
        ["b", [7]],
      ]),
    );
    expect(load([0x80, 4, 0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1], ".")).toBe(2n ** 64n);
    expect(load([0x80, 2, 0x8a, 1, 255], ".")).toBe(-1);
    expect(load("I1\nI2\n", [0x86], ".")).toEqual(new Tuple([1, 2]));
  });

  it("runs nothing, and names nothing that is not admitted", () => {
    expect(() => load("cos\nsystem\n(S'true'\ntR.")).toThrow("GLOBAL os.system was not an allowed global");
    expect(() => load([0x80, 4, 0x8c, 2], "os", [0x8c, 6], "system", [0x93], ".")).toThrow("GLOBAL os.system");
    expect(() => load("(S'true'\nios\nsystem\n.")).toThrow(/^its pickle is not read/);
    expect(load("ccollections\nOrderedDict\n.")).toEqual(new Global("collections.OrderedDict"));
    expect(() => load("ccollections\nOrderedDict\nN", [0x85], "R.")).toThrow(
      "it calls collections.OrderedDict in a way that is not known",
    );
  });

  it.each([
    ["cut off", "(lp0\nI1"],
    ["an empty stack", "."],
    ["no mark", "t."],
    ["a memo that is not there", "g5\n."],
    ["items for no dict", "NI1\nI2\ns."],
    ["an opcode that is not known", "\xff."],
    ["a count beyond the end", "X\xff\xff\xff\x7f."],
  ])("is told: %s", (_, text) => {
    expect(() => load(text)).toThrow(/^its pickle is not read/);
  });
});

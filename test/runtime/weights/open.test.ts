import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fitted } from "../../../src/runtime/given";
import { openWeights, readFilePart } from "../../../src/runtime/weights/open";
import { openInput } from "../../../src/runtime/weights/open-input";
import { writeSafetensors } from "../../../src/runtime/weights/safetensors";
import { isStored, readStored } from "../../../src/runtime/weights/stored";
import { floats } from "../programs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "shapescope-weights-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: Uint8Array | object | string) =>
  writeFileSync(
    path.join(folder, name),
    content instanceof Uint8Array || typeof content === "string" ? content : JSON.stringify(content),
  );
const one = (name: string, value: number) => writeSafetensors({ [name]: floats([1], [value]) });

it("a file of safetensors is one whatever its first byte is", async () => {
  for (let length = 1; length < 120; length++) {
    const bytes = writeSafetensors({ ["w".repeat(length)]: floats([1], [1]) });
    // As a pickle begins.
    if (bytes[0] !== 0x80) continue;
    put("odd.safetensors", bytes);
    expect(Object.keys((await openWeights(path.join(folder, "odd.safetensors"), undefined)).tensors)).toEqual([
      "w".repeat(length),
    ]);
    return;
  }
  throw new Error("no such file was made");
});

describe("a folder of weights", () => {
  it("is read by its index, each tensor from its shard", async () => {
    put("model-00001-of-00002.safetensors", one("a", 1));
    put("model-00002-of-00002.safetensors", one("b", 2));
    put("model.safetensors.index.json", {
      weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" },
    });
    put("config.json", {});
    const { tensors } = await openWeights(folder, undefined);
    expect(Object.entries(tensors).map(([name, stored]) => [name, ...readStored(stored, readFilePart).data])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("is read from its one file; where several hold weights, one has to be named", async () => {
    put("model.safetensors", one("a", 1));
    put("optimizer.bin", "");
    expect(Object.keys((await openWeights(folder, undefined)).tensors)).toEqual(["a"]);
    rmSync(path.join(folder, "model.safetensors"));
    put("x.safetensors", one("a", 1));
    put("y.safetensors", one("a", 1));
    await expect(openWeights(folder, undefined)).rejects.toThrow(
      "it holds several files of weights: name one of x.safetensors, y.safetensors",
    );
  });

  it.each([
    [{ a: "../secret" }, "its index names ../secret, which is not beside it"],
    [{ a: "gone.safetensors" }, "its index names gone.safetensors, which is not there"],
    [{ z: "here.safetensors" }, "its index says that z is in here.safetensors, where it is not"],
  ])("with the index %j is refused", async (weight_map, message) => {
    put("here.safetensors", one("a", 1));
    put("model.safetensors.index.json", { weight_map });
    await expect(openWeights(folder, undefined)).rejects.toThrow(message);
  });

  it("without weights is refused", async () => {
    await expect(openWeights(folder, undefined)).rejects.toThrow("the folder holds no weights");
  });
});

describe("a file for one input", () => {
  const recorded = (name: string) => path.resolve("test/oracle/weights", name);
  const arrayOf = async (name: string) => {
    const given = await openInput(recorded(name));
    if ("fit" in given || !isStored(given)) throw new Error("no array");
    const { shape, dtype, data } = readStored(given, readFilePart);
    return [dtype, shape, [...data]];
  };

  it("is an array of NumPy, row by row or column by column, or a tensor of torch.save", async () => {
    expect(await arrayOf("rows.npy")).toEqual(["float32", [2, 3], [0, 1, 2, 3, 4, 5]]);
    expect(await arrayOf("columns.npy")).toEqual(["int64", [2, 3], [0, 1, 2, 3, 4, 5]]);
    expect(await arrayOf("tensor.pt")).toEqual(["float32", [4, 3], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]]);
  });

  it("is an image, resized as PyTorch does with antialias=True", async () => {
    const given = await openInput(recorded("picture.png"));
    if (!("fit" in given)) throw new Error("no image");
    const { data, note } = fitted(given, [2, 3, 2, 3], "float32");
    const [, shape, want] = (await arrayOf("picture-small.npy")) as [string, number[], number[]];
    expect(shape).toEqual([3, 2, 3]);
    for (const [n, x] of [...want, ...want].entries()) expect(data.data[n]).toBeCloseTo(x, 5);
    expect(note).toBe("an image of 4×6, resized to 2×3, 0 to 1, not normalised");
    const whole = fitted(given, [3, 4, 6], "uint8").data;
    expect([whole.dtype, ...whole.data.slice(0, 4)]).toEqual(["uint8", 0, 9, 18, 27]);
    expect(() => fitted(given, [2, 5, 4, 6], "float32")).toThrow(
      "an image has 1, 3 or 4 channels of rows and columns, the call was analysed with [2, 5, 4, 6]",
    );
  });

  it("is sound, cut off or filled with zeros, of one channel or its own", async () => {
    const given = await openInput(recorded("sound.wav"));
    if (!("fit" in given)) throw new Error("no sound");
    expect([...fitted(given, [1, 2, 3], "float32").data.data]).toEqual([0, -1, 0.25, 0.5, 0, 0.25]);
    const { data, note } = fitted(given, [6], "float32");
    expect([...data.data]).toEqual([0.25, -0.5, 0.25, 0, 0, 0]);
    expect(note).toBe("4 samples of 2 channel(s) at 8000 Hz, then zeros up to 6");
  });

  it("is text with numbers, as many as the call has", async () => {
    put("numbers.txt", "[[1, 2.5],\n [-3e2, inf]]\n");
    const given = await openInput(path.join(folder, "numbers.txt"));
    if (!("fit" in given)) throw new Error("no numbers");
    expect(fitted(given, [2, 2], "float32").data).toEqual({
      shape: [2, 2],
      dtype: "float32",
      data: Float32Array.of(1, 2.5, -300, Number.POSITIVE_INFINITY),
    });
    expect(() => fitted(given, [3], "float32")).toThrow("it has 4 numbers, the call was analysed with [3]: 3");
    put("words.txt", "1 two 3");
    await expect(openInput(path.join(folder, "words.txt"))).rejects.toThrow("two is no number");
  });
});

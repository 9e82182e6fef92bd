import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../../../src/runtime/weights/safetensors";
import { halfToNumber } from "../../../src/runtime/weights/stored";

function file(header: unknown, body: number[] = []): Uint8Array {
  const head = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + head.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(body, 8 + head.length);
  return bytes;
}

describe("safetensors", () => {
  it("gives back what was written, for every dtype", () => {
    const tensors = {
      weight: {
        shape: [2, 2],
        dtype: "float32" as const,
        data: Float32Array.of(1.5, -2, Number.NaN, Number.POSITIVE_INFINITY),
      },
      wide: { shape: [1], dtype: "float64" as const, data: Float32Array.of(0.1) },
      ids: { shape: [3], dtype: "int64" as const, data: Int32Array.of(-1, 0, 2147483647) },
      int: { shape: [1], dtype: "int32" as const, data: Int32Array.of(-5) },
      short: { shape: [2], dtype: "int16" as const, data: Int32Array.of(-300, 300) },
      tiny: { shape: [1], dtype: "int8" as const, data: Int32Array.of(-128) },
      byte: { shape: [], dtype: "uint8" as const, data: Int32Array.of(255) },
      mask: { shape: [3], dtype: "bool" as const, data: Uint8Array.of(1, 0, 1) },
      empty: { shape: [0, 4], dtype: "float32" as const, data: new Float32Array(0) },
    };
    expect(readSafetensors(writeSafetensors(tensors))).toEqual(tensors);
    expect(readSafetensors(Buffer.concat([writeSafetensors(tensors)]))).toEqual(tensors);
  });

  it("aligns the body to 8 bytes", () => {
    const bytes = writeSafetensors({ a: { shape: [1], dtype: "bool", data: Uint8Array.of(1) } });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it("reads half precision and bfloat16", () => {
    const half = { dtype: "F16", shape: [2], data_offsets: [0, 4] };
    const brain = { dtype: "BF16", shape: [2], data_offsets: [4, 8] };
    const bytes = file(
      { half, brain, __metadata__: { format: "pt" } },
      [0x00, 0x3c, 0x00, 0xc1, 0x80, 0x3f, 0x20, 0xc0],
    );
    expect(readSafetensors(bytes)).toEqual({
      half: { shape: [2], dtype: "float16", data: Float32Array.of(1, -2.5) },
      brain: { shape: [2], dtype: "bfloat16", data: Float32Array.of(1, -2.5) },
    });
    expect(halfToNumber(0x0001)).toBe(2 ** -24);
    expect(halfToNumber(0xfc00)).toBe(Number.NEGATIVE_INFINITY);
  });

  it.each([
    ["a short file", new Uint8Array(3), "it has 3 bytes, the header's length alone takes 8"],
    [
      "a header that is too long",
      Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 1),
      "its header would have 255 bytes, the file has 9",
    ],
    ["no JSON", file("{oops"), "its header is not JSON"],
    ["a list", file([1]), "its header is not an object"],
    ["an entry without shape", file({ w: { dtype: "F32", data_offsets: [0, 4] } }), "the entry of w is incomplete"],
    [
      "an unknown dtype",
      file({ w: { dtype: "F8", shape: [1], data_offsets: [0, 1] } }),
      "w has dtype F8, which is not known",
    ],
    [
      "offsets that don't fit the shape",
      file({ w: { dtype: "F32", shape: [2], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      "w of shape [2] needs 8 bytes and has 4",
    ],
    [
      "a cut body",
      file({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, [0, 0]),
      "w reaches beyond the end of the file",
    ],
  ])("tells what is wrong with %s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(`not a readable safetensors file: ${message}`);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceChoice, MemoryResult } from "../../src/server/protocol";
import { readSettings } from "../../src/server/settings";
import { attention } from "../fixtures/made-up";
import { Editor, MadeUpService } from "./editor";

let editor: Editor;
let service: MadeUpService;

beforeEach(async () => {
  service = new MadeUpService();
  editor = new Editor(service);
  editor.settings = {
    memory: {
      device: "mine",
      devices: [{ name: "mine", memoryBytes: 5e9, bandwidth: 1e11 }],
      optimizer: "sgd",
      precision: "bf16",
    },
  };
  await editor.start();
  await editor.open(attention);
});

afterEach(() => editor.stop());

describe("the memory of an entry", () => {
  it("is asked for once, with the settings' device, optimizer and precision", async () => {
    service.footprintAnswer = { failed: "a size is not a number" };
    // The settings are there once the file is analysed.
    await editor.request("textDocument/codeLens");
    const result = await editor.request<MemoryResult>("shapescope/memory");
    expect(result).toEqual({
      names: { device: "mine", optimizer: "sgd", precision: "bf16" },
      reason: "a size is not a number",
    });
    expect(service.weighed).toHaveLength(1);
    expect(service.weighed[0].question).toEqual({
      train: { optimizer: "sgd", half: true },
      device: { memoryBytes: 5e9, bandwidth: 1e11 },
    });
  });

  it("is not asked for by an analysis, a lens or a hint", async () => {
    await editor.request("textDocument/codeLens");
    await editor.request("shapescope/forward");
    expect(service.weighed).toEqual([]);
  });
});

it("lists the user's own devices before those that are known", async () => {
  // The settings are there once the file is analysed.
  await editor.request("textDocument/codeLens");
  const choices = await editor.request<DeviceChoice[]>("shapescope/devices");
  expect(choices[0]).toEqual({ name: "mine", description: "5 GB · 100 GB/s · your own", chosen: true });
  expect(choices).toContainEqual({
    name: "a100-80gb",
    description: "85.9 GB · 2.04 TB/s · 312 TFLOP/s in half precision",
    chosen: false,
  });
});

it("tells of devices that can't be taken", () => {
  const told: string[] = [];
  const { memory } = readSettings(
    { memory: { device: "none-such", devices: [{ name: "a" }, { name: "b", memoryBytes: 1e9, halfRate: 1e12 }, 3] } },
    (message) => told.push(message),
  );
  expect(memory).toMatchObject({ device: "", devices: [{ name: "b", memoryBytes: 1e9 }] });
  expect(told).toEqual([
    "shapescope.memory.devices: number 1 lacks a name or its bytes of memory: it is left out",
    "shapescope.memory.devices: number 3 lacks a name or its bytes of memory: it is left out",
    "shapescope.memory.device: no device has the name none-such: none is taken",
  ]);
});

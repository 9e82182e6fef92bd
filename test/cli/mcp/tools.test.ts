/** The tools of `shapescope mcp`, asked by the protocol's own client. */
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverOf } from "../../../src/cli/mcp/serve";
import { folderWith, perceptron, shapescope } from "../harness";

const cwd = folderWith({
  "model.py": perceptron,
  "wrong.py": "import torch\n\nx = torch.empty(2, 3)\ny = x @ x\n",
});
const client = new Client({ name: "test", version: "1" });

beforeAll(async () => {
  const quiet = { write: () => undefined, isTerminal: false, columns: 80, colors: false };
  const context = {
    cwd,
    env: {},
    out: quiet,
    err: quiet,
    dist: "",
    analyzer: () => Promise.reject(new Error("unused")),
  };
  const server = serverOf(context, async (args, { out, err }) => {
    const answer = await shapescope([...args], { cwd });
    out.write(answer.out);
    err.write(answer.err);
    return answer.code;
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
});

afterAll(() => client.close());

async function ask(name: string, args: object) {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: { ...args } });
  const [first] = content as { text: string }[];
  return { text: first.text, json: structuredContent as Record<string, unknown>, isError: isError === true };
}

describe("the tools", () => {
  it("are the commands, and say that they only read", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name, inputSchema }) => [name, inputSchema.required])).toEqual([
      ["check", ["paths"]],
      ["trace", ["file", "call"]],
      ["facts", ["file"]],
      ["explain", ["file", "line"]],
      ["fit", ["file", "call", "device"]],
    ]);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
  });

  it("check tells errors as an answer", async () => {
    const { text, json, isError } = await ask("check", { paths: ["wrong.py", "model.py"] });
    const message = "RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)";
    expect(text).toBe(`1 error and 0 warnings in 2 files\nwrong.py:4:5: error[matmul-sizes]: ${message}`);
    expect(json).toMatchObject({ files: 2, diagnostics: [{ line: 4, column: 5, code: "matmul-sizes", message }] });
    expect(isError).toBe(false);
  });

  it("trace tells the output and what the call costs, and training where it is asked for", async () => {
    const call = "Perceptron(8, 4)(torch.empty(2, 8))";
    const plain = await ask("trace", { file: "model.py", call });
    expect(plain.text.split("\n")[0]).toBe("output (2, 2)");
    expect(plain.json).toMatchObject({ output: { shape: [2, 2], dtype: "float32" } });
    const { text, json } = await ask("trace", { file: "model.py", call, train: "adamw" });
    expect(json.training).toMatchObject({ parameterBytes: 184, gradientBytes: 184, optimizerBytes: 384 });
    expect(text).toMatch(
      /\na training step: peak [\d.]+ k?B \(parameters 184 B, gradients 184 B, optimizer 384 B, kept for backward /,
    );
  });

  it("facts tells names with their shapes", async () => {
    const { text } = await ask("facts", { file: "wrong.py" });
    expect(text.split("\n").slice(0, 2)).toEqual(["1 name has a shape", "wrong.py:3:1: x (2, 3)"]);
  });

  it("explain finds a name in its line, not inside of another", async () => {
    const { json } = await ask("explain", { file: "wrong.py", line: 3, name: "x" });
    expect(json).toMatchObject({ line: 3, column: 1, value: { shape: [2, 3] } });
    expect(await ask("explain", { file: "wrong.py", line: 3, name: "torc" })).toMatchObject({
      isError: true,
      text: "line 3 has no `torc`: x = torch.empty(2, 3)",
    });
  });

  it("fit answers for a device", async () => {
    const call = "Perceptron(8, 4)(torch.empty(2, 8))";
    const { text, json } = await ask("fit", { file: "model.py", call, device: "h100-80gb" });
    expect(text.split("\n")[0]).toMatch(/^fits {2,}0\.00 of 85\.52 GB$/);
    expect(json).toMatchObject({ fits: true });
  });

  it("say why something could not be done, and take no path for an option", async () => {
    expect(await ask("trace", { file: "none.py", call: "1" })).toMatchObject({
      isError: true,
      text: "none.py: no such file or folder",
    });
    expect(await ask("facts", { file: "--help" })).toMatchObject({
      isError: true,
      text: "--help: no such file or folder",
    });
  });
});

/** What an editor without views of ours is offered: commands in text, diagnostics when it asks, an outline. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attention } from "../fixtures/made-up";
import { Editor } from "./editor";

let editor: Editor;

beforeEach(() => {
  editor = new Editor();
});

afterEach(() => editor.stop());

const execute = (command: string, argument: object = {}) =>
  editor.ask("workspace/executeCommand", { command, arguments: [{ uri: editor.uri, ...argument }] }) as Promise<string>;

describe("commands", () => {
  const start = async () => {
    await editor.start({ showsAnswers: true });
    await editor.open(attention);
  };

  it("are offered, by the names that lenses have, but to an editor with views of its own", async () => {
    const offered = async (options: object) => {
      const other = new Editor();
      const { capabilities } = (await other.start(options)) as { capabilities: Record<string, unknown> };
      await other.stop();
      const { executeCommandProvider, documentSymbolProvider, diagnosticProvider } = capabilities;
      return { executeCommandProvider, documentSymbolProvider, diagnosticProvider };
    };
    await editor.start();
    expect(await offered({})).toEqual({
      executeCommandProvider: {
        commands: [
          "shapescope.forward",
          "shapescope.run",
          "shapescope.pickEntry",
          "shapescope.explain",
          "shapescope.addExample",
          "shapescope.shapeComments",
          "shapescope.memory",
          "shapescope.lineCosts",
          "shapescope.pickDevice",
        ],
      },
      documentSymbolProvider: { label: "ShapeScope" },
      diagnosticProvider: { identifier: "shapescope", interFileDependencies: true, workspaceDiagnostics: false },
    });
    expect(await offered({ ownViews: true })).toEqual({});
  });

  it("tell a forward pass with its modules", async () => {
    await start();
    const text = await execute("shapescope.forward", { position: { line: 13, character: 4 } });
    const [title, summary, , head, root, first] = text.split("\n");
    expect(title).toBe("Attention: Attention(96, 3)(torch.empty(64, 49, 96))");
    expect(summary).toBe("37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)");
    expect(head).toMatch(/^Module +Class +Input +Output +Params +MACs/);
    expect(root).toMatch(/^Attention /);
    expect(first).toMatch(/^ {2}qkv +Linear +\(64, 49, 96\) +\(64, 49, 288\)/);
    expect(await execute("shapescope.forward", { format: "csv" })).toContain("qkv,");
    expect(editor.shown).toEqual([]);
  });

  it("tell a run, or why there is none", async () => {
    await start();
    expect(await execute("shapescope.run", { subject: "Attention", seed: 7 })).toBe(
      "finished on auto: 2 of 2 steps, seed 7",
    );
    const symbolic = { subject: "Attention", entryId: "symbolic" };
    expect(await execute("shapescope.run", symbolic)).toBe("cannot be run: its sizes are symbols");
    expect(await execute("shapescope.run", { subject: "Nobody" })).toBe(
      "no module class with a call that is known stands here",
    );
  });

  it("list the calls of a class, and show the one that is named from then on", async () => {
    await start();
    const list = "Attention (line 6)\n* Attention(96, 3)(torch.empty(64, 49, 96))\n  symbolic";
    expect((await execute("shapescope.pickEntry")).slice(0, list.length)).toBe(list);
    await execute("shapescope.pickEntry", { subject: "Attention", entryId: "symbolic" });
    expect((await editor.hints())[0]).toBe("12:23: (B_, N, dim)");
  });

  it("tell why a place has its shape", async () => {
    await start();
    const range = { start: { line: 17, character: 8 }, end: { line: 17, character: 12 } };
    expect(await execute("shapescope.explain", { range })).toBe("nothing is known");
    const step = {
      kind: "operator",
      line: 18,
      column: 1,
      file: "f",
      text: "q @ k",
      before: [[2, 3]],
      after: [2],
      dims: [],
      notes: ["q's rows"],
    };
    editor.service.explanation = {
      explanation: {
        text: "attn",
        value: { shape: [2], dtype: "float32" },
        entry: "Net()",
        steps: [step],
        surprising: [],
      },
    } as never;
    expect(await execute("shapescope.explain", { range })).toBe(
      "attn: (2,), in Net()\nline 18  q @ k  (2, 3) → (2,)  q's rows",
    );
  });

  it("tell memory, the lines that cost most, and devices", async () => {
    await start();
    expect(await execute("shapescope.memory")).toBe("memory is not known: a size is not a number");
    expect((await execute("shapescope.lineCosts")).split("\n")[0]).toBe("line 15: 86.7 M MACs · 60%");
    expect((await execute("shapescope.pickDevice")).split("\n")[0]).toMatch(/^ {2}t4-16gb: /);
  });

  it("have the editor apply edits", async () => {
    await start();
    const position = { line: 17, character: 4 };
    expect(await execute("shapescope.shapeComments", { position })).toBe("Insert or update shape comments");
    const [{ label, edit }] = editor.applied;
    expect(label).toBe("Insert or update shape comments");
    expect(edit.changes[editor.uri].map(({ newText }) => newText)).toEqual(["  # (B_, num_heads, N, dim//num_heads)"]);
    const call = "Attention(8, 2)(torch.empty(1, 4, 8))";
    await execute("shapescope.addExample", { subject: "Attention", call });
    expect(editor.applied[1].edit.changes[editor.uri][0].newText).toContain(`# shapescope: ${call}`);
  });

  it("are shown by the editor as messages where it does not say that it shows answers", async () => {
    await editor.start();
    await editor.open(attention);
    const text = await execute("shapescope.lineCosts");
    await expect.poll(() => editor.shown).toEqual([text]);
  });

  it("refuse what is none, and arguments of another form", async () => {
    await start();
    await expect(execute("shapescope.nothing")).rejects.toThrow("there is no command shapescope.nothing");
    await expect(execute("shapescope.run", { seed: -1 })).rejects.toThrow(/^seed: expected/);
    await expect(editor.ask("workspace/executeCommand", { command: "shapescope.forward" })).rejects.toThrow(
      "the parameters: missing",
    );
  });
});

describe("diagnostics on request", () => {
  const broken = attention.replace("q @ k.transpose(-2, -1)", "(q @ k)");
  interface Answered {
    kind: string;
    resultId: string;
    items?: { code: string }[];
  }
  const pull = (previousResultId?: string) =>
    editor.request<Answered>("textDocument/diagnostic", { ...(previousResultId && { previousResultId }) });

  it("are of the text as it is then, and not sent besides to an editor that asks", async () => {
    await editor.start({}, { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } });
    await editor.open(broken);
    const first = await pull();
    expect(first).toMatchObject({ kind: "full", items: [{ code: "matmul-sizes" }] });
    expect(await pull(first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await editor.edit("(q @ k)", "q @ k.transpose(-2, -1)");
    expect(await pull(first.resultId)).toMatchObject({ kind: "full", items: [] });
    expect(editor.diagnostics).toEqual([]);
    expect(editor.refreshed).toBe(0);
  });

  it("are asked for again where they change without an edit", async () => {
    await editor.start({}, { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } });
    await editor.open(broken);
    await pull();
    await editor.configure({ ignore: ["matmul-sizes"] });
    await expect.poll(() => editor.refreshed).toBe(1);
    expect(await pull()).toMatchObject({ items: [] });
  });

  it("are sent as they are found to an editor that does not ask, and to one with views of its own", async () => {
    for (const options of [{}, { ownViews: true }]) {
      const other = new Editor();
      await other.start(options, options.ownViews ? { textDocument: { diagnostic: {} } } : {});
      await other.open(broken);
      await other.analysed(1);
      expect(other.diagnostics[0].map(({ code }) => code)).toEqual(["matmul-sizes"]);
      await other.stop();
    }
    await editor.start();
  });
});

it("gives an outline: classes, methods and names, with their shapes", async () => {
  await editor.start();
  await editor.open(attention);
  interface Symbol {
    name: string;
    kind: number;
    detail?: string;
    range: { start: { line: number }; end: { line: number } };
    children?: Symbol[];
  }
  const lines = (symbols: Symbol[], depth = 0): string[] =>
    symbols.flatMap(({ name, detail = "", range, children = [] }) => [
      `${"  ".repeat(depth)}${range.start.line}-${range.end.line} ${name} ${detail}`.trimEnd(),
      ...lines(children, depth + 1),
    ]);
  const symbols = await editor.request<Symbol[]>("textDocument/documentSymbol");
  expect(symbols[0].kind).toBe(5);
  expect(lines(symbols)).toEqual([
    "5-25 Attention (64, 49, 96) → (64, 49, 96) · 37.2 k params",
    "  6-10 __init__",
    "  12-22 forward (64, 49, 96) → (64, 49, 96)",
    "    12-12 x (64, 49, 96)",
    "    14-14 qkv (3, 64, 3, 49, 32)",
    "    15-15 q (64, 3, 49, 32)",
    "    15-15 k (64, 3, 49, 32)",
    "    15-15 v (64, 3, 49, 32)",
    "    17-17 attn (64, 3, 49, 49)",
    "  24-25 flops",
  ]);
});

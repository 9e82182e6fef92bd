import { describe, expect, it } from "vitest";
import { hover } from "../../src/features/hover";
import { View } from "../../src/features/view";
import { attention, madeUp, spot } from "../fixtures/made-up";

const view = new View(madeUp());

/** The hover over the first character of `part`. */
function at(part: string, nth = 0, shown = view) {
  const offset = spot(attention, part, nth).start;
  const found = hover(shown, offset);
  return found && { text: attention.slice(found.start, found.end), markdown: found.markdown };
}

describe("over an expression", () => {
  it("tells shape, dtype, operator and cost, and names the sizes by the symbolic run", () => {
    expect(at("q @ k")).toEqual({
      text: "q @ k.transpose(-2, -1)",
      markdown: [
        "**`(64, 3, 49, 49) float32`**",
        "In symbols: `(B_, num_heads, N, N)`",
        "- `B_`: dimension 0 of `x` (line 14)\n- `N`: dimension 1 of `x` (line 14)\n- `num_heads`: constructor parameter (line 7)",
        "`matmul` · 14.8 M MACs (10%) · 14.8 M FLOPs · 1.2 MB",
        "*in* `Attention(96, 3)(torch.empty(64, 49, 96))`",
      ].join("\n\n"),
    });
  });

  it("takes the innermost", () => {
    expect(at("transpose(-2")?.text).toBe("k.transpose(-2, -1)");
    expect(at("attn @ v")?.text).toBe("attn @ v");
    expect(at(".transpose(1, 2)")?.text).toBe("(attn @ v).transpose(1, 2).reshape(B_, N, C)");
  });

  it("tells the module that was called, its place in the model and its parameters", () => {
    expect(at("self.qkv(x)")?.markdown).toContain("- `Linear` `qkv` · 27.9 k params\n- `linear` · 86.7 M MACs (60%)");
  });

  it("says why a shape is not known, and where", () => {
    const found = at("load(x)");
    expect(found?.markdown).toContain("**`shape not known`**");
    expect(found?.markdown).toContain("Not known: `load` is not defined (line 22)");
  });
});

it("tells a bound name's shape", () => {
  const found = at("attn = attn.softmax");
  expect(found?.text).toBe("attn");
  expect(found?.markdown).toContain("**`(64, 3, 49, 49) float32`**");
});

it("shows the run that was picked", () => {
  const picked = new View(madeUp(), new Map([["Attention", "symbolic"]]));
  expect(at("q @ k", 0, picked)?.markdown).toContain("**`(B_, num_heads, N, N) float32`**");
  expect(at("q @ k", 0, picked)?.markdown).toContain("*in* `symbolic`, with `mask = None`");
});

it("lists each of several values", () => {
  const analysis = madeUp();
  for (const fact of analysis.entries[0].expressions) fact.values = [...fact.values, { shape: [1, 1], dtype: "int64" }];
  const found = hover(new View(analysis), spot(attention, "q @ k").start);
  expect(found?.markdown).toMatch(/^- \*\*`\(64, 3, 49, 49\) float32`\*\*\n- \*\*`\(1, 1\) int64`\*\*/);
});

describe("over a class's name", () => {
  const found = at("Attention", 1);

  it("sums the class up", () => {
    expect(found?.text).toBe("Attention");
    expect(found?.markdown).toContain("**`Attention`** `37.2 k params · 145 M MACs · (64, 49, 96) → (64, 49, 96)`");
    expect(found?.markdown).toContain("- memory: 12.3 MB of activations, 23.5 MB at most");
    expect(found?.markdown).toContain("- input `x`: `(64, 49, 96) float32`");
    expect(found?.markdown).toContain("Not counted:\n- `load`");
  });

  it("sets the hand-written flops() beside the derived cost, term by term", () => {
    expect(found?.markdown).toContain(
      [
        "`flops(N=49)` lacks qkv (`3*N*dim**2`)",
        "",
        "| | stated | derived |",
        "| --- | --- | --- |",
        "| MACs | 7.2 k | 2.27 M |",
        "| linear, line 15 | missing | `3*N*dim**2` |",
        "| matmul, line 18 | ✓ | `N**2*dim` |",
        "| no such step | `num_heads*N` | – |",
      ].join("\n"),
    );
  });

  it("is the same over forward", () => {
    expect(at("forward")?.text).toBe("forward");
  });

  it("tells what the symbols need", () => {
    const picked = new View(madeUp(), new Map([["Attention", "symbolic"]]));
    expect(at("Attention", 1, picked)?.markdown).toContain("Needs:\n- `dim % num_heads == 0`");
  });
});

it("shows the audit over flops() itself", () => {
  expect(at("flops(")?.text).toBe("flops");
  expect(at("flops(")?.markdown).toMatch(/^`flops\(N=49\)` lacks qkv/);
});

it("is nothing where nothing is known", () => {
  expect(at("import torch")).toBeUndefined();
  expect(at("return self.num_heads")).toBeUndefined();
});

it("says in which mode a class was run that the program does not call", () => {
  const subject = view.subjects.find(({ name }) => name === "Attention")!;
  const found = hover(view, subject.start)?.markdown;
  expect([view.shown(subject)?.kind, found?.includes("Assumed:\n- evaluation mode, as after .eval()")]).toEqual([
    "example",
    true,
  ]);
});

describe("over the name of what could not be followed", () => {
  const reason = "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'";
  const text = (part: string, unfollowed: object) => {
    const analysis = madeUp();
    const place = { reason, file: analysis.file, line: 10 };
    analysis.subjects[0] = { ...analysis.subjects[0], entries: [], unfollowed: { ...place, ...unfollowed } };
    return at(part, 0, new View(analysis));
  };

  it("tells the exception, where it is raised, and an example call", () => {
    const markdown = [
      "`Attention` could not be followed without a call. With symbols for what it is given, it ends at line 10:",
      `\`${reason}\``,
      "An example call in a comment above says what it is given: `# shapescope: Attention(64, 4)(torch.empty(1, 16, 64))`",
    ].join("\n\n");
    const unfollowed = { raised: true, example: "Attention(64, 4)(torch.empty(1, 16, 64))" };
    expect(text("Attention(nn", unfollowed)).toEqual({ text: "Attention", markdown });
    expect(text("forward(self", unfollowed)).toEqual({ text: "forward", markdown });
  });

  it("names the file where that is another one, and says what is no exception", () => {
    expect(text("Attention(nn", { raised: true, file: "/project/mlp.py" })?.markdown).toContain(
      "it ends at line 10 of `/project/mlp.py`:",
    );
    expect(text("Attention(nn", { reason: "nothing tells what `x` is" })?.markdown).toContain(
      "`Attention` could not be followed without a call: nothing tells what `x` is (line 10).",
    );
  });
});

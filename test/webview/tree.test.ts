import { describe, expect, test } from "vitest";
import { findItem, siblingIds, type TreeItem, visibleRows } from "../../src/webview/common/tree";

/** `a(b c(d))` as a tree whose labels are the letters. */
function tree(text: string): TreeItem<string>[] {
  let at = 0;
  const items = (parent: string): TreeItem<string>[] => {
    const id = siblingIds(parent);
    const found: TreeItem<string>[] = [];
    while (at < text.length && text[at] !== ")") {
      const label = /^\w*/.exec(text.slice(at))![0];
      at += label.length || 1;
      if (!label) continue;
      const own = id(label);
      let children: TreeItem<string>[] = [];
      if (text[at] === "(") {
        at++;
        children = items(own);
        at++;
      }
      found.push({ id: own, label, search: label, value: label, children });
    }
    return found;
  };
  return items("");
}

const shown = (...args: Parameters<typeof visibleRows<string>>): string =>
  visibleRows(...args)
    .map((row) => `${row.level}${row.item.label}`)
    .join(" ");

describe("visibleRows", () => {
  test("opens a small tree whole", () => {
    expect(shown(tree("a(b(c) d)"), { rows: {} })).toBe("1a 2b 3c 2d");
  });

  test("opens two levels of a large tree", () => {
    const many = Array.from({ length: 300 }, (_, at) => `x${at}`).join(" ");
    expect(shown(tree(`a(b(c(${many})) d)`), { rows: {} })).toBe("1a 2b 3c 2d");
  });

  test("follows what was opened and closed, row by row and all at once", () => {
    const items = tree("a(b(c) d)");
    expect(shown(items, { rows: { "/a/b": false } })).toBe("1a 2b 2d");
    expect(shown(items, { all: false, rows: {} })).toBe("1a");
    expect(shown(items, { all: false, rows: { "/a": true } })).toBe("1a 2b 2d");
  });

  test("keeps what matches the filter with its ancestors and, for a module, its inside", () => {
    const items = tree("net(conv(k) relu(k2) convT)");
    expect(shown(items, { rows: {} }, "conv")).toBe("1net 2conv 3k 2convT");
    expect(shown(items, { all: false, rows: {} }, "k2")).toBe("1net 2relu 3k2");
    expect(shown(items, { rows: {} }, "none")).toBe("");
  });

  test("numbers the shown siblings from 1", () => {
    const rows = visibleRows(tree("a(b c d)"), { rows: {} }, "d");
    expect(rows.map(({ position, size }) => [position, size])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

test("ids of siblings stay when another step comes in between", () => {
  const ids = (text: string): string[] => tree(text)[0]!.children.map((item) => item.id);
  expect(ids("net(mul add mul)")).toEqual(["/net/mul", "/net/add", "/net/mul#1"]);
  expect(ids("net(mul softmax add mul)")).toEqual(["/net/mul", "/net/softmax", "/net/add", "/net/mul#1"]);
});

test("findItem follows an id down", () => {
  const items = tree("a(b(c)) ab");
  expect(findItem(items, "/a/b/c")?.label).toBe("c");
  expect(findItem(items, "/ab")?.label).toBe("ab");
  expect(findItem(items, "/a/x")).toBeUndefined();
});

import { describe, expect, test } from "vitest";
import { type Key, moveFocus, type Position } from "../../src/webview/common/navigation";
import type { TreeRow } from "../../src/webview/common/tree";

function row(label: string, level: number, parent?: string, expanded?: boolean): TreeRow<unknown> {
  const children = expanded === undefined ? [] : [{ id: "", label: "", search: "", value: null, children: [] }];
  return {
    item: { id: label, label, search: label, value: null, children },
    level,
    position: 1,
    size: 1,
    expanded: expanded ?? false,
    parent,
  };
}

const rows = [
  row("net", 1, undefined, true),
  row("conv", 2, "net", false),
  row("relu", 2, "net"),
  row("reshape", 2, "net"),
];

function press(key: string, from: Position, more: Partial<Key> = {}, typed = { text: "", at: -1e9 }) {
  const event = { key, ctrlKey: false, metaKey: false, altKey: false, timeStamp: 0, ...more };
  const action = moveFocus(event, from, rows, 8, 2, typed);
  if (action?.type === "toggle") return `${action.expanded ? "open" : "close"} ${action.row.item.label}`;
  return action && `${rows[action.to.row]!.item.label}${action.to.column < 0 ? "" : `:${action.to.column}`}`;
}

const at = (label: string, column = -1): Position => ({ row: rows.findIndex((it) => it.item.label === label), column });

describe("on a row", () => {
  test("arrows up and down move by one and stop at the ends", () => {
    expect(press("ArrowDown", at("conv"))).toBe("relu");
    expect(press("ArrowUp", at("net"))).toBe("net");
    expect(press("ArrowDown", at("reshape"))).toBe("reshape");
  });

  test("Right opens a closed row, and enters the cells of another", () => {
    expect(press("ArrowRight", at("conv"))).toBe("open conv");
    expect(press("ArrowRight", at("relu"))).toBe("relu:0");
  });

  test("Left closes an open row, and goes from another to its parent", () => {
    expect(press("ArrowLeft", at("net"))).toBe("close net");
    expect(press("ArrowLeft", at("relu"))).toBe("net");
  });

  test("Home, End and the page keys", () => {
    expect(press("Home", at("relu"))).toBe("net");
    expect(press("End", at("net"))).toBe("reshape");
    expect(press("PageDown", at("net"))).toBe("relu");
  });
});

describe("on a cell", () => {
  test("arrows move between cells and rows; Left of the first is the row", () => {
    expect(press("ArrowRight", at("relu", 2))).toBe("relu:3");
    expect(press("ArrowRight", at("relu", 7))).toBe("relu:7");
    expect(press("ArrowDown", at("conv", 2))).toBe("relu:2");
    expect(press("ArrowLeft", at("relu", 0))).toBe("relu");
  });

  test("Home and End move in the row, with Control over all rows", () => {
    expect(press("End", at("relu", 2))).toBe("relu:7");
    expect(press("Home", at("relu", 2), { ctrlKey: true })).toBe("net:2");
  });
});

describe("typing", () => {
  test("one letter goes on to the next row that starts with it, round the end", () => {
    expect(press("r", at("net"))).toBe("relu");
    expect(press("r", at("relu"))).toBe("reshape");
    expect(press("r", at("reshape"))).toBe("relu");
  });

  test("letters in quick succession make a word; after a pause it begins anew", () => {
    const typed = { text: "re", at: 0 };
    expect(press("s", at("relu"), { timeStamp: 100 }, typed)).toBe("reshape");
    expect(press("c", at("relu"), { timeStamp: 5_000 }, typed)).toBe("conv");
  });

  test("keys that are not the table's are left alone", () => {
    expect(press("c", at("relu"), { ctrlKey: true })).toBeUndefined();
    expect(press("Tab", at("relu"))).toBeUndefined();
  });
});

import type { TreeRow } from "./tree";

/** The focus of a tree table: a row, and one of its cells or (-1) the whole row. */
export interface Position {
  row: number;
  column: number;
}

export type Action = { type: "move"; to: Position } | { type: "toggle"; row: TreeRow<unknown>; expanded: boolean };

/** The part of a keyboard event that moves depend on. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  timeStamp: number;
}

/** Letters typed in quick succession, with the time of the last one. */
export interface Typed {
  text: string;
  at: number;
}

/** Milliseconds after which typing begins a new word. */
const typingPause = 700;

/**
 * What a key does in a tree table, after the ARIA authoring practices: on a row Right opens it, then enters its cells, Left closes it, then goes to its
 * parent; on a cell both move between cells. Letters jump to the next row whose label starts with them. `undefined` where the key is not the table's.
 */
export function moveFocus(
  key: Key,
  { row: at, column }: Position,
  rows: readonly TreeRow<unknown>[],
  columns: number,
  page: number,
  typed: Typed,
): Action | undefined {
  const row = rows[at];
  const last = rows.length - 1;
  if (last < 0 || key.altKey) return undefined;
  const move = (to: number, cell = column): Action => ({
    type: "move",
    to: { row: Math.max(0, Math.min(last, to)), column: cell },
  });
  const control = key.ctrlKey || key.metaKey;
  switch (key.key) {
    case "ArrowDown":
      return move(at + 1);
    case "ArrowUp":
      return move(at - 1);
    case "PageDown":
      return move(at + page);
    case "PageUp":
      return move(at - page);
    case "Home":
      return column < 0 || control ? move(0) : move(at, 0);
    case "End":
      return column < 0 || control ? move(last) : move(at, columns - 1);
    case "ArrowRight":
      if (!row) return move(0);
      if (column < 0 && row.item.children.length > 0 && !row.expanded) return { type: "toggle", row, expanded: true };
      return move(at, Math.min(columns - 1, column + 1));
    case "ArrowLeft": {
      if (!row) return move(0);
      if (column >= 0) return move(at, column - 1);
      if (row.expanded) return { type: "toggle", row, expanded: false };
      const parent = rows.findIndex((other) => other.item.id === row.parent);
      return parent < 0 ? undefined : move(parent);
    }
  }
  if (control || key.key.length !== 1) return undefined;
  return typeahead(key, at, rows, typed, column);
}

function typeahead(
  key: Key,
  at: number,
  rows: readonly TreeRow<unknown>[],
  typed: Typed,
  column: number,
): Action | undefined {
  const fresh = key.timeStamp - typed.at > typingPause;
  typed.text = (fresh ? "" : typed.text) + key.key.toLowerCase();
  typed.at = key.timeStamp;
  // One letter looks further on; a longer word may still be that of the row it has led to.
  const from = typed.text.length > 1 ? at : at + 1;
  for (let step = 0; step < rows.length; step++) {
    const next = (Math.max(0, from) + step) % rows.length;
    if (rows[next]?.item.label.toLowerCase().startsWith(typed.text)) return { type: "move", to: { row: next, column } };
  }
  return undefined;
}

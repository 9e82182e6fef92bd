import { useMemo, useState } from "preact/hooks";
import { type Expansion, type TreeItem, type TreeRow, visibleRows } from "./tree";

/** What a page keeps of its table while it is hidden or moved. */
export interface TableState {
  expansion: Expansion;
  filter: string;
  selected: string | undefined;
  scroll: number;
}

export const initialTableState: TableState = { expansion: { rows: {} }, filter: "", selected: undefined, scroll: 0 };

export interface Table<T> {
  state: TableState;
  rows: TreeRow<T>[];
  change(change: Partial<TableState>): void;
  toggle(id: string, expanded: boolean): void;
}

/** A table's state with the rows that follow from it. `keep` is told of each change. */
export function useTable<T>(
  items: readonly TreeItem<T>[],
  initial: TableState,
  keep: (state: TableState) => void,
): Table<T> {
  const [state, setState] = useState(initial);
  const rows = useMemo(
    () => visibleRows(items, state.expansion, state.filter),
    [items, state.expansion, state.filter],
  );
  const change = (part: Partial<TableState>): void =>
    setState((before) => {
      const after = { ...before, ...part };
      keep(after);
      return after;
    });
  return {
    state,
    rows,
    change,
    toggle: (id, expanded) =>
      change({ expansion: { ...state.expansion, rows: { ...state.expansion.rows, [id]: expanded } } }),
  };
}

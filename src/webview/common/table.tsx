import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Place } from "../protocol";
import { markdownTable, textTable } from "./markdown";
import { Toolbar } from "./toolbar";
import { countItems, type Expansion, type TreeItem, type TreeRow, visibleRows } from "./tree";
import { type Column, Treegrid } from "./treegrid";
import { t } from "./words";

/** What a page keeps of its table while it is hidden or moved. */
export interface TableState {
  expansion: Expansion;
  filter: string;
  selected: string | undefined;
  scroll: number;
}

export const initialTableState: TableState = { expansion: { rows: {} }, filter: "", selected: undefined, scroll: 0 };

interface Props<T> {
  label: string;
  items: readonly TreeItem<T>[];
  columns: readonly Column<T>[];
  state: TableState;
  onState(change: (before: TableState) => TableState): void;
  place(value: T): Place | undefined;
  onReveal(place: Place, focus: boolean): void;
  onCopy(text: string): void;
  rowClass(value: T): string;
  rowHeight: number;
  empty: string;
}

/** A tree table with its toolbar. */
export function Table<T>(props: Props<T>): JSX.Element {
  const { items, columns, state } = props;
  const { expansion, filter } = state;
  const rows = useMemo(() => visibleRows(items, expansion, filter), [items, expansion, filter]);
  const all = useMemo(() => countItems(items), [items]);
  const change = (part: Partial<TableState>): void => props.onState((before) => ({ ...before, ...part }));
  const toggle = (row: TreeRow<T>, expanded: boolean): void =>
    change({ expansion: { ...expansion, rows: { ...expansion.rows, [row.item.id]: expanded } } });
  return (
    <>
      <Toolbar
        filter={filter}
        onFilter={(text) => change({ filter: text })}
        onExpandAll={(expanded) => change({ expansion: { all: expanded, rows: {} } })}
        onCopy={(format) => props.onCopy((format === "text" ? textTable : markdownTable)(columns, rows))}
        status={t("{0} of {1} rows", rows.length, all)}
      />
      <Treegrid
        label={props.label}
        columns={columns}
        rows={rows}
        rowHeight={props.rowHeight}
        selected={state.selected}
        onSelect={(row) => change({ selected: row.item.id })}
        onOpen={(row, focus) => {
          const place = props.place(row.item.value);
          if (place) props.onReveal(place, focus);
        }}
        onToggle={toggle}
        rowClass={props.rowClass}
        scroll={state.scroll}
        onScroll={(scroll) => change({ scroll })}
        empty={filter ? t("No row matches “{0}”.", filter) : props.empty}
      />
    </>
  );
}

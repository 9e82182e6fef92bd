// biome-ignore-all lint/a11y/useSemanticElements: a table of which only the rows in sight exist is laid out by itself
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid holds the focus and names the active row or cell
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: cells are row headers or grid cells, both have an index
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { moveFocus, type Position } from "./navigation";
import type { TreeRow } from "./tree";
import { useVirtualRows } from "./virtual";

export interface Column<T> {
  key: string;
  title: string;
  /** What the column holds, for the header's tooltip. */
  hint?: string;
  /** Least width in pixels, and the part of what is left over that it takes. */
  width: number;
  grow?: number;
  align?: "end";
  render(value: T): ComponentChildren;
  /** Plain text of the cell: the tooltip, and what a copy holds. */
  text(value: T): string;
}

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly TreeRow<T>[];
  selected: string | undefined;
  /** A row was moved to. */
  onSelect(row: TreeRow<T>): void;
  /** A row was clicked, or Enter was pressed on it; `focus` moves the keyboard to what it opens. */
  onOpen(row: TreeRow<T>, focus: boolean): void;
  onToggle(row: TreeRow<T>, expanded: boolean): void;
  rowClass?(value: T): string;
  rowHeight: number;
  scroll: number;
  onScroll(offset: number): void;
  empty: string;
}

const headerHeight = 28;

/**
 * A tree table after the ARIA authoring practices' treegrid: one stop for the Tab key, arrows move over rows and cells, only the rows in sight
 * are in the document.
 */
export function Treegrid<T>(props: Props<T>): JSX.Element {
  const { columns, rows, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  const [column, setColumn] = useState(-1);
  const restore = useRef(props.scroll);
  const { items, height, show } = useVirtualRows({
    scroller,
    count: rows.length,
    rowHeight: props.rowHeight,
    headerHeight,
    initialOffset: restore.current,
  });

  const index = useMemo(() => rows.findIndex((row) => row.item.id === selected), [rows, selected]);
  const template = columns.map((it) => (it.grow ? `minmax(${it.width}px, ${it.grow}fr)` : `${it.width}px`)).join(" ");
  const width = columns.reduce((sum, it) => sum + it.width, 0);

  useLayoutEffect(() => {
    if (scroller.current && restore.current > 0) scroller.current.scrollTop = restore.current;
  }, []);
  useEffect(() => {
    if (index >= 0) show(index);
    // Only a move of the selection scrolls; rows that come and go above it do not.
  }, [selected]);

  const go = (position: Position): void => {
    setColumn(position.column);
    const row = rows[position.row];
    if (!row) return;
    show(position.row);
    if (row.item.id !== selected) props.onSelect(row);
  };

  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLDivElement>): void => {
    const row = rows[index];
    if (row && (event.key === "Enter" || (event.key === " " && typed.current.text === ""))) {
      props.onOpen(row, event.key === "Enter");
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor((event.currentTarget.clientHeight - headerHeight) / props.rowHeight) - 1);
    const action = moveFocus(event, { row: index, column }, rows, columns.length, page, typed.current);
    if (!action) return;
    event.preventDefault();
    if (action.type === "toggle") props.onToggle(action.row as TreeRow<T>, action.expanded);
    else go(action.to);
  };

  return (
    <div
      ref={scroller}
      class="treegrid"
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={index >= 0 ? domId(index, column) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => index < 0 && rows.length > 0 && go({ row: 0, column: -1 })}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
      style={{ "--columns": template, "--width": `${width}px`, "--row": `${props.rowHeight}px` }}
    >
      <div class="header" role="rowgroup">
        <div class="row" role="row" aria-rowindex={1}>
          {columns.map((it, at) => (
            <span
              key={it.key}
              role="columnheader"
              aria-colindex={at + 1}
              class={`cell ${it.align ?? ""}`}
              title={it.hint}
            >
              {it.title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="body" style={{ height: `${height - headerHeight}px` }}>
        {withSelected(items, index, props.rowHeight).map(({ at, top }) => {
          const row = rows[at];
          return (
            row && (
              <Row
                key={row.item.id}
                row={row}
                at={at}
                top={top}
                columns={columns}
                selected={at === index}
                column={at === index ? column : -1}
                class={props.rowClass?.(row.item.value) ?? ""}
                onOpen={() => {
                  go({ row: at, column: -1 });
                  props.onOpen(row, false);
                }}
                onToggle={() => props.onToggle(row, !row.expanded)}
              />
            )
          );
        })}
      </div>
      {rows.length === 0 && <p class="nothing">{props.empty}</p>}
    </div>
  );
}

interface RowProps<T> {
  row: TreeRow<T>;
  at: number;
  top: number;
  columns: readonly Column<T>[];
  selected: boolean;
  column: number;
  class: string;
  onOpen(): void;
  onToggle(): void;
}

function Row<T>({ row, at, top, columns, selected, column, ...on }: RowProps<T>): JSX.Element {
  const { item } = row;
  const branch = item.children.length > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the treegrid takes the keys of all its rows
    <div
      id={domId(at, -1)}
      class={`row ${on.class} ${selected ? "selected" : ""} ${selected && column < 0 ? "active" : ""}`}
      role="row"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-rowindex={at + 2}
      aria-expanded={branch ? row.expanded : undefined}
      aria-selected={selected}
      tabIndex={-1}
      style={{ transform: `translateY(${top}px)` }}
      onClick={on.onOpen}
    >
      {columns.map((it, cell) => (
        <span
          key={it.key}
          id={domId(at, cell)}
          role={cell === 0 ? "rowheader" : "gridcell"}
          aria-colindex={cell + 1}
          class={`cell ${it.align ?? ""} ${column === cell ? "active" : ""}`}
          title={it.text(item.value)}
          style={cell === 0 ? { "--level": row.level } : undefined}
        >
          {cell === 0 && (
            <span
              class={`twistie ${branch ? (row.expanded ? "open" : "closed") : ""}`}
              aria-hidden="true"
              onClick={(event) => {
                if (!branch) return;
                event.stopPropagation();
                on.onToggle();
              }}
            />
          )}
          {it.render(item.value)}
        </span>
      ))}
    </div>
  );
}

function domId(row: number, column: number): string {
  return column < 0 ? `row-${row}` : `row-${row}-${column}`;
}

/** The drawn rows, and the selected one although it is out of sight: assistive technology follows `aria-activedescendant` to it. */
function withSelected(
  items: readonly { index: number; start: number }[],
  selected: number,
  rowHeight: number,
): { at: number; top: number }[] {
  const drawn = items.map((item) => ({ at: item.index, top: item.start - headerHeight }));
  if (selected >= 0 && !items.some((item) => item.index === selected)) {
    drawn.push({ at: selected, top: selected * rowHeight });
  }
  return drawn;
}

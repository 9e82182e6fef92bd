/** A node of a tree table. Its id stays the same while the source that it stands for is edited elsewhere. */
export interface TreeItem<T> {
  id: string;
  /** What typing a name jumps to. */
  label: string;
  /** Lower-case text that the filter looks into. */
  search: string;
  value: T;
  children: TreeItem<T>[];
}

/** A visible line of a tree table. Levels and positions count from 1, as ARIA's do. */
export interface TreeRow<T> {
  item: TreeItem<T>;
  level: number;
  position: number;
  size: number;
  expanded: boolean;
  /** Id of the row that it stands below. */
  parent: string | undefined;
}

/** What the user opened or closed: single rows, and before them all rows at once. The rest follows `openByDefault`. */
export interface Expansion {
  all?: boolean;
  rows: Readonly<Record<string, boolean>>;
}

/** Trees up to this many rows open whole. */
const smallTree = 250;

/** Says which items are open before the user touched them: all of a small tree, two levels of a large one. */
function openByDefault<T>(items: readonly TreeItem<T>[]): (level: number) => boolean {
  const small = countItems(items) <= smallTree;
  return (level) => small || level <= 2;
}

export function countItems<T>(items: readonly TreeItem<T>[]): number {
  let total = 0;
  for (const item of items) total += 1 + countItems(item.children);
  return total;
}

/** Levels of the deepest item. */
export function depth<T>(items: readonly TreeItem<T>[]): number {
  let deepest = 0;
  for (const item of items) deepest = Math.max(deepest, 1 + depth(item.children));
  return deepest;
}

export function findItem<T>(items: readonly TreeItem<T>[], id: string | undefined): TreeItem<T> | undefined {
  for (const item of items) {
    if (item.id === id) return item;
    // An item's id begins with its parent's.
    const inside = id?.startsWith(`${item.id}/`) ? findItem(item.children, id) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

/**
 * The visible rows in order. With a filter, an item stays when it matches, when something below it does (it is then
 * open), or when something above it does.
 */
export function visibleRows<T>(items: readonly TreeItem<T>[], expansion: Expansion, filter = ""): TreeRow<T>[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const byDefault = openByDefault(items);
  const rows: TreeRow<T>[] = [];

  const matching = new Map<TreeItem<T>, "self" | "below">();
  const mark = (item: TreeItem<T>): boolean => {
    let below = false;
    for (const child of item.children) below = mark(child) || below;
    if (words.every((word) => item.search.includes(word))) matching.set(item, below ? "below" : "self");
    else if (below) matching.set(item, "below");
    return matching.has(item);
  };
  if (words.length > 0) for (const item of items) mark(item);

  const add = (level: number, siblings: readonly TreeItem<T>[], parent: string | undefined, whole: boolean): void => {
    const shown = whole ? siblings : siblings.filter((item) => matching.has(item));
    for (const [index, item] of shown.entries()) {
      const below = matching.get(item) === "below";
      const open = below || (expansion.rows[item.id] ?? expansion.all ?? byDefault(level));
      const expanded = item.children.length > 0 && open;
      rows.push({ item, level, position: index + 1, size: shown.length, expanded, parent });
      if (expanded) add(level + 1, item.children, item.id, whole || !below);
    }
  };
  add(1, items, undefined, words.length === 0);
  return rows;
}

/**
 * Ids for siblings: each by its own key, told apart by how often that key came before. A step added in between moves
 * none of the others.
 */
export function siblingIds(parent: string): (key: string) => string {
  const seen = new Map<string, number>();
  return (key) => {
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return `${parent}/${key}${before > 0 ? `#${before}` : ""}`;
  };
}

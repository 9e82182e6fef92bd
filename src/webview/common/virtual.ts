import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

interface Options {
  scroller: RefObject<HTMLElement>;
  count: number;
  /** Pixels of a row, and of the sticky header above the first. */
  rowHeight: number;
  headerHeight: number;
  initialOffset: number;
}

/** Which rows of a long list to draw, as the element scrolls: Preact's binding to TanStack's virtualizer. */
export function useVirtualRows(options: Options): { items: VirtualItem[]; height: number; show(index: number): void } {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const current = useRef<Virtualizer<HTMLElement, HTMLElement> | null>(null);
  const settings = {
    count: options.count,
    getScrollElement: () => options.scroller.current,
    estimateSize: () => options.rowHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: 8,
    initialOffset: options.initialOffset,
    // The header floats over the first rows: a row below it counts as hidden.
    scrollPaddingStart: options.headerHeight,
    paddingStart: options.headerHeight,
    onChange: () => redraw(undefined),
  };
  current.current ??= new Virtualizer<HTMLElement, HTMLElement>(settings);
  const virtualizer = current.current;
  virtualizer.setOptions(settings);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    show: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}

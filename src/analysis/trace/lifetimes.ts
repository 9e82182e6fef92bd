/** While Python holds a tensor, by steps of the trace. */
export interface Lifetime {
  /** The step that made it. */
  readonly made: number;
  /** The first step before which nothing of Python's holds it any more; `Infinity` where something still does at the end. */
  released: number;
}

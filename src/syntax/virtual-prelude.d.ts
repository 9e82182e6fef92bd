/** The prelude's syntax, made at build time by `tools/prelude.mjs`; by dotted module name. */
declare module "virtual:prelude" {
  export interface PreludeModule {
    /** Below `src/prelude`, with `/`. */
    file: string;
    /** True of an `__init__.py`. */
    isPackage: boolean;
    /** Length of its text, in UTF-16 code units. */
    length: number;
    /** A `Module` as JSON text. */
    json: string;
  }
  export const modules: Record<string, PreludeModule>;
  /** Module name → what `tools/record/names.py` recorded of the real one, as JSON text. */
  export const recorded: Record<string, string>;
}

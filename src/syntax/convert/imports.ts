import type { Import, ImportAlias, ImportFrom } from "../ast";
import type { Context } from "./context";
import { dottedName, identifier } from "./names";

export function importNames(cx: Context, i: number): Import {
  return { kind: "Import", ...cx.span(i), names: aliases(cx, i) };
}

export function importFrom(cx: Context, i: number): ImportFrom {
  const { tree } = cx;
  let module = tree.child(i, "module_name");
  let level = 0;
  if (module >= 0 && tree.type(module) === "relative_import") {
    const dots = tree.childOfType(module, "import_prefix");
    level = dots >= 0 ? tree.slice(dots).replace(/[^.]/g, "").length : 0;
    module = tree.childOfType(module, "dotted_name");
  }
  const star = tree.childOfType(i, "wildcard_import");
  const names = star >= 0 ? [{ ...cx.span(star), name: "*", asname: null }] : aliases(cx, i);
  return { kind: "ImportFrom", ...cx.span(i), module: module >= 0 ? dottedName(cx, module) : "", level, names };
}

export function importFuture(cx: Context, i: number): ImportFrom {
  return { kind: "ImportFrom", ...cx.span(i), module: "__future__", level: 0, names: aliases(cx, i) };
}

function aliases(cx: Context, i: number): ImportAlias[] {
  const { tree } = cx;
  return tree.children(i, "name").map((child) => {
    if (tree.type(child) !== "aliased_import") return { ...cx.span(child), name: dottedName(cx, child), asname: null };
    const name = tree.child(child, "name");
    const alias = tree.child(child, "alias");
    return {
      ...cx.span(child),
      name: name >= 0 ? dottedName(cx, name) : "",
      asname: alias >= 0 ? identifier(cx, alias) : null,
    };
  });
}

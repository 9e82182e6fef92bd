import type { Call, Expr, Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { visit } from "../../syntax/walk";
import { parameterNodes } from "../facts/functions";
import { spanOf } from "../facts/places";
import type { DiagnosticJson, FixJson } from "../report";
import { type Rule, rules } from "./rules";
import { silentRules } from "./silent-rules";
import { type Edit, expressionAround, siteOf } from "./site";

/** What a file's analysis says of it with other text; undefined where no more may be tried. */
export type Analyse = (text: string) => readonly DiagnosticJson[] | undefined;

/** More than this is no help to choose from. */
const MAX_FIXES = 4;

/**
 * Edits after which the file lacks the error and has no other one that it did not have: each is tried by analysing the changed text.
 * `before`: all that the analysis says of the file now; `table`: what is tried for which error.
 */
export function repairs(
  source: Source,
  error: DiagnosticJson,
  before: readonly DiagnosticJson[],
  analyse: Analyse,
  table: readonly Rule[] = [...rules, ...silentRules],
): FixJson[] {
  const site = siteOf(source, error);
  if (site === undefined) return [];
  const sites = [site, ...[...site.related()].slice(0, 1)];
  const tried = new Map<string, boolean>();
  const found: FixJson[] = [];
  const works = (edit: Edit): boolean | undefined => {
    const key = `${edit.start}:${edit.end}:${edit.text}`;
    const known = tried.get(key);
    if (known !== undefined) return known;
    const after = analyse(source.text.slice(0, edit.start) + edit.text + source.text.slice(edit.end));
    if (after === undefined) return undefined;
    const result = isRid(error, before, after);
    tried.set(key, result);
    return result;
  };
  for (const rule of table) {
    if (!isFor(rule, error) || (rule.sizes === true && error.symbolic === true)) continue;
    for (const { edits, only } of rule.tries) {
      for (const at of sites) {
        const good: Edit[] = [];
        for (const edit of edits(at)) {
          const answer = works(edit);
          if (answer === undefined) return found;
          if (answer) good.push(edit);
          if (good.length > (only === true ? 1 : 0)) break;
        }
        if (good.length !== 1) continue;
        const fix = fixOf(source, good[0]);
        if (!found.some(({ title }) => title === fix.title)) found.push(fix);
        if (found.length >= MAX_FIXES) return found;
        break;
      }
    }
  }
  return found;
}

function isFor({ error, codes = [] }: Rule, { failure, code }: DiagnosticJson): boolean {
  return (failure !== undefined && error?.(failure) === true) || codes.includes(code);
}

/** Whether edits are worth a try. */
export function isTried(diagnostic: DiagnosticJson): boolean {
  return diagnostic.failure !== undefined || silentRules.some((rule) => isFor(rule, diagnostic));
}

/** The error is gone, and nothing came instead. */
function isRid(error: DiagnosticJson, before: readonly DiagnosticJson[], after: readonly DiagnosticJson[]): boolean {
  const rest = before.filter((one) => one !== error && matters(one)).map(keyOf);
  for (const key of after.filter(matters).map(keyOf)) {
    const at = rest.indexOf(key);
    if (at < 0) return false;
    rest.splice(at, 1);
  }
  return true;
}

function matters({ severity, code }: DiagnosticJson): boolean {
  return severity === "error" || severity === "warning" || code === "incomplete";
}

/** Places move with an edit. */
function keyOf({ code, message }: DiagnosticJson): string {
  return `${code}: ${message}`;
}

function fixOf(source: Source, edit: Edit): FixJson {
  return { title: titleOf(source, edit), ...spanOf(source, edit.start, edit.end), text: edit.text };
}

/** Longer texts do not fit into a menu. */
const MAX_TITLE = 60;

/** ``Change `self.fc(x)` to `self.fc(x.flatten(1))` ``, or what is inserted. */
function titleOf(source: Source, edit: Edit): string {
  const around = expressionAround(source, edit);
  if (around !== undefined) {
    const before = source.text.slice(around.start, around.end);
    const after = before.slice(0, edit.start - around.start) + edit.text + before.slice(edit.end - around.start);
    if (!after.includes("\n") && after.length <= MAX_TITLE) return `Change \`${before}\` to \`${after}\``;
  }
  const name = nameBefore(source, edit);
  const text = withoutCommas(edit.text.trim());
  if (edit.start === edit.end) return `Insert \`${text}\``;
  return `Change \`${name}${source.text.slice(edit.start, edit.end)}\` to \`${name}${text}\``;
}

/** `dim=` where a keyword argument's or a parameter's value is edited, `x = ` where a name's is. */
function nameBefore(source: Source, edit: Edit): string {
  let start: number | undefined;
  visit(source.tree, (node) => {
    for (const named of namedValues(node as Stmt | Call)) if (named.value?.start === edit.start) start = named.start;
  });
  return start === undefined ? "" : source.text.slice(start, edit.start);
}

function namedValues(node: Stmt | Call): { start: number; value: Expr | null }[] {
  switch (node.kind) {
    case "Call":
      return node.keywords.filter(({ name }) => name !== null);
    case "FunctionDef":
      return parameterNodes(node.params).map((param) => ({ start: param.start, value: param.default }));
    case "Assign": {
      const target = node.targets.at(-1)!;
      return [{ start: target.kind === "Attribute" ? target.attrStart : target.start, value: node.value }];
    }
    default:
      return [];
  }
}

/** An argument that is inserted brings the comma beside it. */
function withoutCommas(text: string): string {
  const from = text.startsWith(", ") ? 2 : 0;
  return text.slice(from, text.endsWith(",") ? -1 : undefined);
}

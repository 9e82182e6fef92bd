import type { SyntaxProblem } from "./ast";
import type { FlatTree } from "./tree";

/** What tree-sitter could not read or had to add, each on one line. */
export function syntaxProblems(tree: FlatTree): SyntaxProblem[] {
  if (!tree.hasError) return [];
  const problems: SyntaxProblem[] = [];
  for (const { at, token } of tree.missing)
    problems.push({ message: expected(token), ...visible(tree.text, Math.max(0, at - 1), at) });
  for (let i = 0; i < tree.count; ) {
    if (tree.type(i) !== "ERROR" || tree.start(i) === tree.end(i)) i++;
    else {
      problems.push({ message: "Invalid syntax", ...visible(tree.text, tree.start(i), tree.end(i)) });
      i = tree.next(i);
    }
  }
  return problems.sort((a, b) => a.start - b.start);
}

function expected(token: string): string {
  if (token === "_newline" || token === "_dedent") return "Expected a new line";
  if (token === "_indent") return "Expected an indented block";
  return /^\w{2,}$/.test(token) ? `Expected ${token.replaceAll("_", " ")}` : `Expected '${token}'`;
}

/** The part of a range on its first line. */
function visible(text: string, start: number, end: number): { start: number; end: number } {
  const newline = text.indexOf("\n", start);
  const lineEnd = newline < 0 ? text.length : newline;
  return { start, end: Math.max(start, Math.min(end, lineEnd)) };
}

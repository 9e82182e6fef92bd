import fc from "fast-check";
import { flood, floodNames } from "./floods";
import { tokens } from "./tokens";

/** A text that is mutated, with the path and roots under which it is analysed. */
export interface SourceText {
  file: string;
  text: string;
  roots?: string[];
}

/** Places are fractions of the text, so that one edit fits every text. */
export type Edit =
  | { kind: "truncate"; at: number }
  | { kind: "delete" | "duplicate" | "repeat"; at: number; count: number }
  | { kind: "swap"; at: number; to: number }
  | { kind: "replace" | "insert"; at: number; text: string }
  | { kind: "bytes"; at: number; bytes: number[] }
  | { kind: "delete lines" | "duplicate lines" | "indent lines" | "outdent lines"; at: number; count: number }
  | { kind: "move lines"; at: number; to: number; count: number }
  | { kind: "flood"; at: number; name: string; count: number };

export interface Mutation {
  /** Number of the source, to be taken modulo their count. */
  source: number;
  edits: Edit[];
}

/** Tokens that change a program's course where they are put. */
const VOCABULARY =
  "( ) [ ] { } : , . ; = == + - * ** / // % @ & | ^ ~ < > -> := ... \n \t ' \" ''' # \\ 0 1 -1 2**64 1e999 0x 0b2 1j 07 None True False self x torch nn super() __class__ lambda if else elif for while in not and or is def class return yield await async with as try except finally raise del global nonlocal import from match case _ pass break continue assert f'{' b'' * _"
    .split(" ")
    .concat(["\n    ", "\n\n", "\u0000", "\u2028", "é", "😀", "\ufeff", "\r"]);

// Evenly spread, which the doubles of fast-check are not.
const at = fc.integer({ min: 0, max: 99_999 }).map((n) => n / 100_000);
const few = fc.integer({ min: 1, max: 5 });
const token = fc.oneof(fc.constantFrom(...VOCABULARY), fc.string({ maxLength: 5, unit: "grapheme" }));
const some = fc.constantFrom(5, 30, 200, 1500, 10_000);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("truncate" as const), at }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom("delete" as const, "duplicate" as const), at, count: few }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("repeat" as const), at, count: some }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("swap" as const), at, to: at }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom("replace" as const, "insert" as const), at, text: token }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("bytes" as const),
      at,
      bytes: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "delete lines" as const,
        "duplicate lines" as const,
        "indent lines" as const,
        "outdent lines" as const,
      ),
      at,
      count: few,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("move lines" as const), at, to: at, count: few }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("flood" as const),
      at,
      name: fc.constantFrom(...floodNames),
      count: some,
    }),
  },
);

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  source: fc.nat(),
  edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
});

/** The text after one edit. */
export function applyEdit(text: string, edit: Edit): string {
  switch (edit.kind) {
    case "truncate":
      return text.slice(0, index(text.length, edit.at));
    case "bytes": {
      const place = index(text.length, edit.at);
      return text.slice(0, place) + Buffer.from(edit.bytes).toString("utf8") + text.slice(place);
    }
    case "flood":
      return inLines(text, (lines) => {
        lines.splice(index(lines.length, edit.at), 0, flood(edit.name, edit.count));
      });
    case "delete lines":
    case "duplicate lines":
    case "indent lines":
    case "outdent lines":
    case "move lines":
      return inLines(text, (lines) => editLines(lines, edit));
    default: {
      const parts = tokens(text);
      editTokens(parts, edit);
      return parts.join("");
    }
  }
}

function editLines(lines: string[], edit: Extract<Edit, { kind: `${string} lines` }>): void {
  const from = index(lines.length, edit.at);
  const chosen = lines.slice(from, from + edit.count);
  switch (edit.kind) {
    case "delete lines":
      lines.splice(from, edit.count);
      return;
    case "duplicate lines":
      lines.splice(from, 0, ...chosen);
      return;
    case "move lines":
      lines.splice(from, edit.count);
      lines.splice(index(lines.length, edit.to), 0, ...chosen);
      return;
    default: {
      const change = (line: string) => (edit.kind === "indent lines" ? `    ${line}` : line.replace(/^[ \t]{1,4}/, ""));
      lines.splice(from, chosen.length, ...chosen.map(change));
    }
  }
}

type TokenEdit = Extract<Edit, { kind: "delete" | "duplicate" | "repeat" | "swap" | "replace" | "insert" }>;

function editTokens(parts: string[], edit: TokenEdit): void {
  const from = index(parts.length, edit.at);
  switch (edit.kind) {
    case "delete":
      parts.splice(from, edit.count);
      return;
    case "duplicate":
      parts.splice(from, 0, ...parts.slice(from, from + edit.count));
      return;
    case "repeat":
      parts.splice(from, 0, (parts[from] ?? "").slice(0, 20).repeat(edit.count));
      return;
    case "swap": {
      const to = index(parts.length, edit.to);
      if (parts.length > 0) [parts[from], parts[to]] = [parts[to], parts[from]];
      return;
    }
    case "replace":
      parts.splice(from, 1, edit.text);
      return;
    case "insert":
      parts.splice(from, 0, edit.text);
  }
}

function inLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

function index(length: number, at: number): number {
  return Math.min(Math.floor(at * length), Math.max(length - 1, 0));
}

/** A mutated source: its text, the text before the last edit, and what was done. */
export function mutate(sources: readonly SourceText[], { source, edits }: Mutation) {
  const chosen = sources[source % sources.length];
  let before = chosen.text;
  let text = before;
  for (const edit of edits) {
    before = text;
    text = applyEdit(text, edit);
  }
  return { ...chosen, text, before, what: `${chosen.file}: ${edits.map(describe).join(", ")}` };
}

function describe(edit: Edit): string {
  const place = `at ${edit.at.toFixed(5)}`;
  if (edit.kind === "flood") return `flood of ${edit.count} ${edit.name} ${place}`;
  if ("text" in edit) return `${edit.kind} ${JSON.stringify(edit.text)} ${place}`;
  return `${edit.kind} ${place}`;
}

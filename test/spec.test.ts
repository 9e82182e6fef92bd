import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analysis/analyzer";
import { preludeSources } from "../src/syntax/prelude";
import { hostOf } from "./analysis/support";
import { parser } from "./syntax/python";

interface Section {
  title: string;
  files: Record<string, string>;
}

const folder = join(__dirname, "spec");

/** The sections of a literate file that hold code. */
function sections(markdown: string): Section[] {
  const found: Section[] = [];
  let titles: string[] = [];
  let section: Section = { title: "", files: {} };
  let block: string[] | undefined;
  let name = "main.py";
  for (const line of markdown.split("\n")) {
    if (block !== undefined) {
      if (line.startsWith("```")) {
        section.files[name] = (section.files[name] === undefined ? "" : `${section.files[name]}\n`) + block.join("\n");
        block = undefined;
        name = "main.py";
      } else block.push(line);
      continue;
    }
    const heading = /^(#+) (.*)$/.exec(line);
    if (heading !== null) {
      titles = [...titles.slice(0, heading[1].length - 1), heading[2]];
      section = { title: titles.join(" › "), files: {} };
      found.push(section);
    }
    const file = /^`([\w/]+\.py)`:$/.exec(line);
    if (file !== null) name = file[1];
    if (line.startsWith("```py")) block = [];
  }
  return found.filter(({ files }) => Object.keys(files).length > 0);
}

/** What the comments of a file expect, and what the analysis says, in the same words. */
function compare(files: Record<string, string>): { expected: string[]; told: string[] } {
  const paths = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/spec/${name}`, `${text}\n`]));
  const analyzer = new Analyzer(parser, preludeSources, hostOf(paths));
  const main = "/spec/main.py";
  const analysis = analyzer.analyzeFile(main);
  const lines = paths[main].split("\n");
  const expected: string[] = [];
  const told: string[] = [];
  lines.forEach((line, index) => {
    const at = `line ${index + 1}`;
    const revealed = /# revealed: (.*)$/.exec(line);
    if (revealed !== null) expected.push(`${at}: revealed ${revealed[1].trim()}`);
    const error = /# error: \[([\w-]+)\] "(.*)"\s*$/.exec(line);
    if (error !== null) expected.push(`${at}: ${error[1]} ${error[2]}`);
    const cost = /# cost: (.*)$/.exec(line);
    if (cost !== null) expected.push(`${at}: cost ${cost[1].trim()}`);
    const note = /^\s*# (hint|warning|information): \[([\w-]+)\] "(.*)"\s*$/.exec(lines[index - 1] ?? "");
    if (note !== null) expected.push(`${at}: ${note[1]} ${note[2]} ${note[3]}`);
    const requires = /^\s*# requires: (.*)$/.exec(line);
    if (requires !== null) expected.push(`requires ${requires[1].trim()}`);
    if (cost !== null) {
      const entry = analysis.entries.find(({ lines: costs }) => costs.some((one) => one.line === index + 1));
      told.push(`${at}: cost ${entry?.lines.find((one) => one.line === index + 1)?.macs}`);
    }
    if (requires !== null && analysis.entries.some(({ requirements }) => requirements.includes(requires[1].trim())))
      told.push(`requires ${requires[1].trim()}`);
  });
  for (const { line, severity, code, message, file } of analysis.diagnostics) {
    if (code === "revealed") told.push(`line ${line}: revealed ${message}`);
    else if (severity !== "error") told.push(`line ${line}: ${severity} ${code} ${message}`);
    else {
      const wanted = file === main ? /# error: \[([\w-]+)\] "(.*)"\s*$/.exec(lines[line - 1] ?? "") : null;
      const isWanted =
        wanted !== null && (wanted[1] === code || message.startsWith(`${wanted[1]}: `)) && message.includes(wanted[2]);
      told.push(`${file === main ? "" : `${file} `}line ${line}: ${isWanted ? `${wanted[1]} ${wanted[2]}` : message}`);
    }
  }
  return { expected: expected.sort(), told: told.sort() };
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md")) {
  describe(file, () => {
    for (const { title, files } of sections(readFileSync(join(folder, file), "utf8"))) {
      it(title, () => {
        const { expected, told } = compare(files);
        expect(expected.length, "a section expects something").toBeGreaterThan(0);
        expect(told).toEqual(expected);
      });
    }
  });
}

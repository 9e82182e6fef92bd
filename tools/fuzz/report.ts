import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cost, Finding, PartResult } from "./part";

export interface Run {
  seed: number;
  seconds: number;
  /** Seconds that it took. */
  took: number;
  budgetMs: number;
  parts: PartResult[];
}

const WHAT: Record<string, string> = {
  mutations: "mutated models",
  calls: "calls with odd arguments",
  stdlib: "files of the standard library",
  lsp: "abused connections of the language server",
};

function findingsOf({ parts }: Run): Finding[] {
  return parts.flatMap(({ findings }) => [...findings.values()]);
}

/** Counts, the slowest and the largest, and what fails. */
export function reportText(run: Run): string {
  const lines = [`seed ${run.seed}, ${run.took.toFixed(0)} s of ${run.seconds} s, budget ${run.budgetMs} ms`];
  for (const part of run.parts) {
    const short = part.cases < part.wanted ? `, of ${part.wanted}: the time was over` : "";
    const phases = Object.entries(part.phases).map(([phase, ms]) => `${phase} ${(ms / 1000).toFixed(0)}`);
    const cpu = `${(part.cpu / 1000).toFixed(0)} s of CPU (${phases.join(", ")})`;
    lines.push(`${part.name}: ${part.cases} ${WHAT[part.name]}, ${cpu}${short}`);
    const show = (name: string, costs: readonly Cost[], text: (value: number) => string) => {
      if (costs.length === 0) return;
      lines.push(`  ${name}:`);
      for (const { id, what, value } of costs) lines.push(`    ${text(value).padStart(9)}  ${id} (${what})`);
    };
    show("slowest", part.slowest, (ms) => `${ms.toFixed(0)} ms`);
    show("largest", part.largest, (bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
  }
  const findings = findingsOf(run);
  for (const { kind, message, count, id, what, text } of findings) {
    lines.push(`✗ ${kind}, ${count} ${count === 1 ? "time" : "times"}: ${message}`, `  ${id} (${what})`);
    if (text.length < 600) lines.push(text.trimEnd().replace(/^/gm, "    | "));
  }
  lines.push(`${findings.length} ${findings.length === 1 ? "finding" : "findings"}`);
  return lines.join("\n");
}

/** One file a finding, in a folder that holds nothing else. */
export function writeFindings(run: Run, folder: string): string[] {
  rmSync(folder, { recursive: true, force: true });
  const findings = findingsOf(run);
  if (findings.length > 0) mkdirSync(folder, { recursive: true });
  return findings.map(({ kind, id, text, extension }, n) => {
    const file = join(folder, `${n + 1}-${kind}-${id.replace("/", "-")}.${extension}`);
    writeFileSync(file, text);
    return file;
  });
}

/** The part of docs/scoreboard.md that tells of the long run. */
export function scoreboardSection(run: Run): string {
  const rows = run.parts.map((part) => {
    const [slowest] = part.slowest;
    const [largest] = part.largest;
    const count = (...kinds: Finding["kind"][]) =>
      [...part.findings.values()].filter(({ kind }) => kinds.includes(kind)).length;
    const cells = [
      WHAT[part.name],
      part.cases.toLocaleString("en-US"),
      `${(slowest?.value ?? 0).toFixed(0)} ms`,
      `${((largest?.value ?? 0) / 1e6).toFixed(0)} MB`,
      count("throw", "defect"),
      count("slow", "hang"),
      count("memory"),
      count("death"),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return `## Bad input

\`npm run fuzz -- --seconds ${run.seconds} --seed ${run.seed}\` writes this part: each file is analysed under a budget of ${run.budgetMs} ms, of which CPU may take 1.5 times as much,
and memory may come to 1 GB. What fails counts once for each way of failing.

| | cases | slowest | largest | throws | too slow | too large | deaths |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}

${run.took.toFixed(0)} s on Node ${process.versions.node}.
`;
}

import { byKind } from "./compare.mjs";

const perThousand = (count, files) => ((count * 1000) / Math.max(1, files)).toFixed(1);

/** The part of docs/scoreboard.md that tells of the sweep. */
export function sweepSection({
  repositories,
  files,
  errors,
  right,
  wrong,
  unjudged,
  lost,
  slowest,
  largest,
  givenUp,
  partial,
}) {
  const rows = [
    ["told", errors.length],
    ["true", right.length],
    ["false", wrong.length],
    ["not judged", unjudged.length],
  ];
  const real = right.filter(({ entry }) => entry.file !== undefined);
  const grouped = new Map();
  for (const { entry } of right) if (entry.file === undefined) grouped.set(entry, (grouped.get(entry) ?? 0) + 1);
  return `## Code that others wrote

\`check\` over ${repositories} repositories with ${files} Python files and notebooks; every error was read and judged (\`test/sweep/judged.json\`).
True: the program, run as its author would, certainly fails at that line. \`npm run sweep -- FOLDER…\` writes this section.

| errors | number | in 1,000 files |
| --- | ---: | ---: |
${rows.map(([name, count]) => `| ${name} | ${count} | ${perThousand(count, files)} |`).join("\n")}

${lost.length} true errors of earlier sweeps are no longer told. ${partial} files were not followed to the end, ${givenUp.length} were given up.
${slowest.length === 0 ? "" : `The slowest file takes ${(slowest[0].cpuMs / 1000).toFixed(1)} s of CPU (\`${slowest[0].file}\`), the most memory is ${Math.round(largest[0].peakBytes / 1e6)} MB.\n`}
### Mistakes that are there

${real.map(({ error, entry }) => `- \`${error.repository}\`, \`${error.file}\`${error.cell === undefined ? "" : `, cell ${error.cell}`}, line ${error.line}: ${entry.why}`).join("\n")}
${[...grouped].map(([{ repository, why }, count]) => `- \`${repository}\`, ${count} times: ${why}`).join("\n")}

### What is false

${byKind(wrong.map(({ error }) => error))
  .map(([kind, count]) => `- ${count} × ${kind}`)
  .join("\n")}
`;
}

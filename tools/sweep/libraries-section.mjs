/** How often each kind is right and wrong in each library; a library without findings has no row. */
export function tally(counts, { right, wrong, unjudged }) {
  const rows = new Map();
  const add = (verdict, { repository, severity, code }) => {
    const key = JSON.stringify([repository, code]);
    const row = rows.get(key) ?? { library: repository, kind: code, severity, right: 0, wrong: 0, unjudged: 0 };
    row[verdict]++;
    rows.set(key, row);
  };
  for (const { error } of right) add("right", error);
  for (const { error } of wrong) add("wrong", error);
  for (const error of unjudged) add("unjudged", error);
  const names = [...counts.keys()];
  return {
    lines: [...counts.values()].reduce((sum, { lines }) => sum + lines, 0),
    rows: [...rows.values()].sort(
      (a, b) =>
        names.indexOf(a.library) - names.indexOf(b.library) ||
        (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0) ||
        (a.kind < b.kind ? -1 : 1),
    ),
  };
}

const total = (rows, verdict) => rows.reduce((sum, row) => sum + row[verdict], 0);
const warningsOf = ({ rows }) => rows.filter(({ severity }) => severity === "warning");

/** Of the warnings that were judged, the part that is right; 1 where there is none. */
export function shareRight(tallied) {
  const [right, wrong] = ["right", "wrong"].map((verdict) => total(warningsOf(tallied), verdict));
  return right + wrong === 0 ? 1 : right / (right + wrong);
}

/** How many warnings are wrong in so many lines of source. */
export function wrongPer(tallied, lines) {
  return (total(warningsOf(tallied), "wrong") * lines) / Math.max(1, tallied.lines);
}

/** What was looked at in each library and what was told there, one row of numbers a library. */
function byLibrary({ rows }, counts) {
  return [...counts].map(([name, { files, lines, givenUp, partial }]) => {
    const own = rows.filter(({ library }) => library === name);
    const errors = own.filter(({ severity }) => severity === "error");
    const warnings = { rows: own, lines };
    const numbers = [
      ...[files, lines],
      ...["right", "wrong", "unjudged"].map((verdict) => total(errors, verdict)),
      ...["right", "wrong", "unjudged"].map((verdict) => total(warningsOf(warnings), verdict)),
    ];
    const cells = numbers.map((value) => value.toLocaleString("en-US"));
    return `| ${[name, ...cells, wrongPer(warnings, 20_000).toFixed(2), partial.size + givenUp.length].join(" | ")} |`;
  });
}

/** The part of docs/scoreboard.md that tells of the libraries. */
export function librariesSection(tallied, { slowest, largest, counts }) {
  const { rows, lines } = tallied;
  const errors = rows.filter(({ severity }) => severity === "error");
  const number = (value) => value.toLocaleString("en-US");
  const libraries = [...counts].map(([name, count]) => `${name} (${number(count.lines)})`).join(", ");
  return `## Published libraries

\`check\` over ${number(lines)} lines of source: ${libraries}. Every error and warning was read and judged (\`test/sweep/libraries.json\`);
\`npm run libraries -- DIR\` writes this section, with the libraries installed into DIR.

| | right | wrong | not judged |
| --- | ---: | ---: | ---: |
| errors | ${total(errors, "right")} | ${total(errors, "wrong")} | ${total(errors, "unjudged")} |
| warnings | ${["right", "wrong", "unjudged"].map((verdict) => total(warningsOf(tallied), verdict)).join(" | ")} |

Of the warnings ${(shareRight(tallied) * 100).toFixed(1)} % are right, and ${wrongPer(tallied, 20_000).toFixed(2)} are wrong in 20,000 lines.
${slowest === undefined ? "" : `The slowest file takes ${(slowest.cpuMs / 1000).toFixed(1)} s of CPU (\`${slowest.file}\`), the most memory is ${Math.round(largest.peakBytes / 1e6)} MB.\n`}
Not followed to the end are files of which some loop or call takes more work than an analysis may cost.

| library | files | lines | errors: true | false | not judged | warnings: right | wrong | not judged | wrong in 20,000 lines | not followed to the end |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${byLibrary(tallied, counts).join("\n")}

| library | kind | | right | wrong | not judged |
| --- | --- | --- | ---: | ---: | ---: |
${rows.map(({ library, kind, severity, right, wrong, unjudged }) => `| ${library} | \`${kind}\` | ${severity} | ${right} | ${wrong} | ${unjudged} |`).join("\n")}
`;
}

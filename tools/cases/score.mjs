// How many bugs of a collection are found, by kind, and how often something is told of a program that is right.

/** The words after `kind:` in the first line of a case. */
function kindInText(text) {
  const [line] = text.split("\n", 1);
  const at = line.indexOf("kind:");
  return at < 0 ? undefined : line.slice(at + "kind:".length).trim();
}

/**
 * `cases`: of each file what is expected (`kind` or `error`, with `lines`; neither: it is right) and its text. `told`: the errors and warnings of each
 * file. A bug is found where something is told at one of its lines.
 */
export function scoreOf(cases, told) {
  const kinds = new Map();
  const row = (kind) => {
    if (!kinds.has(kind)) kinds.set(kind, { kind, bugs: 0, found: 0, missed: 0, right: 0, false: 0 });
    return kinds.get(kind);
  };
  for (const { file, kind, error, lines = [], text } of cases) {
    const found = told.get(file) ?? [];
    const of = row(kindInText(text) ?? kind ?? error ?? "other");
    if (kind === undefined && error === undefined) {
      of.right++;
      of.false += found.length;
      continue;
    }
    of.bugs++;
    if (found.some(({ line }) => lines.includes(line))) of.found++;
    else of.missed++;
  }
  return [...kinds.values()].sort((a, b) => b.bugs - a.bugs || (a.kind < b.kind ? -1 : 1));
}

/** The part of docs/scoreboard.md that tells of collections of bugs: rows by the name of the collection. */
export function casesSection(collections) {
  const parts = collections.map(({ name, rows }) => {
    const sum = (key) => rows.reduce((all, one) => all + one[key], 0);
    const line = (kind, value) =>
      `| ${kind} | ${value("bugs")} | ${value("found")} | ${value("missed")} | ${value("false")} |`;
    return `### ${name}

| kind | bugs | found | missed | false |
| --- | ---: | ---: | ---: | ---: |
${rows
  .filter(({ bugs, false: wrong }) => bugs > 0 || wrong > 0)
  .map((one) => line(one.kind, (key) => one[key]))
  .join("\n")}
${line("all", sum)}

${sum("right")} programs of the collection are right: their corrected twins, and such as only look wrong.`;
  });
  return `## Collections of bugs

Programs that are rebuilt after public posts, each with what PyTorch said of it. Found: told at the line of the bug. False: told of a program that is right. \`npm run cases -- FOLDER…\` writes
this section.

${parts.join("\n\n")}`;
}

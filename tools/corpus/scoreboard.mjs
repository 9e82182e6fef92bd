/** docs/scoreboard.md: what holds, suite by suite and model by model, with time and memory. */
export function scoreboard(rows, suites, { seconds, bytes }) {
  const failing = rows.filter(({ misses }) => Object.values(misses).flat().length > 0);
  return `# Scoreboard

Models of torchvision 0.14.1, read from their unmodified source and held against PyTorch 1.13 (every module's output shape, parameters, MACs)
and against the parameters and GFLOPs that torchvision publishes; \`backward\` against FlopCounterMode's FLOPs of both passes (torchvision 0.29, PyTorch 2.15). \`npm run corpus\` writes this page.

| suite | held | all |
| --- | ---: | ---: |
${suites.map(({ suite, held, all }) => `| ${suite} | ${held} | ${all} |`).join("\n")}

${rows.length} calls in one process: ${seconds.toFixed(0)} s, ${Math.round(bytes / 1e6)} MB at the most (Node ${process.versions.node}).
${failing.length === 0 ? "" : `\n## What falls short\n\n${failing.map(short).join("\n")}\n`}
## Models

| call | parameters | MACs | module calls | ms | |
| --- | ---: | ---: | ---: | ---: | --- |
${rows
  .filter(({ misses }) => misses.backward === undefined)
  .map(line)
  .join("\n")}
`;
}

function short({ call, misses }) {
  return `- \`${call}\`\n${Object.entries(misses)
    .flatMap(([suite, list]) => list.map((miss) => `  - ${suite}: ${miss}`))
    .join("\n")}`;
}

function line({ call, params, macs, calls, ms, misses }) {
  const holds = Object.values(misses).flat().length === 0;
  return `| \`${call}\` | ${number(params)} | ${number(macs)} | ${calls} | ${Math.round(ms)} | ${holds ? "✓" : "✗"} |`;
}

function number(value) {
  return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
}

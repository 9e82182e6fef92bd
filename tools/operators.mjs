// Writes docs/operators.md from the declarations: `npm run docs`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "docs/operators.md");

/** Documentation of PyTorch by the start of a public name; the longest that fits counts. */
const PAGES = [
  ["torch.special.", (name) => `special.html#${name}`],
  ["torch.masked.", () => "masked.html"],
  ["torch.fft.", (name) => `generated/${name}.html`],
  ["torch.linalg.", (name) => `generated/${name}.html`],
  ["torch.nn.functional.", (name) => `generated/${name}.html`],
  ["torch.signal.windows.", (name) => `generated/${name}.html`],
  ["Tensor.", (name) => `generated/torch.${name}.html`],
  ["torch.", (name) => `generated/${name}.html`],
];

/** Names that are PyTorch's own machinery rather than its documented face. */
const isInner = (name) => /^torch\.(_|ops\.|functional\.)|\.__?\w+$|_$/.test(name);

function page(name) {
  if (isInner(name)) return undefined;
  const path = PAGES.find(([start]) => name.startsWith(start))?.[1](name);
  return path && `https://pytorch.org/docs/stable/${path}`;
}

const vision = (name) =>
  name.startsWith("torch.ops.torchvision.")
    ? `https://pytorch.org/vision/stable/generated/torchvision.ops.${name.split(".").at(-1)}.html`
    : undefined;

const code = (text) => `\`${text.replaceAll("|", "\\|")}\``;

/** The name under which the operator is documented comes first, with a link. */
function nameCell({ names, row }) {
  const [first] = [...names].sort((a, b) => Number(isInner(a)) - Number(isInner(b)));
  const others = names.filter((name) => name !== first);
  const inplace = row.inplace ? [`${first.split(".").at(-1)}_`] : [];
  const url = page(first) ?? vision(first);
  const head = url === undefined ? code(first) : `[${code(first)}](${url})`;
  return [head, ...[...others, ...inplace].map(code)].join("<br>");
}

function costCell({ row, schema }, free) {
  if (row.view) return "none: a view";
  if (row.cost === free) return "none";
  if (row.costText === undefined) return schema.returns === 0 ? "none" : "not counted";
  if (row.costText === "0") return "none";
  return code(/MACs|FLOPs/.test(row.costText) ? row.costText : `${row.costText} FLOPs`);
}

const title = (name) => name[0].toUpperCase() + name.slice(1);

/** The page as text, from the tables and from what the runtime says of an operator. */
export function operatorsPage({ families, free, executes }) {
  const sections = Object.entries(families).map(([name, rows]) => {
    const lines = rows.map((entry) => {
      const { text, row } = entry;
      const runs = executes(text.slice(0, text.indexOf("("))) ? "yes" : "no";
      const makesTensors = entry.schema.returns === "list" || entry.schema.returns > 0;
      return `| ${nameCell(entry)} | ${code(text)} | ${row.doc ?? ""} | ${costCell(entry, free)} | ${makesTensors ? runs : "–"} |`;
    });
    return [
      `## ${title(name)}`,
      "",
      "| operator | schema | shapes | cost | runs |",
      "| --- | --- | --- | --- | --- |",
      ...lines,
    ].join("\n");
  });
  const all = Object.values(families).flat();
  const names = new Set(all.flatMap(({ names }) => names));
  return `# Operators

<!-- Written by \`npm run docs\` from src/analysis/ops/families. -->

${all.length} declarations, under ${names.size} names of PyTorch. A name that ends in an underscore writes its first argument; \`out=\` works everywhere.
Shapes are told in letters; \`?\` marks a dimension that may be absent, \`...\` any number of them. \`numel(out)\` is the number of elements of the result.
What costs mean, and how other tools count, is told in [costs.md](costs.md); **runs** says whether the runtime executes it (where it is a tensor operation).
The functions and layers of einops and of \`torch.nn\` are made of these.

${sections.join("\n\n")}
`;
}

/** The tables, bundled on the fly. */
async function load() {
  const folder = mkdtempSync(join(tmpdir(), "shapescope-docs-"));
  const outfile = join(folder, "tables.cjs");
  try {
    await build({
      stdin: {
        contents: `
          export { familiesByName as families } from "./src/analysis/ops/families";
          export { free } from "./src/analysis/ops/registry";
          export { executes } from "./src/runtime/kernels";
        `,
        resolveDir: root,
      },
      bundle: true,
      outfile,
      format: "cjs",
      platform: "node",
      external: ["node-fetch"],
      logLevel: "error",
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const text = operatorsPage(await load());
  if (readSafely() !== text) writeFileSync(target, text);
}

function readSafely() {
  try {
    return readFileSync(target, "utf8");
  } catch {
    return undefined;
  }
}

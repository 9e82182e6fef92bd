// Writes src/analysis/trace/recorded.ts and saved.ts, what the machine needs of PyTorch's recorded face: `npm run recorded`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = (name) => join(root, "src/analysis/trace", name);

/** Modules whose functions are rows of the operators' table. */
const MODULES = [
  "torch",
  "torch.Tensor",
  "torch.functional",
  "torch.nn.functional",
  "torch.linalg",
  "torch.fft",
  "torch.special",
  "torch.masked",
  "torch.signal.windows",
];

const words = (text) => text.split(" ").filter((word) => word !== "");
const read = (version) => JSON.parse(readFileSync(join(root, `test/oracle/api-${version}.json`), "utf8"));
const publicName = (module, name) => `${module === "torch.Tensor" ? "Tensor" : module}.${name}`;

/** Functions of Python, by PyTorch 2.15, else 1.13. */
function pythonFunctions([latest, older]) {
  const names = new Set();
  for (const module of MODULES)
    for (const { modules } of [latest, older]) {
      const told = modules[module];
      if (told === undefined) continue;
      const native = new Set(words(told.native));
      const known = modules === latest.modules ? undefined : latest.modules[module]?.signatures;
      for (const name of Object.keys(told.signatures))
        if (!native.has(name) && /^[a-z_]/.test(name) && !(known && Object.hasOwn(known, name)))
          names.add(publicName(module, name));
    }
  return [...names];
}

/** Functions outside of `Tensor` that write their first argument. */
function inplaceFunctions(recordings) {
  const names = new Set();
  for (const { modules } of recordings)
    for (const module of MODULES)
      if (module !== "torch.Tensor")
        for (const name of words(modules[module]?.names ?? ""))
          if (/[^_]_$/.test(name)) names.add(publicName(module, name));
  return [...names].sort();
}

/** `nn.functional.linear` and `linalg.det` are the rows `linear` and `linalg_det`. */
const rowName = (operator) =>
  operator
    .replace(/^nn\.functional\./, "")
    .replaceAll(".", "_")
    .replace(/^__(\w+)__$/, "$1");

/** By row, the arguments of which a result requires a gradient. */
function differentiable({ differentiable: told }) {
  return Object.entries(told)
    .map(([operator, found]) => [rowName(operator), Object.keys(found).filter((argument) => found[argument])])
    .filter(([, found]) => found.length > 0);
}

/** Words as lines of a text. */
function lines(names) {
  const text = [""];
  for (const name of names) {
    if (text.at(-1).length + name.length > 110) text.push("");
    text[text.length - 1] += `${text.at(-1) === "" ? "" : " "}${name}`;
  }
  return text.map((line) => `  ${line}`).join("\n");
}

/** The file's text. */
export function recordedText() {
  const recordings = ["2.15", "1.13"].map(read);
  const spellings = Object.entries(recordings[0].spellings).map(
    ([name, others]) => `  ${name}: ${JSON.stringify(others)},`,
  );
  const gradients = differentiable(recordings[0]).map(([row, found]) =>
    found.join() === "input" ? row : `${row}:${found.join(",")}`,
  );
  return `// Written by \`npm run recorded\` from what PyTorch says of itself (test/oracle/api-*.json, tools/record/api.py). Not to be edited.

const words = (text: string) => text.trim().split(/\\s+/);

/** What NumPy calls a parameter: PyTorch's argument parser in C takes that too. */
export const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
${spellings.join("\n").replaceAll('","', '", "')}
};

/** Operators that are functions of Python, which takes no other names than theirs. */
export const PYTHON_FUNCTIONS: ReadonlySet<string> = new Set(
  words(\`
${lines(pythonFunctions(recordings))}
\`),
);

/** Functions, not methods, that write their first argument. */
export const INPLACE_FUNCTIONS: ReadonlySet<string> = new Set(
  words(\`
${lines(inplaceFunctions(recordings))}
\`),
);

/** What autograd follows: operators with the arguments that make a floating-point result require a gradient; \`input\` alone where none are listed. */
export const DIFFERENTIABLE: ReadonlyMap<string, readonly string[]> = new Map(
  words(\`
${lines(gradients)}
\`).map((entry): [string, readonly string[]] => {
    const [operator, found = "input"] = entry.split(":");
    return [operator, found.split(",")];
  }),
);
`;
}

/** `0=1;1=0`: what is kept for the gradient of each argument; what is kept under an argument's name is left out. */
function keptText(by) {
  return Object.entries(by)
    .filter(([argument]) => /^\d+$/.test(argument))
    .map(([argument, kept]) => `${argument}=${kept.filter((place) => /^(\d+|result.*|inner)$/.test(place)).join(",")}`)
    .filter((text) => !text.endsWith("="))
    .join(";");
}

/** The text of saved.ts. */
export function savedText() {
  const { saved } = JSON.parse(readFileSync(join(root, "test/oracle/saved-2.15.json"), "utf8"));
  const rows = Object.entries(saved).flatMap(([operator, by]) => {
    const given = Object.entries(by)
      .filter(([names]) => !/[a-z]/i.test(names))
      .map(([names, kept]) => [names, keptText(kept)])
      .filter(([, kept]) => kept !== "");
    return given.length === 0
      ? []
      : [`${rowName(operator)} ${given.map(([names, kept]) => `${names}/${kept}`).join(" | ")}`];
  });
  return `// Written by \`npm run recorded\` from what PyTorch keeps for its backward pass (test/oracle/saved-*.json, tools/record/saved.py). Not to be edited.

/** What is kept for the gradient of an argument, by its place: places of arguments, \`result\`, \`result 1\`, or \`inner\` for what is neither. */
type Kept = Readonly<Record<number, readonly string[]>>;

/** By operator, and by the places of the arguments that are tensors (\`0 1\`), with their ranks where these matter (\`0:2 1:2\`). */
export const SAVED: Readonly<Record<string, Readonly<Record<string, Kept>>>> = Object.fromEntries(
  \`
${[...new Set(rows)].sort().join("\n")}
\`
    .trim()
    .split("\\n")
    .map((line) => {
      const [operator] = line.split(" ", 1);
      const rows = line.slice(operator.length + 1).split(" | ");
      return [
        operator,
        Object.fromEntries(rows.map((row) => row.split("/")).map(([given, kept]) => [given, keptOf(kept)])),
      ];
    }),
);

function keptOf(text: string): Kept {
  return Object.fromEntries(
    text
      .split(";")
      .map((part) => part.split("="))
      .map(([argument, kept]) => [argument, kept.split(",")]),
  );
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target("recorded.ts"), recordedText());
  writeFileSync(target("saved.ts"), savedText());
}

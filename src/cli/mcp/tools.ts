import { z } from "zod";
import { devices } from "../../analysis/cost/memory/devices";
import { optimizerNames } from "../../analysis/cost/memory/optimizers";
import { checkText, explainText, factsText, fitText, traceText } from "./texts";

/** One tool: a command of the command line, with its arguments as an assistant gives them and its JSON as a short text. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: Input;
  /** The command line that it stands for; `read` gives the text of a file. */
  line(args: z.infer<Input>, read: (file: string) => string): string[];
  text(answer: never, cwd: string): string;
}

const file = z.string().describe("Path of a Python file, absolute or below the folder in which the server was started");
const roots = z
  .array(z.string())
  .optional()
  .describe("Import roots, like entries of PYTHONPATH; by default the file's project");
const call = z
  .string()
  .describe(
    "One Python expression, with the file's names and torch, nn and F: ViT(depth=12)(torch.empty(1, 3, 224, 224))",
  );
const train = z
  .enum(optimizerNames)
  .optional()
  .describe("An optimizer: a step of training is asked about too, not only a forward pass");

const rootOptions = (roots: readonly string[] | undefined) => (roots ?? []).map((root) => `--root=${root}`);

function tool<Input extends z.ZodObject>(one: Tool<Input>): Tool {
  return one as unknown as Tool;
}

/** In the order in which they are listed. Paths stand behind `--`, so that none is taken for an option. */
export const tools: readonly Tool[] = [
  tool({
    name: "check",
    title: "Check PyTorch code",
    description:
      "Finds what PyTorch would refuse in Python files, notebooks and folders without running them: shapes that do not fit, wrong dtypes and devices, errors of the backward pass, and silent bugs. Use it after writing or changing PyTorch code.",
    input: z.object({ paths: z.array(z.string()).min(1).describe("Python files, notebooks or folders") }),
    line: ({ paths }) => ["check", "--format", "json", "--", ...paths],
    text: checkText,
  }),
  tool({
    name: "trace",
    title: "Trace a forward pass",
    description:
      "The shape of every result of one call, with parameters, MACs, FLOPs and memory, by module and by operator. Nothing is run.",
    input: z.object({ file, call, roots, train }),
    line: ({ file, call, roots, train }) => [
      "trace",
      "--json",
      `--call=${call}`,
      ...rootOptions(roots),
      ...(train === undefined ? [] : [`--train=${train}`]),
      "--",
      file,
    ],
    text: traceText,
  }),
  tool({
    name: "facts",
    title: "Shapes in a file",
    description:
      "The shapes of all tensors that the names of a file are bound to, symbolic where sizes are open, and what must hold of the sizes.",
    input: z.object({ file, roots }),
    line: ({ file, roots }) => ["facts", "--json", ...rootOptions(roots), "--", file],
    text: factsText,
  }),
  tool({
    name: "explain",
    title: "Explain a shape",
    description: "Why the value in a line has its shape: the chain of operations from the input on.",
    input: z.object({
      file,
      line: z.number().int().min(1).describe("Line, counted from 1"),
      name: z.string().optional().describe("A name or an expression in that line; without it the whole line is meant"),
    }),
    line: ({ file, line, name }, read) => {
      const at = name === undefined ? "" : `:${columnOf(read(file), line, name)}`;
      return ["explain", "--json", "--", `${file}:${line}${at}`];
    },
    text: explainText,
  }),
  tool({
    name: "fit",
    title: "Does it fit?",
    description:
      "Whether a call fits into the memory of a device, the largest batch that does, and what would help. Say the batch size in the first axis of the call's inputs.",
    input: z.object({ file, call, device: z.enum([...devices.keys()]).describe("The device"), train }),
    line: ({ file, call, device, train }) => [
      "fit",
      "--json",
      `--call=${call}`,
      `--device=${device}`,
      ...(train === undefined ? [] : [`--train=${train}`]),
      "--",
      file,
    ],
    text: fitText,
  }),
];

/** Where a name stands in a line, counted from 1. A name is not looked for inside of another one. */
function columnOf(text: string, line: number, name: string): number {
  const content = text.split(/\r?\n/)[line - 1];
  if (content === undefined) throw new RangeError(`the file has no line ${line}`);
  const isPart = (at: number) => /[\w.]/.test(content[at - 1] ?? "") || /\w/.test(content[at + name.length] ?? "");
  let at = content.indexOf(name);
  while (at >= 0 && isPart(at)) at = content.indexOf(name, at + 1);
  if (at < 0) throw new RangeError(`line ${line} has no \`${name}\`: ${content.trim()}`);
  return at + 1;
}

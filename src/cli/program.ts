import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../../package.json";
import { devices } from "../analysis/cost/memory/devices";
import { optimizerNames } from "../analysis/cost/memory/optimizers";
import { groups, isKnown } from "../analysis/diagnostics/selection";
import { conventionNames } from "../analysis/report";
import { REFERENCE, release } from "../analysis/trace/version";
import { commandApart, isApart } from "./apart/command";
import { type Context, type ExitCode, exit } from "./context";
import { Failure, failureJson, tellFailure } from "./failure";
import { jsonLine } from "./render/json";
import { styleFor } from "./render/style";
import { OWN } from "./train-options";

const examples = `
Examples:
  shapescope trace models/vit.py --call "ViT(depth=12)(torch.empty(1, 3, 224, 224))"
  shapescope fit models/vit.py --call "ViT()(torch.empty(64, 3, 224, 224))" --device a100-80gb --train adamw
  shapescope facts models/vit.py
  shapescope explain models/vit.py:42
  shapescope check src --format github
  shapescope run models/vit.py --call "ViT()(torch.empty(1, 3, 224, 224))" --seed 1

--call is one Python expression. It sees the file's names, and torch, nn and F.
Exit status: 0 fine, 1 errors were found, 2 it could not be done.`;

function repeated(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Codes of diagnostics, with commas between them. */
function codesOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(codeNames).default([], "none");
}

function codeNames(value: string, before: string[]): string[] {
  const names = value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `No diagnostic has the code ${unknown}. Codes are listed in docs/diagnostics; groups are ${Object.keys(groups).join(", ")}.`,
    );
  return [...before, ...names];
}

function torchVersion(text: string): string {
  if (release(text) === undefined) throw new InvalidArgumentError("It must be a version, such as 1.13 or 2.15.0.");
  return text;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

/** Runs one command line; `args` are those after the program's name. Never throws. */
export async function runProgram(args: readonly string[], context: Context): Promise<ExitCode> {
  let code: ExitCode = exit.ok;
  const program = declare(context, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (thrown) {
    return complain(thrown, args, context);
  }
}

function complain(thrown: unknown, args: readonly string[], context: Context): ExitCode {
  // Help and version, which are no failures, and usage errors, which Commander has told.
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return exit.ok;
    if (args.includes("--json")) {
      const { diagnostic } = new Failure(thrown.message.replace(/^error: /, ""));
      context.out.write(jsonLine(failureJson([diagnostic])));
    }
    return exit.failed;
  }
  return tellFailure(thrown, args, context);
}

function declare(context: Context, done: (code: ExitCode) => void): Command {
  const { out, err } = context;
  const watched = context.watched ?? ((_file, work) => work());
  const program = new Command("shapescope");
  const style = styleFor(out);
  program
    .description("Shapes, cost and execution of PyTorch source code, without Python.")
    .version(version, "-v, --version")
    .helpCommand(false)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      outputError: (text, write) =>
        write(
          `${text
            .trim()
            .replace(/^error: /, "shapescope: ")
            .replaceAll("\n", " ")}\n`,
        ),
      getOutHelpWidth: () => out.columns,
      getErrHelpWidth: () => err.columns,
      getOutHasColors: () => out.colors,
      getErrHasColors: () => err.colors,
    })
    .configureHelp({ styleTitle: (text) => style.bold(text) })
    .addHelpText("after", examples);

  const call = () => new Option("--call <expr>", "the call, in plain Python").makeOptionMandatory();
  const root = () =>
    new Option("--root <dir>", "import root, like an entry of PYTHONPATH; repeatable")
      .argParser(repeated)
      .default([], "the file's project");
  const torch = () =>
    new Option(
      "--torch-version <version>",
      `PyTorch whose rules and messages hold (default: the environment's, else ${REFERENCE.version})`,
    ).argParser(torchVersion);
  const json = () => new Option("--json", "print one JSON object");

  /** A command that may ask about a step of training. */
  const trains = (command: Command, about: string): Command =>
    command
      .addOption(
        new Option("--train <optimizer>", `${about}; program: of its own training loop`).choices([
          ...optimizerNames,
          OWN,
        ]),
      )
      .option("--foreach", "with --train: the optimizer takes all parameters in one go")
      .addOption(
        new Option("--dtype <name>", "with --train: the numbers of weights, inputs and all that follows").choices([
          "float32",
          "bf16",
          "fp16",
        ]),
      )
      .option("--autocast", "with --train: the forward pass is in a region of autocast, as on a GPU")
      .option("--checkpoint <path>", "with --train: modules that are computed again on the backward pass (layers.*)")
      .option("--accumulate <n>", "with --train: gradients are accumulated over so many passes", wholeNumber)
      .option("--keep-gradients", "with --train: zero_grad(set_to_none=False)");

  trains(program.command("trace"), "also the memory of a step of training")
    .description("trace one forward pass: every line with its shape and cost, and the totals")
    .argument("<file>", "Python file")
    .addOption(call())
    .addOption(root())
    .addOption(torch())
    .addOption(new Option("--convention <tool>", "also the total as this tool counts it").choices(conventionNames))
    .option(
      "--devices <n>",
      "with --train: also the memory of each of so many devices that share the step",
      wholeNumber,
    )
    .addOption(json())
    .action(async (file, options) =>
      done(await watched(file, async () => (await import("./commands/trace")).trace(file, options, context))),
    );

  trains(program.command("fit"), "a step of training rather than of inference")
    .description("whether a call fits into a device's memory, the largest batch that does, and what would help")
    .argument("<file>", "Python file")
    .addOption(call())
    .addOption(new Option("--device <name>", "the device").choices([...devices.keys()]).makeOptionMandatory())
    .addOption(root())
    .addOption(torch())
    .addOption(json())
    .action(async (file, options) =>
      done(await watched(file, async () => (await import("./commands/fit")).fit(file, options, context))),
    );

  program
    .command("facts")
    .description("analyse a whole file as the editor does: every tensor's shape, symbolic where sizes are open")
    .argument("<file>", "Python file")
    .addOption(root())
    .addOption(torch())
    .addOption(json())
    .action(async (file, options) =>
      done(await watched(file, async () => (await import("./commands/facts")).facts(file, options, context))),
    );

  program
    .command("explain")
    .description("why the value at a place has its shape: the chain from the input")
    .argument("<place>", "FILE:LINE or FILE:LINE:COLUMN")
    .option("--call <expr>", "the call to look at, in plain Python")
    .addOption(root())
    .addOption(torch())
    .addOption(json())
    .action(async (place, options) =>
      done(
        await watched(place.replace(/(:\d+){1,2}$/, ""), async () =>
          (await import("./commands/explain")).explain(place, options, context),
        ),
      ),
    );

  program
    .command("check")
    .description("report errors in files and folders")
    .argument("<path...>", "Python files and notebooks, or folders with them")
    .addOption(
      new Option("--format <format>", "how to report").choices(["text", "json", "sarif", "github"]).default("text"),
    )
    .addOption(root())
    .addOption(torch())
    .addOption(codesOption("--select <codes>", "tell these alone: codes, their first words, or groups; repeatable"))
    .addOption(codesOption("--ignore <codes>", "do not tell these; the narrower name holds"))
    .option("--sarif <file>", "also write SARIF 2.1.0 to a file")
    .addOption(new Option("--costs", "with JSON: the CPU time and memory that each file took"))
    .action(async (paths, options) => done(await (await import("./commands/check")).check(paths, options, context)));

  program
    .command("run")
    .description("execute a call on random or given numbers")
    .argument("<file>", "Python file")
    .addOption(call())
    .option("--backward", "also the gradients of the parameters: of a scalar, else of the sum of the value's tensors")
    .option("--check", "with the gradients: holds each parameter's beside a difference of the value")
    .option(
      "--overfit <n>",
      "also so many steps of the program's own optimizer (else AdamW) on the one batch: the loss of each",
      wholeNumber,
    )
    .option("--seed <n>", "seed of random weights and inputs", wholeNumber, 0)
    .addOption(new Option("--backend <name>", "what computes").choices(["auto", "node", "wasm", "cpu"]).default("auto"))
    .option("--tfjs-node <dir>", "folder whose node_modules has @tensorflow/tfjs-node, the node backend")
    .option("--train", "a model that the call builds is trained rather than used")
    .option("--state <path>", "parameters and buffers: a file of safetensors or torch.save, or a folder with such")
    .option("--state-key <name>", "the dict of a checkpoint that is meant, such as model")
    .option("--no-strict", "names that are missing or too many do not end the run")
    .option("--inputs <file>", "safetensors file with the forward arguments by name")
    .addOption(
      new Option("--input <name=file>", "one argument: .npy, an image, .wav, a tensor, numbers in text; repeatable")
        .argParser(repeated)
        .default([], "random numbers"),
    )
    .option("--output <file>", "safetensors file to write output.0, output.1, … to, and with --backward grad.NAME")
    .addOption(
      new Option(
        "--keep <path>",
        "also the result of a module, layer3.0.conv1, told and written to --output; repeatable",
      )
        .argParser(repeated)
        .default([], "none"),
    )
    .addOption(root())
    .addOption(torch())
    .addOption(json())
    .action(async (file, options) => done(await (await import("./commands/run")).run(file, options, context)));

  program
    .command("lsp")
    .description("the language server, for any editor")
    .requiredOption("--stdio", "speak over standard input and output")
    // Clients add options of their own, such as --clientProcessId.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async () => done(await (await import("./commands/lsp")).lsp(context)));

  program
    .command("mcp")
    .description(
      "the same answers as tools for coding assistants: the Model Context Protocol over standard input and output",
    )
    .action(async () =>
      done(
        await (await import("./commands/mcp")).mcp(context, (args, answering) =>
          isApart(args) ? commandApart(args, answering) : runProgram(args, answering),
        ),
      ),
    );

  return program;
}

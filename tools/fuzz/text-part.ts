import type { TextInput } from "./input";
import { type Failure, judge, needsConfirming } from "./judge";
import { each, PartResult } from "./part";
import { Runner, type RunnerOptions } from "./runner";
import { shrinkText } from "./shrink";

export interface TextPart {
  name: string;
  /** How many inputs, and of how many cases. */
  inputs: number;
  cases: number;
  input(n: number): TextInput;
}

/** Gives every input of a part to child processes, until the time is over. */
export async function runTexts(
  part: TextPart,
  options: RunnerOptions,
  jobs: number,
  until: number,
): Promise<PartResult> {
  const result = new PartResult(part.name, part.cases);
  const runners = Array.from({ length: jobs }, () => new Runner(options));
  try {
    await each(part.inputs, jobs, until, async (n, worker) => {
      const input = part.input(n);
      const outcome = await runners[worker].run(input);
      result.inputs++;
      result.cases += input.cases;
      if ("answer" in outcome) {
        const { phases, bytes } = outcome.answer;
        result.costs(input.id, input.what, phases, bytes);
      }
      for (const failure of await confirmed(judge(outcome, options.budgetMs), input, options))
        result.found(failure, {
          id: input.id,
          what: input.what,
          text: input.text,
          extension: "py",
          shrink: (ms) => shrunk(input, failure, options, ms),
        });
    });
  } finally {
    for (const runner of runners) runner.stop();
  }
  return result;
}

/** Those that come again where the input is alone in a fresh process, as far as that could make a difference. */
async function confirmed(failures: Failure[], input: TextInput, options: RunnerOptions): Promise<Failure[]> {
  if (!failures.some(needsConfirming)) return failures;
  const runner = new Runner(options);
  try {
    // The libraries are loaded before, as they are in a process that has been up for a while.
    await runner.run({ ...input, id: "warm", text: "import torch\n", before: undefined });
    const again = judge(await runner.run(input), options.budgetMs);
    return failures.flatMap((failure) => {
      if (!needsConfirming(failure)) return [failure];
      return again.filter(({ kind }) => kind === failure.kind).slice(0, 1);
    });
  } finally {
    runner.stop();
  }
}

async function shrunk(input: TextInput, { signature }: Failure, options: RunnerOptions, ms: number): Promise<string> {
  const runner = new Runner(options);
  const timer = setTimeout(() => runner.stop(), ms);
  const fails = async (text: string) =>
    judge(await runner.run({ ...input, text, before: undefined }), options.budgetMs).some(
      (failure) => failure.signature === signature,
    );
  try {
    // What needs the edit before it to fail stays as it is.
    return (await fails(input.text)) ? await shrinkText(input.text, fails, { tries: 600, ms }) : input.text;
  } finally {
    clearTimeout(timer);
    runner.stop();
  }
}

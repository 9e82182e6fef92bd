import { resolve } from "node:path";
import type { GivenInput } from "../runtime/given";
import type { RunOptions } from "../runtime/program";
import { openWeights } from "../runtime/weights/open";
import { openInput } from "../runtime/weights/open-input";
import { Failure, oneLine } from "./failure";
import { kindOf, statOf } from "./input";

interface Options {
  state?: string;
  stateKey?: string;
  inputs?: string;
  /** `name=file` */
  input: readonly string[];
}

/** What files give for a run, none of its numbers read yet; throws a `Failure` that names the option and what is wrong. */
export async function givenNumbers(
  { state, stateKey, inputs, input }: Options,
  cwd: string,
): Promise<{ options: Pick<RunOptions, "state" | "stateIsVersioned" | "inputs">; notes: string[] }> {
  const weights = await opened("--state", state, cwd, (file) => openWeights(file, stateKey));
  const all = await opened("--inputs", inputs, cwd, (file) => openWeights(file, undefined));
  const named: Record<string, GivenInput> = { ...all?.tensors };
  for (const text of input) {
    const at = text.indexOf("=");
    if (at < 1) throw new Failure(`--input ${text}: it is given as NAME=FILE`);
    const given = await opened(`--input ${text.slice(0, at)}`, text.slice(at + 1), cwd, openInput);
    named[text.slice(0, at)] = given!;
  }
  return {
    options: {
      ...(weights && { state: weights.tensors, stateIsVersioned: weights.isVersioned }),
      ...(Object.keys(named).length > 0 && { inputs: named }),
    },
    notes: [...(weights?.notes ?? [])],
  };
}

/** What a path that an option names holds. Devices and pipes are not read: they may never end. */
async function opened<T>(
  option: string,
  path: string | undefined,
  cwd: string,
  open: (file: string) => Promise<T>,
): Promise<T | undefined> {
  if (path === undefined) return undefined;
  const file = resolve(cwd, path);
  const refuse = (why: string) => new Failure(`${option} ${path}: ${why}`, { file, code: "unreadable-file" });
  const found = statOf(file);
  if (typeof found === "string") throw refuse(found);
  if (!found.isFile() && !found.isDirectory()) throw refuse(`it is ${kindOf(found)}, not a file`);
  try {
    return await open(file);
  } catch (error) {
    throw refuse(oneLine(error));
  }
}

import { PYTHON_FUNCTIONS } from "../trace/recorded";
import { defaultValue, type Parameter, parseParameters, type Schema, type SchemaArgument } from "../trace/schema";

/** How an operator is called under one of its names. */
export interface CallSchema {
  /** The schema's own, for messages. */
  name: string;
  args: readonly CallArgument[];
  /** How many of them, the first ones, may be given by position. */
  positional: number;
  /** Arguments of the schema that cannot be given under this name. */
  omitted: readonly SchemaArgument[];
  /** All arguments of the schema, in its order. */
  inOrder: boolean;
  /** `x.NAME(…)`: the first argument has no name and no place among the others. */
  method: boolean;
  /** A function of Python takes no other names than its own; C's argument parser takes NumPy's too. */
  python: boolean;
}

/** An argument as callers write it. */
export interface CallArgument extends SchemaArgument {
  /** What the operator's rule calls it. */
  field: string;
}

/** What a version of PyTorch has otherwise than a schema says; arguments are named as in the schema. */
export interface Changes {
  lacks(field: string): boolean;
  /** A default as Python writes it, where it is another one. */
  default(field: string): string | undefined;
}

/**
 * How an operator is called under a public name. Functions call `self` `input`, and only those of `nn.functional` have a flag for writing in place. `parameters`, where the
 * name lists them itself (`tensor, split_size_or_sections, dim=0`), are the only ones: one that the schema has is that, another stands for the schema's argument in its place.
 */
export function callSchema(
  { name, args }: Schema,
  publicName: string,
  parameters?: string,
  changes?: Changes,
): CallSchema {
  const method = publicName.startsWith("Tensor.");
  const flagged = publicName.startsWith("torch.nn.functional.") && !publicName.endsWith("_");
  const plain = args.map((argument, n): CallArgument => {
    const renamed = !method && n === 0 && argument.name === "self" ? "input" : argument.name;
    return { ...argument, name: renamed, field: argument.name };
  });
  const listed =
    parameters === undefined ? plain : parseParameters(parameters).map((one, n) => callArgument(plain, one, n));
  const taken = flagged ? listed : listed.filter((argument) => argument.field !== "inplace");
  const called = changes === undefined ? taken : changed(taken, changes);
  const fields = new Set(called.map(({ field }) => field));
  const omitted = args.filter((argument) => !fields.has(argument.name));
  const inOrder =
    called.length + omitted.length === args.length && called.every(({ field }, n) => field === args[n].name);
  return {
    name,
    args: called,
    positional: called.filter((argument) => !argument.keywordOnly).length,
    omitted,
    inOrder: inOrder && omitted.length === 0,
    method,
    python: PYTHON_FUNCTIONS.has(publicName),
  };
}

function changed(args: readonly CallArgument[], changes: Changes): CallArgument[] {
  return args
    .filter(({ field }) => !changes.lacks(field))
    .map((argument) => {
      const value = changes.default(argument.field);
      return value === undefined ? argument : { ...argument, ...defaultOf(argument, value) };
    });
}

function defaultOf(
  { list }: SchemaArgument,
  value: string | undefined,
): Pick<SchemaArgument, "hasDefault" | "default"> {
  const spread = typeof list === "number" ? list : undefined;
  return { hasDefault: value !== undefined, default: value === undefined ? undefined : defaultValue(value, spread) };
}

function callArgument(
  plain: readonly CallArgument[],
  { name, keywordOnly, default: value }: Parameter,
  place: number,
): CallArgument {
  const own = plain.find((argument) => argument.name === name || argument.field === name) ?? plain[place];
  return { ...own, name, keywordOnly, ...defaultOf(own, value) };
}

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accepts, type RecordedModule } from "../../src/analysis/machine/recorded";
import { evaluator } from "./support";

/** What `tools/record/names.py` recorded of the modules that have a stand-in. */
const folder = new URL("../../src/prelude/recorded/", import.meta.url);
const packages = readdirSync(folder).map((file): [string, Record<string, RecordedModule>] => [
  file.replace(".json", ""),
  JSON.parse(readFileSync(new URL(file, folder), "utf8")),
]);

const words = (text: string) => text.split(" ").filter((word) => word !== "");

/** A list is told so far. */
const TOLD = 50;

/** The names that something certainly lacks; what else was told, where that is no list. */
function lackingOf(evaluate: ReturnType<typeof evaluator>, owner: string, names: readonly string[]): string[] {
  const parts = Array.from({ length: Math.ceil(names.length / TOLD) }, (_, n) => names.slice(n * TOLD, (n + 1) * TOLD));
  return parts.flatMap((part) => {
    const told = evaluate(`[getattr(${owner}, one, "lacking") for one in ${JSON.stringify(part)}]`);
    if (!Array.isArray(told) || told.length < part.length) return [JSON.stringify(told)];
    return part.filter((_, n) => (told[n] as { py?: string }).py === "'lacking'");
  });
}

/** `UNFOLLOWED=torch.nn` prints the functions, classes and methods of the modules that begin so of which nothing is known. */
const wanted = process.env.UNFOLLOWED;

function printUnfollowed(module: string, { classes, signatures }: RecordedModule): void {
  if (wanted === undefined || !module.startsWith(wanted)) return;
  const evaluate = evaluator(moduleOf(module));
  const names = [...new Set([...Object.keys(classes), ...Object.keys(signatures)])];
  const unfollowed = names.filter((name) => !/(^|\.)_/.test(name) && "unknown" in Object(evaluate(`module.${name}`)));
  if (unfollowed.length > 0) console.log(`${module}: ${unfollowed.join(" ")}`);
}

describe.each(packages)("%s", (_, modules) => {
  const known = Object.entries(modules).filter(([name]) => name !== "");

  it("has every recorded name, followed or unknown", () => {
    for (const [name, module] of known) printUnfollowed(name, module);
    const lacking = known.flatMap(([name, { names }]) => {
      const list = words(names).filter((one) => !/^(if|in|is|or|not|as)$/.test(one));
      return lackingOf(evaluator(moduleOf(name)), "module", list).map((one) => `${name}: ${one}`);
    });
    expect(lacking).toEqual([]);
  });

  it("has every recorded attribute of its classes, followed or unknown", () => {
    const lacking = known.flatMap(([name, { classes }]) => {
      const asked = Object.entries(classes)
        .map(([cls, { attributes }]) => [cls, words(attributes).filter((one) => !one.startsWith("__"))] as const)
        .filter(([cls]) => /^[A-Za-z]/.test(cls));
      const evaluate = evaluator(moduleOf(name));
      const isItself = (cls: string) =>
        `isinstance(getattr(module, "${cls}", None), type) and getattr(module, "${cls}").__name__ == "${cls}"`;
      return asked.flatMap(([cls, list]) => {
        // What else stands under a class's name, or is not known, is not asked.
        if ((evaluate(isItself(cls)) as { py?: string }).py !== "True") return [];
        return lackingOf(evaluate, `module.${cls}`, list).map((one) => `${name}: ${cls}.${one}`);
      });
    });
    expect(lacking).toEqual([]);
  });

  it("has one class for each recorded one", () => {
    const shared = known.flatMap(([name, { classes }]) => {
      const asked = Object.keys(classes).filter((cls) => /^[A-Za-z]\w*$/.test(cls));
      const answer = evaluator(moduleOf(name) + SHARED)(`shared(${JSON.stringify(asked)})`);
      const told = Array.isArray(answer) ? answer.filter((one) => "py" in Object(one)) : [answer];
      return told.map((one) => `${name}: ${(one as { py?: string }).py ?? JSON.stringify(one)}`);
    });
    expect(shared.filter((one) => !ALIASES.has(one))).toEqual([]);
  });

  it("takes all arguments of the recorded signatures, or does not know what comes of them", () => {
    const refused = known.flatMap(([name, { signatures }]) => {
      const calls = Object.entries(signatures).flatMap(([fn, texts]) =>
        fn.includes(".") ? [] : texts.map((text) => `(${JSON.stringify(fn)}, ${argumentsOf(text)})`),
      );
      const answer = evaluator(moduleOf(name) + REFUSED)(`refused([${calls.join(", ")}])`);
      // The text of an exception is not known where it tells a value that is not: no keyword was refused there.
      const told = Array.isArray(answer) ? answer.filter((one) => !(typeof one === "object" && "unknown" in one)) : [];
      return told.length > 0 ? [`${name}: ${JSON.stringify(told)}`] : [];
    });
    expect(refused).toEqual([]);
  });
});

/** Two names of one class in Python and in NumPy themselves. */
const ALIASES = new Set([
  ...["double is float64", "float_ is float64", "half is float16", "single is float32"].map((one) => `numpy: '${one}'`),
  ...["int_", "intp", "long", "longlong"].map((name) => `numpy: '${name} is int64'`),
  "builtins: 'IOError is OSError'",
  "copy: 'error is Error'",
  "enum: 'EnumMeta is EnumType'",
  "re: 'PatternError is error'",
  "weakref: 'ReferenceType is ref'",
]);

/** Classes that are another one of the recorded classes under its name. */
const SHARED = `
def shared(names):
    found = []
    for name in names:
        cls = getattr(module, name, None)
        if isinstance(cls, type) and cls.__name__ != name and cls.__name__ in names:
            found.append(f"{name} is {cls.__name__}")
    return found
`;

function moduleOf(name: string): string {
  return `import importlib\nmodule = importlib.import_module("${name}")\n`;
}

/** Calls each function with arguments that are not known, and gives those that are refused. */
const REFUSED = `
def refused(calls):
    found = []
    for fn, count, names in calls:
        given = getattr(module, fn, None)
        if isinstance(given, type) or not callable(given):
            continue
        try:
            given(*[open("x") for _ in range(count)], **{one: open("x") for one in names})
        except TypeError as error:
            if "unexpected keyword" in str(error):
                found.append(f"{fn}: {error}")
        except BaseException:
            pass
    return found
`;

/** How many arguments are passed by place, and the names of the others. */
function argumentsOf(signature: string): string {
  const parts = signature.split(",").filter((part) => part !== "");
  const star = parts.findIndex((part) => /^\*[^*]/.test(part));
  const slash = parts.indexOf("/");
  // What stands before `*args` can only be given by place, with something for them.
  const byPlace = star >= 0 ? star + 1 - Number(slash >= 0) : Math.max(slash, 0);
  const named = parts
    .slice(Math.max(star, slash) + 1)
    .filter((part) => !part.startsWith("*"))
    .map((part) => part.replace("=", ""));
  return `${byPlace}, ${JSON.stringify(named)}`;
}

describe("names that no version has", () => {
  it.each([
    ["import math\n", "math.gamme(3)", "AttributeError", "module 'math' has no attribute 'gamme'"],
    ["import numpy as np\n", "np.zerso((2,))", "AttributeError", "module 'numpy' has no attribute 'zerso'"],
    ["from os import getcwdd\n", "getcwdd()", "ImportError", "cannot import name 'getcwdd' from 'os'"],
    ["import random\n", "random.shufle([1])", "AttributeError", "module 'random' has no attribute 'shufle'"],
    [
      "from datetime import timedelta\n",
      "timedelta(1).dayz",
      "AttributeError",
      "'datetime.timedelta' object has no attribute 'dayz'",
    ],
    ["import numpy as np\n", "np.zeros(3, dtyp=int)", undefined, undefined],
    [
      "import functools\n",
      "functools.reduce()",
      "TypeError",
      "reduce() missing 2 required positional arguments: 'function' and 'sequence'",
    ],
  ])("%s%s", (program, expression, error, message) => {
    const answer = evaluator(program)(expression);
    if (error === undefined) expect(answer).not.toHaveProperty("error");
    else expect(answer).toMatchObject({ error, message });
  });
});

describe("accepts", () => {
  it.each([
    ["a,b=", 1, [], true],
    ["a,b=", 3, [], false],
    ["a,/,b", 1, ["a"], false],
    ["a,/,b", 1, ["b"], true],
    ["*args,c", 4, [], false],
    ["*args,c", 4, ["c"], true],
    ["a,**kw", 0, ["a", "z"], true],
    ["a,*,b=", 2, [], false],
    ["a", 1, ["a"], false],
    ["", 0, [], true],
    ["", 0, ["x"], false],
  ] as const)("%s with %i and %j: %s", (signature, positional, keywords, taken) => {
    expect(accepts(signature, { positional, keywords })).toBe(taken);
  });
});

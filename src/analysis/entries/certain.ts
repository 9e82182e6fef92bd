import type { Source } from "../../syntax/source";
import { someNode } from "../../syntax/walk";
import type { Run } from "../machine/run";
import type { OutsideWrites } from "../symbolic/outside";
import { failuresOfAll, type PinnedFailure } from "../symbolic/pinned";
import type { SymbolicRun } from "../symbolic/symbolic";
import type { PyRaise } from "../trace/raise";
import { PyClass, PyTuple, Unknown } from "../values";
import { isNoneForPackage } from "./meant";

/** A failure that every call of a class has, with the run that it is told from. */
export interface Proof {
  run: Run;
  raised: PyRaise;
}

/**
 * The failure that a class or function has whatever a caller gives, in training and in evaluation. A run without a call that fails proves nothing yet: it is
 * run again under every alternative of all that was assumed, and each must fail. Alternatives that the program or PyTorch refuse earlier
 * (a rank, a dtype) say nothing of the others. Undefined where that is not so, and where the program itself stops on purpose.
 * `most`: units of work in each mode.
 */
export function certainFailure(
  found: SymbolicRun,
  name: string,
  outside: OutsideWrites,
  sourceOf: (file: string) => Source | undefined,
  most?: number,
): Proof | undefined {
  const { raised, flags, inputs, run, policy } = found;
  if (raised === undefined || flags.size > 0 || inputs.incomplete) return undefined;
  const [owner, method] = name.split(".");
  const tested = run.machine.findattr(run.module, owner);
  if (tested instanceof PyClass && (isContainer(tested) || tested.hasUnknownBase)) return undefined;
  const evaluated = failuresOfAll(run, name, outside, "eval", most);
  if (evaluated === undefined) return undefined;
  const told = furthest(evaluated);
  if (!isTold(told, sourceOf)) return undefined;
  if (tested instanceof PyClass && isForDerived(tested, method !== undefined, told.raised)) return undefined;
  const trained = failuresOfAll(run, name, outside, "train", most);
  if (trained === undefined || !sameFailure(furthest(trained).raised, told.raised)) return undefined;
  // The first run has the names of the program's own for its sizes.
  return policy.certain && sameFailure(raised, told.raised) ? { run, raised } : told;
}

/** Whether a run stands for every call of the class with its defaults: nothing was chosen, and no shape taken from prose. */
export function standsForAll({ policy, inputs, flags }: SymbolicRun): boolean {
  return (
    policy.certain &&
    flags.size === 0 &&
    [...inputs.specs.values()].every((spec) =>
      spec.kind === "tensor"
        ? spec.guesses === undefined && (spec.written !== true || spec.annotated === true)
        : spec.kind === "int" || spec.kind === "open",
    )
  );
}

/** The failure of the alternative that came furthest in the program's text: the others were refused on the way. */
function furthest(failures: readonly PinnedFailure[]): PinnedFailure {
  const progress = ({ run, built }: PinnedFailure) =>
    (built ? 1 : 0) + new Set(run.state.trace.steps.map(({ place }) => `${place?.file} ${place?.start}`)).size;
  return failures.reduce((best, one) => (progress(one) > progress(best) ? one : best));
}

function isTold({ run, raised }: PinnedFailure, sourceOf: (file: string) => Source | undefined): boolean {
  const [place] = raised.stack;
  // An error needs a place, and what it says must be known.
  const args = raised.exception.attrs?.get("args");
  if (place === undefined || (args instanceof PyTuple && args.items.some((item) => item instanceof Unknown)))
    return false;
  // What the program does without an optional package, it may do otherwise with it.
  if (raised.refused === undefined && run.machine.importer.lacksPackages) return false;
  if (isNoneForPackage(run.machine, raised)) return false;
  return !stopsOnPurpose(raised, sourceOf(place.file));
}

/** Whether the program itself raises it: a check of what it was given, or a method that a class derived from it has. */
function stopsOnPurpose(
  { stack: [place], exception, failure: { kind } }: PyRaise,
  source: Source | undefined,
): boolean {
  if (exception.cls.mro.some(({ name }) => name === "SystemExit" || name === "NotImplementedError")) return true;
  if (kind === "not-implemented" || kind === "abstract") return true;
  if (kind !== "raised") return false;
  // The prelude's checks are PyTorch's: they are told where the program calls.
  return someNode(
    source?.tree.body,
    (node) => (node.kind === "Raise" || node.kind === "Assert") && node.start === place.start,
  );
}

/** Words in the names of classes that others are derived from. */
const BASES = ["base", "abstract", "mixin", "interface"];

/**
 * Whether a class lacks an attribute of its own that others may give it: those that derive from it, where it is made for that, or whoever
 * calls a method of it that nobody calls here.
 */
function isForDerived({ name: cls, mro }: PyClass, isMethod: boolean, { failure }: PyRaise): boolean {
  if (failure.kind !== "attribute" || !mro.some(({ name }) => name === failure.owner)) return false;
  return isMethod || cls.startsWith("_") || BASES.some((word) => cls.toLowerCase().includes(word));
}

function sameFailure(one: PyRaise, other: PyRaise): boolean {
  const [at, bt] = [one.stack[0], other.stack[0]];
  return one.failure.kind === other.failure.kind && at?.file === bt?.file && at?.start === bt?.start;
}

const CONTAINERS = ["ModuleList", "ModuleDict", "Sequential"];

/** A container is filled by who makes it. */
function isContainer(cls: PyClass): boolean {
  return cls.mro.some(({ name, module }) => CONTAINERS.includes(name) && module.startsWith("torch.nn"));
}

import { typesOf } from "../failure";
import type { Interpreter } from "../machine/machine";
import { PyRaise } from "../trace/raise";
import { Obj, type Place, type Value } from "../values";

/** Whether what a program ends with is no mistake of it: it is meant to stop there, or lacks something that is not in its source. */
export function isMeant(machine: Interpreter, raised: PyRaise): boolean {
  return isExit(raised) || [isMissingPackage, isUsageCheck, isEndOfBatches].some((is) => is(machine, raised));
}

/** The program ends itself, or does not want to run on this Python or with this version of a package. */
export function isExit({ exception, failure }: PyRaise): boolean {
  const meant = failure.kind === "raised" && (failure.alone === true || failure.about.includes("version"));
  return meant || exception.cls.mro.some(({ name }) => name === "SystemExit");
}

/** A check of what the program was started with: the command line may hold something else than the defaults. */
function isUsageCheck({ importer }: Interpreter, { failure }: PyRaise): boolean {
  return failure.kind === "raised" && failure.about.length === 0 && importer.isLoaded("argparse");
}

/** Of a data loader's batches fewer are made than there are. */
function isEndOfBatches({ importer }: Interpreter, { exception }: PyRaise): boolean {
  return exception.cls.name === "StopIteration" && importer.isLoaded("torch.utils.data");
}

/** A package that was not found here, what a program says of it or raises because of it, or what it has in its place raises. */
function isMissingPackage(machine: Interpreter, raised: PyRaise): boolean {
  const [place] = raised.stack;
  const holds = ({ file, start, end }: Place) => place?.file === file && start <= place.start && place.end <= end;
  if (machine.importer.standIns.some(holds) || isNoneForPackage(machine, raised)) return true;
  for (const one of withCauses(raised)) if (tellsOfPackage(machine, one)) return true;
  return false;
}

/** Whether None is used as something else where it may stand for what a package that is not there would have. */
export function isNoneForPackage({ importer }: Interpreter, { failure }: PyRaise): boolean {
  return importer.asksInVain && typesOf(failure).includes("NoneType");
}

/** An exception, and those that were being handled when it was raised, the latest first. */
function* withCauses(raised: PyRaise): Iterable<PyRaise> {
  const met = new Set<Value>();
  for (let one: PyRaise = raised; ; ) {
    yield one;
    met.add(one.exception);
    const cause = one.exception.attrs?.get("__cause__") ?? one.exception.attrs?.get("__context__");
    if (!(cause instanceof Obj) || met.has(cause)) return;
    one = new PyRaise(cause, []);
  }
}

function tellsOfPackage({ importer }: Interpreter, { exception, failure }: PyRaise): boolean {
  if (!exception.cls.mro.some(({ name }) => name === "ImportError")) return false;
  if (failure.kind !== "import" || failure.name === undefined) return true;
  const { module, name } = failure;
  return importer.isPrelude(module) && importer.recorded.hasName(module, name) !== false;
}

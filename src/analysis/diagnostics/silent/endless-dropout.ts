import { type Node, someNode } from "../../../syntax/walk";
import type { Program, Remark } from "./program";

const DROPOUTS = ["dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout"];

/** A functional dropout in a module that is not told whether the module trains: it goes on after `eval()`. */
export function* endlessDropout(program: Program): Iterable<Remark> {
  yield* madeEachTime(program);
  for (const step of program.steps(...DROPOUTS)) {
    const { place, args, direct, call } = step;
    if (place === undefined || direct !== true || call === undefined || args.training !== true || args.p === 0)
      continue;
    const written = program.callOf(step);
    if (written === undefined || written.keywords.some(({ name }) => name === undefined || name === "training"))
      continue;
    if (written.args.length > 2 || written.args.some(({ kind }) => kind === "Starred")) continue;
    if (program.places.around(place).some((node) => node.kind === "FunctionDef" && asksForMode(node))) continue;
    yield {
      code: "endless-dropout",
      place,
      message: `\`${step.name}\` drops values after \`eval()\` too: pass \`training=self.training\``,
    };
  }
}

/** A layer of dropout that `forward` makes: it is new each time, and so in `train()`. */
function* madeEachTime(program: Program): Iterable<Remark> {
  for (const { call, args } of program.steps(...DROPOUTS)) {
    if (call === undefined || call.isMember || call.parent === undefined || call.place === undefined) continue;
    if (args.training !== true || args.p === 0 || !call.module.cls.module.startsWith("torch.nn")) continue;
    const written = program.places.call(call.place);
    if (written?.func.kind !== "Call") continue;
    yield {
      code: "endless-dropout",
      place: call.place,
      message:
        "This layer is made anew in each call, so that `eval()` never reaches it: it drops values always. Make it in `__init__`",
    };
  }
}

/** Whether a function decides by a module's mode what it does. */
function asksForMode(fn: Node): boolean {
  const reads = (part: unknown) =>
    someNode(part, (node) => node.kind === "Attribute" && "attr" in node && node.attr === "training");
  return someNode(fn, (node) => (node.kind === "If" || node.kind === "IfExp") && "test" in node && reads(node.test));
}

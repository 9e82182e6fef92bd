// The process that is given the inputs: `fork(child.js, [DIST, BUDGET])`. It may hang or die; its parent looks on.
import { type Answer, Attempts } from "./attempt";
import type { TextInput } from "./input";
import { planted } from "./planted";

const [dist, budget] = process.argv.slice(2);

export type ToParent = { ready: true } | { answer: Answer };

const send = (message: ToParent) => process.send!(message);

void Attempts.open(dist, Number(budget)).then((attempts) => {
  process.on("message", (input: TextInput) => {
    const fault = planted(input.text);
    const answer = attempts.attempt(input);
    if (fault !== undefined) answer.problems.push(fault);
    send({ answer });
  });
  send({ ready: true });
});
process.on("disconnect", () => process.exit());

import { expect, it } from "vitest";
import type { ExecutedStep } from "../../src/server/protocol";
import { forwardTree } from "../../src/webview/forward/rows";
import { withSteps } from "../../src/webview/run/executed";
import { csvOf, jsonOf } from "../../src/webview/run/exports";
import { firstNotFinite, nameOf, ranSteps, signalRemark, timeByLayer } from "../../src/webview/run/insight";
import { executedSteps, forwardResult, runView } from "./fixtures";

const forward = forwardResult();
const items = forwardTree(forward);
const steps = executedSteps(forward);

function ranWith(change: (step: ExecutedStep, at: number) => Partial<ExecutedStep>) {
  return ranSteps(
    items,
    withSteps(
      new Map(),
      steps.map((step, at) => ({ ...step, ...change(step, at) })),
    ),
  );
}

it("finds the first NaN, before it the first infinity only where there is no NaN", () => {
  expect(firstNotFinite(ranWith(() => ({})))).toBeUndefined();
  const infinite = ranWith((_, at) => (at === 2 ? { inf: 1 } : {}));
  expect(firstNotFinite(infinite)!.step).toMatchObject({ index: steps[2]!.index, inf: 1 });
  const both = ranWith((_, at) => ({ ...(at === 2 && { inf: 1 }), ...(at >= 5 && { nan: 3 }) }));
  expect(firstNotFinite(both)!.step.index).toBe(steps[5]!.index);
});

it("names a step by the way to its module", () => {
  const [first] = ranWith(() => ({}));
  expect(nameOf(first!)).toBe("qkv, linear");
});

it("sums the time of each module's own steps, the longest first", () => {
  const times = timeByLayer(ranWith(({ op }) => ({ ms: op.startsWith("softmax") ? 9 : 1 })));
  expect(times.map(({ name, ms }) => [name, ms])).toEqual([
    ["softmax", 9],
    ["WindowAttention", steps.length - 3],
    ["qkv", 1],
    ["proj", 1],
  ]);
});

it("tells that a signal fades or grows", () => {
  expect(signalRemark(ranWith(() => ({ std: 1 })))).toBeUndefined();
  expect(signalRemark(ranWith((_, at) => ({ std: 0.1 ** at })))).toMatch(
    /^The signal fades: the deviation goes from 1\.0 to /,
  );
  expect(signalRemark(ranWith((_, at) => ({ std: 10 ** at })))).toMatch(/^The signal grows/);
  expect(signalRemark(ranWith((_, at) => ({ std: 0.1 ** at, pending: true })))).toBeUndefined();
});

it("exports a row for each step, and nothing of statistics that are not taken", () => {
  const ran = ranWith((_, at) => (at === 1 ? { pending: true, mean: null } : { zeros: 4 }));
  const lines = csvOf(ran).trim().split("\n");
  expect(lines).toHaveLength(steps.length + 1);
  expect(lines[0]).toBe("step,name,operator,line,shape,dtype,mean,std,min,max,zeros,nan,inf,ms");
  expect(lines[1]).toMatch(/^10,"qkv, linear",linear,,64x49x288,float32,-0\.0123,0\.57,-3,3,4,0,,/);
  expect(lines[2]).toMatch(/,float32,,,,,,,,/);
  const told = JSON.parse(
    jsonOf({ ...runView(forward, { state: "empty", reason: "", canRun: true }, []), trains: true }, ran),
  );
  expect(told).toMatchObject({ subject: "WindowAttention", seed: 0, training: true });
  expect(told.steps[0]).toMatchObject({ name: "qkv, linear", shape: [64, 49, 288], mean: -0.0123 });
});

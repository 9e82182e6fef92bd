import { messageOf } from "./errors";
import { execute } from "./execute";
import type { Request, Response } from "./protocol";

/** At most this often is progress told, in milliseconds. */
const interval = 50;

/** Answers requests: the body of a worker, in Node as in a browser. */
export function serve(post: (response: Response) => void): (request: Request) => void {
  const running = new Map<number, AbortController>();
  post({ type: "ready" });
  return (request) => {
    if (request.type === "cancel") {
      running.get(request.id)?.abort();
      return;
    }
    const { id, plan, options } = request;
    const controller = new AbortController();
    running.set(id, controller);
    let told = 0;
    execute(plan, {
      ...options,
      signal: controller.signal,
      onStep(step, done, total) {
        post({ type: "step", id, step });
        if (performance.now() - told < interval && done < total) return;
        told = performance.now();
        post({ type: "progress", id, done, total, op: step.op });
      },
    })
      .then((result) => post({ type: "done", id, result }))
      .catch((thrown) => post({ type: "failed", id, message: messageOf(thrown) }))
      .finally(() => running.delete(id));
  };
}

import { RuntimeClient } from "../../src/runtime/client";

/**
 * A program of its own, since the memory of a process holds what other tests use as well: runs a call some times and then again, and
 * prints by how many megabytes the second runs let the process grow.
 *
 *     node memory-of-runs.js WORKER FILE CALL FIRST SECOND
 */
async function main([worker, file, call, first, second]: string[]): Promise<void> {
  const client = new RuntimeClient({ worker: worker! });
  const run = async (times: number) => {
    for (let n = 0; n < times; n++) {
      const result = await client.run(
        { file: file!, asked: { call: call! } },
        { seed: 0, backend: "cpu", statistics: "later" },
      );
      if (result.status !== "done") throw new Error(JSON.stringify(result.failure));
    }
    return process.memoryUsage.rss() / 2 ** 20;
  };
  const before = await run(Number(first));
  process.stdout.write(String((await run(Number(second))) - before));
  await client.dispose();
}

void main(process.argv.slice(2));

import { describe, expect, it } from "vitest";
import { type Sample, tellEnding, Watch } from "../../src/supervisor/limits";

const limits = { memoryMb: 100, heapMb: 80, cancelMs: 200, silentMs: 400 };
const start: Sample = { cpuMs: 5000, wallMs: 90_000, bytes: 50e6, asked: 7 };
const job = { id: 3, file: "/a.py", ms: 1000 };

function later(changes: Partial<Sample>): Sample {
  const more = Object.entries(changes).map(([name, value]) => [name, start[name as keyof Sample] + value]);
  return { ...start, ...Object.fromEntries(more) };
}

function watching(): Watch {
  const watch = new Watch(limits);
  watch.began(job, start);
  return watch;
}

describe("a job", () => {
  it("may compute as long as it asks now and then", () => {
    const watch = watching();
    expect(watch.verdict(later({ cpuMs: 300, asked: 1 }))).toBeUndefined();
    expect(watch.verdict(later({ cpuMs: 690, asked: 1 }))).toBeUndefined();
    expect(watch.verdict(later({ cpuMs: 710, asked: 1 }))).toEqual({ kind: "silent", ms: 400 });
  });

  it("may compute no longer than its time in all", () => {
    const watch = watching();
    for (let asked = 1; asked <= 10; asked++)
      expect(watch.verdict(later({ cpuMs: asked * 100, asked }))).toBeUndefined();
    expect(watch.verdict(later({ cpuMs: 1001, asked: 11 }))).toEqual({ kind: "time", ms: 1000 });
  });

  it("is held to the clock only where that has run sixteen times as long: a busy machine is no fault of the file", () => {
    const watch = watching();
    expect(watch.verdict(later({ cpuMs: 100, wallMs: 6400 }))).toBeUndefined();
    expect(watch.verdict(later({ cpuMs: 100, wallMs: 6401 }))).toEqual({ kind: "silent", ms: 400 });
  });

  it("has to end soon after it was cancelled, whether it asks or not", () => {
    const watch = watching();
    watch.cancelled(3, later({ cpuMs: 50 }));
    watch.cancelled(3, later({ cpuMs: 200 }));
    expect(watch.verdict(later({ cpuMs: 250, asked: 1 }))).toBeUndefined();
    expect(watch.verdict(later({ cpuMs: 251, asked: 2 }))).toEqual({ kind: "cancel", ms: 200 });
    expect(watch.verdict(later({ cpuMs: 50, wallMs: 801, asked: 2 }))).toEqual({ kind: "cancel", ms: 200 });
  });

  it("is not meant by a cancel of what was asked before it or after it", () => {
    const watch = watching();
    watch.cancelled(2, start);
    watch.cancelled(4, start);
    expect(watch.verdict(later({ cpuMs: 300 }))).toBeUndefined();
  });

  it("counts no more once it has ended", () => {
    const watch = watching();
    watch.ended();
    expect(watch.verdict(later({ cpuMs: 50_000, wallMs: 50_000 }))).toBeUndefined();
  });
});

it("holds the process to its memory, whatever it does", () => {
  const watch = new Watch(limits);
  expect(watch.verdict({ ...start, bytes: 100 * 1024 * 1024 })).toBeUndefined();
  expect(watch.verdict({ ...start, bytes: 100 * 1024 * 1024 + 1 })).toEqual({ kind: "memory", mb: 100 });
});

it("tells why in words that go on from the file's name", () => {
  expect(tellEnding({ kind: "time", ms: 20_000 })).toBe("it gave no answer within 20 s");
  expect(tellEnding({ kind: "silent", ms: 4000 })).toBe("it was stuck for 4 s");
  expect(tellEnding({ kind: "cancel", ms: 2000 })).toBe("it did not stop within 2 s of being cancelled");
  expect(tellEnding({ kind: "memory", mb: 1024 })).toBe("it took over 1024 MB of memory");
  expect(tellEnding({ kind: "died", how: "SIGTRAP" })).toBe("it ended the process of the analysis (SIGTRAP)");
});

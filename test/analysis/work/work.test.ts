import { describe, expect, it } from "vitest";
import { Assumptions, symbol } from "../../../src/analysis/dims";
import { remembered, Stopped, Work, work } from "../../../src/analysis/work";

/** The reason for which something is stopped. */
function reason(run: () => void): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof Stopped) return error.reason;
    throw error;
  }
  return undefined;
}

/** Pays, and tells how much the account has paid so far. */
function paid(account: Work, units: number): number {
  account.pay(units);
  return account.spent;
}

describe("work", () => {
  it("stops what has used up its limit, and what is around it goes on", () => {
    const account = new Work();
    account.begin({ work: 100 });
    expect(reason(() => account.within(10, () => account.pay(11)))).toBe("work");
    expect(account.left).toBe(89);
    expect(reason(() => account.pay(88))).toBeUndefined();
    expect(reason(() => account.pay(1))).toBe("work");
  });

  it("does not let an inner limit be wider than the outer one", () => {
    const account = new Work();
    account.begin({ work: 10 });
    expect(reason(() => account.within(100, () => account.pay(10)))).toBe("work");
  });

  it("lets an answer be put together when the limit is used up", () => {
    const account = new Work();
    account.begin({ work: 10, interrupted: () => "time" });
    expect(reason(() => account.pay(5000))).toBe("time");
    expect(reason(() => account.unlimited(() => account.pay(50_000)))).toBeUndefined();
    expect(reason(() => account.pay(5000))).toBe("time");
  });

  it("counts what runs apart for nobody else", () => {
    const account = new Work();
    account.begin({ work: 10 });
    expect(account.apart(50, () => paid(account, 49))).toBe(49);
    expect(account.spent).toBe(0);
    expect(reason(() => account.apart(50, () => account.pay(50)))).toBe("work");
    expect(account.left).toBe(10);
  });

  it("asks after as many units as it was told, on whatever account, and stays interrupted", () => {
    const account = new Work();
    let asked = 0;
    account.begin({ every: 10, interrupted: () => (++asked === 3 ? "cancelled" : undefined) });
    account.pay(10);
    account.free(() => account.pay(9));
    expect(asked).toBe(1);
    account.pay(1);
    expect(asked).toBe(2);
    expect(reason(() => account.within(5, () => account.apart(5, () => account.pay(10))))).toBe("cancelled");
    expect(reason(() => account.pay(0))).toBe("cancelled");
    expect(asked).toBe(3);
  });

  it("lets who finds a value in a table pay what it cost to find", () => {
    const table = new Map();
    work.begin({});
    expect(remembered(table, "key", 9, () => paid(work, 7))).toBe(7);
    expect(remembered(table, "key", 9, () => Number.NaN)).toBe(7);
    expect(work.spent).toBe(14);
  });

  it("keeps nothing in a table of what was cut off", () => {
    const table = new Map();
    work.begin({ work: 5 });
    expect(reason(() => remembered(table, "key", 9, () => paid(work, 7)))).toBe("work");
    expect([...table]).toEqual([]);
  });

  it("makes proofs cost the same whatever was asked before", () => {
    const ask = () => {
      work.begin({});
      const [h, w] = [symbol("Hproof", { serial: 1 }), symbol("Wproof", { serial: 2 })];
      const assumptions = new Assumptions();
      assumptions.assume({ kind: "divisible", left: h, right: 8 });
      assumptions.assume({ kind: "gt", left: w, right: h });
      assumptions.holds({ kind: "eq", left: w, right: 3 });
      assumptions.holds({ kind: "divisible", left: h, right: 4 });
      return work.spent;
    };
    const first = ask();
    expect(first).toBeGreaterThan(10);
    expect([ask(), ask()]).toEqual([first, first]);
  });
});

import { beforeEach } from "vitest";
import { work } from "../src/analysis/work";
import { defects } from "../src/syntax/defects";

beforeEach(() => {
  // A defect of ours that an answer would survive fails the test that meets it.
  defects.heard = (where, error) => {
    throw new Error(`${where}: ${error instanceof Error ? error.stack : String(error)}`);
  };
  // The thread's account may still have the limits of another test, whose time is over on a busy machine.
  work.begin({});
});

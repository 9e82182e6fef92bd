import { beforeEach } from "vitest";
import { defects } from "../src/syntax/defects";

// A defect of ours that an answer would survive fails the test that meets it.
beforeEach(() => {
  defects.heard = (where, error) => {
    throw new Error(`${where}: ${error instanceof Error ? error.stack : String(error)}`);
  };
});

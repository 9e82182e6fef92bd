import type { Foreseen } from "../analysis/entries/execution";

/** Why a call is not run, said before it starts; undefined where nothing speaks against it. */
export function refusalOf(_foreseen: Foreseen, _memory: number | undefined): string | undefined {
  return undefined;
}

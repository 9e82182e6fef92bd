import type { Problem } from "./attempt";

/** A comment that makes the process misbehave, so that a test sees that it is told: `# fuzz: die`. */
const FAULT = /^# fuzz: (throw|hang|die|memory)$/m;

/** Does what the text's comment asks for; only where the tests allow it by `SHAPESCOPE_FUZZ_FAULTS`. */
export function planted(text: string): Problem | undefined {
  if (process.env.SHAPESCOPE_FUZZ_FAULTS !== "1") return undefined;
  switch (FAULT.exec(text)?.[1]) {
    case "throw":
      return { kind: "throw", message: "planted: Error: as asked for", at: ["planted"] };
    case "hang":
      for (;;);
    case "die":
      process.kill(process.pid, "SIGKILL");
      for (;;);
    case "memory": {
      const held: number[][] = [];
      for (;;) held.push(new Array(1_000_000).fill(0.5));
    }
  }
  return undefined;
}

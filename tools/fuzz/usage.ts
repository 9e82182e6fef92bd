// What a process uses, as Linux tells it under /proc; elsewhere as Node does.
import { readFileSync, writeFileSync } from "node:fs";

/** Of this thread alone where that is told: the collector's and the compiler's threads work beside it. */
export function cpuMs(): number {
  const own = /^(\d+) /.exec(read("/proc/thread-self/schedstat"));
  if (own !== null) return Number(own[1]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The largest resident memory of this process since `resetPeak`. */
export function peakBytes(pid: number | "self" = "self"): number {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`));
  if (peak !== null) return Number(peak[1]) * 1024;
  return pid === "self" ? process.resourceUsage().maxRSS * 1024 : 0;
}

export function resetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // The peak is then that of the process's whole life.
  }
}

/** Kernel ticks in a second, of every Linux that Node runs on. */
const TICKS = 100;

/** CPU of all threads of another process, in milliseconds; undefined where it is not told, or the process is gone. */
export function cpuOf(pid: number): number | undefined {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, "")
    .split(" ");
  if (fields.length < 13) return undefined;
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

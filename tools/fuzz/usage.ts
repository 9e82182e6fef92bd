// What a process uses, as Linux tells it under /proc; elsewhere as Node does.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

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
  const fields = statOf(pid);
  return fields && ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

/** CPU and the largest resident memory of a process and of all that it has started, what has ended since included; undefined once it is gone. */
export function treeUsage(pid: number): { cpu: number; bytes: number } | undefined {
  const fields = statOf(pid);
  if (fields === undefined) return undefined;
  // Its own and, after those, its waited-for children's.
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  let cpu = ((user + system + childUser + childSystem) * 1000) / TICKS;
  let bytes = peakBytes(pid);
  for (const child of childrenOf(pid)) {
    const used = treeUsage(child);
    cpu += used?.cpu ?? 0;
    bytes = Math.max(bytes, used?.bytes ?? 0);
  }
  return { cpu, bytes };
}

/** The fields of /proc/PID/stat after the program's name, which may hold blanks and brackets. */
function statOf(pid: number): string[] | undefined {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, "")
    .split(" ");
  return fields.length < 15 ? undefined : fields;
}

/** A child belongs to the thread that started it. */
function childrenOf(pid: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    // It is gone.
  }
  return threads.flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

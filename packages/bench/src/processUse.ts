import { readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Processor time of a process so far, all threads, in seconds; NaN where the system does not tell. */
export function cpuSeconds(pid: number): number {
  const fields = fieldsOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Processor time of the children of a process that have ended, in seconds. */
export function endedChildrenSeconds(pid: number): number {
  const fields = fieldsOf(pid);
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

export function parentOf(pid: number): number {
  return Number(fieldsOf(pid)[1]);
}

/** Memory a process holds, in bytes; NaN where the system does not tell. */
export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(told(pid, "status"))?.[1]) * 1_024;
}

/** From the state on: before it stands the name, which may hold anything. */
function fieldsOf(pid: number): string[] {
  const stat = told(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function told(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { platform } from "node:os";
import { basename } from "node:path";

/** Which process was meant when a pid was written down: by now the number may be another's. */
export interface ProcessMark {
  pid: number;
  born: string;
}

export function markOf(pid: number): ProcessMark | undefined {
  const born = platform() === "linux" ? bornOnLinux(pid) : bornElsewhere(pid);
  return born === undefined ? undefined : { pid, born };
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.born === mark.born;
}

/** Start time in clock ticks since boot, with the boot it counts from; a zombie counts as gone. */
function bornOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, started] = [fields[0], fields[19]];
    if (state === "Z" || state === "X" || started === undefined) return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${started}`;
  } catch {
    return undefined; // no such process
  }
}

function bornElsewhere(pid: number): string | undefined {
  try {
    const answer = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return answer === "" ? undefined : answer;
  } catch {
    return undefined; // ps answers 1 for a pid nobody has
  }
}

/** The name of the program a process runs. */
export function commandOf(pid: number): string | undefined {
  try {
    if (platform() === "linux") return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    return basename(execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim());
  } catch {
    return undefined; // no such process
  }
}

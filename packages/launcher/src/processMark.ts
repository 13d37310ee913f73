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
  const born = platform() === "linux" ? bornOnLinux(pid) : askPs(pid, "lstart");
  return born === undefined ? undefined : { pid, born };
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.born === mark.born;
}

/** The name of the program a process runs. */
export function commandOf(pid: number): string | undefined {
  const name = platform() === "linux" ? linuxFile(`/proc/${pid}/comm`) : askPs(pid, "comm");
  return name === undefined ? undefined : basename(name);
}

export function parentOf(pid: number): number | undefined {
  const parent = Number(platform() === "linux" ? linuxStat(pid)[1] : askPs(pid, "ppid"));
  return parent > 1 ? parent : undefined;
}

/** Start time in clock ticks since boot, with the boot it counts from; a zombie counts as gone. */
function bornOnLinux(pid: number): string | undefined {
  const stat = linuxStat(pid);
  const [state, started] = [stat[0], stat[19]];
  if (state === "Z" || state === "X" || started === undefined) return undefined;
  return `${linuxFile("/proc/sys/kernel/random/boot_id")}/${started}`;
}

/** The fields after the program's name, which alone may hold spaces. */
function linuxStat(pid: number): string[] {
  const stat = linuxFile(`/proc/${pid}/stat`) ?? "";
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function linuxFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined; // no such process
  }
}

function askPs(pid: number, column: "lstart" | "comm" | "ppid"): string | undefined {
  try {
    const answer = execFileSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
    return answer === "" ? undefined : answer;
  } catch {
    return undefined; // ps answers 1 for a pid nobody has
  }
}

import { commandOf, isAlive, markOf, parentOf } from "./processMark.ts";
import type { ProcessMark } from "./processMark.ts";

const checkMs = 1_000;
const shells = new Set(["sh", "dash", "bash", "ash", "zsh"]);

/** The npm that runs this process as a script: our parent, or that of the shell between. */
export function npmAbove(): ProcessMark | undefined {
  let pid: number | undefined = process.ppid;
  while (pid !== undefined && shells.has(commandOf(pid) ?? "")) pid = parentOf(pid);
  return pid === undefined ? undefined : markOf(pid);
}

/**
 * npm hands the signals it gets on to its shell, which may die of them without telling us; and when npm
 * is killed it tells nobody. Without npm nobody could stop us any more.
 */
export function whenGone(npm: ProcessMark, act: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    act();
  }, checkMs);
  timer.unref();
}

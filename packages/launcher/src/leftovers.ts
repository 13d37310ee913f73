import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAlive } from "./processMark.ts";
import type { ProcessMark } from "./processMark.ts";

const stopMs = 10_000;
const pidFile = z.object({ pid: z.number().int().positive(), born: z.string() });

/**
 * Stops what a launcher that was killed left behind in this data folder. Its guardian is usually at it
 * already, so this mostly waits. Answers the names of what was still running.
 */
export async function stopLeftovers(runDir: string): Promise<string[]> {
  const found = pidFilesIn(runDir).flatMap((file) => {
    const mark = readMark(join(runDir, file));
    return mark !== undefined && isAlive(mark) ? [{ name: file.replace(/\.pid$/, ""), mark }] : [];
  });
  await Promise.all(found.map(({ mark }) => stopProcess(mark)));
  for (const file of pidFilesIn(runDir)) rmSync(join(runDir, file), { force: true });
  return found.map(({ name }) => name);
}

function pidFilesIn(runDir: string): string[] {
  try {
    return readdirSync(runDir).filter((file) => file.endsWith(".pid"));
  } catch {
    return []; // the first start
  }
}

function readMark(file: string): ProcessMark | undefined {
  try {
    return pidFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined; // cut short by a kill: whoever wrote it is not known, and not ours to touch
  }
}

async function stopProcess(mark: ProcessMark): Promise<void> {
  process.kill(mark.pid, "SIGINT");
  for (const until = Date.now() + stopMs; Date.now() < until; await sleep(50)) if (!isAlive(mark)) return;
  process.kill(mark.pid, "SIGKILL");
  await sleep(200);
}

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAlive, markOf } from "./processMark.ts";
import type { ProcessMark } from "./processMark.ts";
import { StartError } from "./startError.ts";

const mark = z.object({ pid: z.number(), born: z.string() });

const holderShape = z.object({
  /** What runs, as a person started it: `npm start`. */
  what: z.string(),
  process: mark,
  /** The npm it was started by: without it, it stops. */
  npm: mark.optional(),
  address: z.string().optional(),
  servers: z.object({ databaseUrl: z.string(), natsUrl: z.string(), redisUrl: z.string() }).optional(),
});
export type Holder = z.infer<typeof holderShape>;

const patienceMs = 20_000;

/** One launcher for each data folder, known by a file that says who it is and where it answers. */
export class Lock {
  private constructor(
    private readonly file: string,
    private holder: Holder,
  ) {}

  /** The lock, or who has it. */
  static async take(dataDir: string, what: string, npm?: ProcessMark): Promise<Lock | Holder> {
    const file = fileIn(dataDir);
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const holder: Holder = {
      what,
      process: markOf(process.pid) ?? { pid: process.pid, born: "" },
      npm,
    };
    for (const until = Date.now() + patienceMs; ; await sleep(100)) {
      if (create(file, holder)) return new Lock(file, holder);
      const other = read(file);
      if (other === undefined || !isAlive(other.process)) removeStale(file, other);
      else if (!isLeaving(other) || Date.now() > until) return other;
    }
  }

  /** What the next to come is told. */
  announce(news: Pick<Holder, "address" | "servers">): void {
    // Parsed: of what is handed in, the file gets what it is for and nothing else.
    this.holder = holderShape.parse({ ...this.holder, ...news });
    const draft = write(this.file, this.holder);
    renameSync(draft, this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

/** The lock, or a refusal that says who has it and where it answers. */
export async function takeLock(dataDir: string, what: string, npm?: ProcessMark): Promise<Lock> {
  const taken = await Lock.take(dataDir, what, npm);
  if (taken instanceof Lock) return taken;
  const { address, process: other } = taken;
  const where = address === undefined ? "" : `, at ${address}`;
  throw new StartError(
    [
      `Wegraph runs already from this folder${where} (${taken.what}, process ${other.pid}).`,
      `Stop it there with Ctrl-C, or with:  kill ${other.pid}`,
    ].join("\n"),
  );
}

/** Who works in this folder now, if anybody. */
export function holderOf(dataDir: string): Holder | undefined {
  const holder = read(fileIn(dataDir));
  return holder !== undefined && isAlive(holder.process) ? holder : undefined;
}

function fileIn(dataDir: string): string {
  return join(dataDir, "launcher.json");
}

/** Its npm was killed: it will notice within a second, and stop. */
function isLeaving({ npm }: Holder): boolean {
  return npm !== undefined && !isAlive(npm);
}

function create(file: string, holder: Holder): boolean {
  const draft = write(file, holder);
  try {
    // A link appears with its whole content, or fails because one is there.
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(file: string, holder: Holder): string {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  return draft;
}

function read(file: string): Holder | undefined {
  try {
    return holderShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined; // nobody, or something no launcher wrote
  }
}

/** Of two who find the same dead holder, the slower must not remove the quicker one's new lock. */
function removeStale(file: string, dead: Holder | undefined): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside)?.process.pid !== dead?.process.pid) linkSync(aside, file);
  } catch {
    // The other one was quicker in everything: the next round sees whose lock it is.
  } finally {
    rmSync(aside, { force: true });
  }
}

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Guardian } from "./guardian.ts";
import { rotate, sizeOf, tail } from "./logFile.ts";
import { markOf } from "./processMark.ts";

/** Where a data folder keeps what concerns its processes. */
export interface Place {
  runDir: string;
  logDir: string;
  guardian: Guardian;
}

export interface ChildSpec {
  name: string;
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  user?: { uid: number; gid: number } | undefined;
  stopSignal?: NodeJS.Signals;
  stopMs?: number;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
}

export function describeEnding({ code, signal, error }: Ending): string {
  if (error) return error.message;
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/** A server this launcher started: logged to a file, known by a pid file, watched by the guardian. */
export class Child {
  readonly logFile: string;
  readonly ended: Promise<Ending>;
  private readonly logFrom: number;
  private ending: Ending | undefined;
  private readonly process: ChildProcess;

  constructor(
    private readonly spec: ChildSpec,
    place: Place,
  ) {
    this.logFile = join(place.logDir, `${spec.name}.log`);
    rotate(this.logFile);
    this.logFrom = sizeOf(this.logFile);
    this.process = this.spawn();
    const pidFile = join(place.runDir, `${spec.name}.pid`);
    const { pid } = this.process;
    if (pid !== undefined) {
      place.guardian.watch(pid);
      mkdirSync(place.runDir, { recursive: true });
      writeFileSync(pidFile, JSON.stringify(markOf(pid) ?? { pid, born: "" }));
    }
    this.ended = new Promise((resolve) => {
      const end = (ending: Ending): void => {
        this.ending ??= ending;
        if (pid !== undefined) place.guardian.forget(pid);
        rmSync(pidFile, { force: true });
        resolve(this.ending);
      };
      this.process.once("exit", (code, signal) => end({ code, signal }));
      this.process.once("error", (error) => end({ code: null, signal: null, error }));
    });
  }

  get hasEnded(): boolean {
    return this.ending !== undefined;
  }

  /** The end of what it logged, without what its predecessors did. */
  lastLines(count: number): string[] {
    return tail(this.logFile, this.logFrom, count);
  }

  /** Asks, waits, and in the end insists: never longer than the spec's `stopMs` and a second. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.process.kill(this.spec.stopSignal ?? "SIGTERM");
    if (await this.endsWithin(this.spec.stopMs ?? 10_000)) return;
    this.process.kill("SIGKILL");
    await this.endsWithin(1_000);
  }

  kill(): void {
    if (!this.hasEnded) this.process.kill("SIGKILL");
  }

  async endsWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const inTime = await Promise.race([this.ended.then(() => true), late]);
    clearTimeout(timer);
    return inTime;
  }

  private spawn(): ChildProcess {
    const { command, args, cwd, env, user } = this.spec;
    // A file, not a pipe through here: the child can still write when this process is gone.
    const log = openSync(this.logFile, "a");
    try {
      return spawn(command, args, {
        ...(cwd === undefined ? {} : { cwd }),
        ...(env === undefined ? {} : { env }),
        ...user,
        stdio: ["ignore", log, log],
        // A process group of its own: Ctrl-C reaches the launcher only, which stops them in order.
        detached: true,
      });
    } finally {
      closeSync(log);
    }
  }
}

import { spawn, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { environment } from "../config.ts";
import { cpuSeconds, residentBytes } from "../processUse.ts";
import { readReady } from "./ready.ts";

export interface Start {
  /** What node is to run, with its options. */
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Which processor it gets, where processors can be given; any, when left out. */
  cpu?: number;
  /** Whether it answers yet, for a program that does not say so itself. */
  isReady?: () => Promise<object | undefined>;
}

const startMs = 60_000;

export const canPin =
  availableParallelism() > 1 && spawnSync("taskset", ["-V"], { stdio: "ignore" }).status === 0;

/** A part of the measurement in a process of its own. */
export class ChildProcess {
  private readonly process;
  /** The end of what it printed. */
  said = "";
  private ended = false;

  constructor({ args, env, cwd, cpu }: Start) {
    const command = [
      ...(canPin && cpu !== undefined ? ["taskset", "-c", String(cpu)] : []),
      process.execPath,
      ...args,
    ];
    const [file = "", ...rest] = command;
    this.process = spawn(file, rest, {
      env: { ...environment, ...env },
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process.stdout.on("data", (chunk: Buffer) => this.note(chunk));
    this.process.stderr.on("data", (chunk: Buffer) => this.note(chunk));
    this.process.once("exit", () => (this.ended = true));
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** @returns what it said when it was ready */
  async ready<T>(isReady?: Start["isReady"]): Promise<T> {
    for (const end = Date.now() + startMs; Date.now() < end; await sleep(20)) {
      const said = (await isReady?.()) ?? readReady(this.said);
      if (said !== undefined) return said as T;
      if (this.ended) break;
    }
    await this.stop();
    throw new Error(`A process did not get ready:\n${this.said.slice(-3_000)}`);
  }

  /** Processor time so far, in seconds; NaN where the system does not tell. */
  cpuSeconds(): number {
    return cpuSeconds(this.pid);
  }

  residentMb(): number {
    return residentBytes(this.pid) / 1_048_576;
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const exit = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await exit;
  }

  private note(chunk: Buffer): void {
    this.said = (this.said + chunk.toString("utf8")).slice(-100_000);
  }
}

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@wegraph/launcher/ports";

const projectRoot = fileURLToPath(new URL("../../../../", import.meta.url));
const startMsMax = 60_000;
const stopMsMax = 20_000;

export interface ProgramOptions {
  /** For `node`, the port given. */
  args: (port: number) => readonly string[];
  /** Answers 200 when it is ready. */
  readyPath: string;
  env?: (port: number) => Record<string, string>;
}

/** A server in a process of its own. */
export class Program {
  private output = "";

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        this.output = (this.output + chunk.toString("utf8")).slice(-20_000);
      });
  }

  static async start({ args, readyPath, env = () => ({}) }: ProgramOptions): Promise<Program> {
    const port = await freePort();
    const { PATH = "", HOME = "", TMPDIR } = inherited();
    const child = spawn(process.execPath, args(port), {
      cwd: projectRoot,
      env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), NODE_ENV: "production", ...env(port) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const program = new Program(child, port);
    await program.ready(readyPath);
    return program;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return this.output;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** @returns the exit code; null when it had to be killed. */
  async ended(): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill("SIGKILL"), stopMsMax);
    if (this.isRunning) await once(this.child, "exit");
    clearTimeout(timer);
    return this.child.exitCode;
  }

  async stop(): Promise<number | null> {
    this.signal("SIGTERM");
    return this.ended();
  }

  private get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async ready(path: string): Promise<void> {
    for (const end = Date.now() + startMsMax; this.isRunning && Date.now() < end; await sleep(50)) {
      const isReady = await fetch(this.url + path).then(
        ({ status }) => status === 200,
        () => false,
      );
      if (isReady) return;
    }
    this.child.kill("SIGKILL");
    throw new Error(`It did not become ready:\n${this.output}`);
  }
}

export function inherited(): NodeJS.ProcessEnv {
  // oxlint-disable-next-line node/no-process-env -- a process under test gets our search path
  return process.env;
}

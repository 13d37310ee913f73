import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Guardian } from "@wegraph/launcher/guardian";
import { request } from "undici";

const projectRoot = fileURLToPath(new URL("../../../../", import.meta.url));

/** A machine with other things to do may take long to set up and people a demo. */
const readyWithinMs = 150_000;

/** One of our processes under test: started, killed and started again at will. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private tail = "";

  constructor(
    private readonly main: string,
    private readonly readyUrl: string,
    private readonly env: Record<string, string>,
    /** Ends it should the test be killed. */
    private readonly guardian: Guardian,
  ) {}

  async start(): Promise<void> {
    const { PATH = "", HOME = "", TMPDIR } = inherited();
    const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", this.main], {
      cwd: projectRoot,
      env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), NODE_ENV: "production", ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    if (child.pid !== undefined) this.guardian.watch(child.pid);
    const keep = (chunk: Buffer) => {
      this.tail = (this.tail + chunk.toString("utf8")).slice(-20_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    await this.ready(readyWithinMs);
  }

  /** @throws when it is not running. */
  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined || !this.isRunning) throw new Error(`${this.main} does not run.`);
    return pid;
  }

  get output(): string {
    return this.tail;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As a power cut would: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  suspend(): void {
    this.child?.kill("SIGSTOP");
  }

  resume(): void {
    this.child?.kill("SIGCONT");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || !this.isRunning) return;
    const exited = once(child, "exit");
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await exited;
    clearTimeout(timer);
    if (child.pid !== undefined) this.guardian.forget(child.pid);
  }

  private async ready(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.isRunning) {
      const status = await request(this.readyUrl).then(
        async ({ statusCode, body }) => {
          await body.dump();
          return statusCode;
        },
        () => 0,
      );
      if (status === 200) return;
      if (Date.now() > deadline) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.main} did not become ready:\n${this.tail}`);
  }
}

function inherited(): NodeJS.ProcessEnv {
  // oxlint-disable-next-line node/no-process-env -- a test process hands its own search path on
  return process.env;
}

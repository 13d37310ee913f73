import { setTimeout as sleep } from "node:timers/promises";
import { describeEnding } from "./child.ts";
import type { Child } from "./child.ts";

/** A process that answers on its port. */
export interface Server {
  name: string;
  url: string;
  port: number;
  child: Child;
}

/** Told in so many words whenever something ends that should not have. */
export type Notify = (line: string) => void;

const restartsMax = 5;
const windowMs = 60_000;

/**
 * Keeps a server up: when it ends by itself it is said aloud, and it is started again on the same port,
 * for those who hold its address. A server that keeps ending is left alone, which is said too.
 */
export class Supervised {
  private stopping = false;
  private restarts: number[] = [];

  private constructor(
    private server: Server,
    private readonly startAgain: (port: number) => Promise<Server>,
    private readonly notify: Notify,
  ) {
    void this.watch();
  }

  static async start(
    port: number,
    start: (port: number) => Promise<Server>,
    notify: Notify,
  ): Promise<Supervised> {
    return new Supervised(await start(port), start, notify);
  }

  get name(): string {
    return this.server.name;
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.server.child.stop();
  }

  kill(): void {
    this.stopping = true;
    this.server.child.kill();
  }

  private async watch(): Promise<void> {
    const { name, port, child } = this.server;
    const ending = await child.ended;
    if (this.stopping) return;

    const now = Date.now();
    this.restarts = [...this.restarts.filter((at) => at > now - windowMs), now];
    const what = `${name} ended by itself (${describeEnding(ending)})`;
    if (this.restarts.length > restartsMax) {
      this.notify(`${what}, again: it is not started any more. The end of ${child.logFile}:`);
      for (const line of child.lastLines(10)) this.notify(`    ${line}`);
      return;
    }
    this.notify(`${what}; starting it again on port ${port}`);
    await sleep(250 * this.restarts.length);
    if (!this.stopping) await this.restart(name, port);
  }

  private async restart(name: string, port: number): Promise<void> {
    try {
      this.server = await this.startAgain(port);
    } catch (error) {
      this.notify(
        `${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    if (this.stopping) return this.server.child.stop();
    this.notify(`${name} is back`);
    void this.watch();
  }
}

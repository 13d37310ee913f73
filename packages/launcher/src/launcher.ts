import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeEnding } from "./child.ts";
import type { Child } from "./child.ts";
import type { StartSettings } from "./config.ts";
import { stopLeftovers } from "./leftovers.ts";
import { takeLock } from "./lock.ts";
import type { Lock } from "./lock.ts";
import { onAPort } from "./onAPort.ts";
import type { ProcessMark } from "./processMark.ts";
import { freePort, publicPort } from "./ports.ts";
import { answersOk, runProgram } from "./program.ts";
import { untilReady } from "./readiness.ts";
import { keptSecret } from "./secret.ts";
import { startStack } from "./stack.ts";
import type { Stack } from "./stack.ts";
import { Supervised } from "./supervised.ts";
import type { Notify, Server } from "./supervised.ts";
import { followWarnings } from "./warnings.ts";

const simulatorPort = 42_300;
/** Its mail server's. */
const smtpPort = 42_301;
const simulatorReadyMs = 30_000;
/** A first start migrates, and seeds the demo. */
const appReadyMs = 180_000;
/** What a reset leaves: downloaded programs, and our own lock. */
const keptByReset = new Set(["bin", "launcher.json"]);

export interface LauncherOptions {
  dataDir: string;
  settings: StartSettings;
  reset: boolean;
  /** The npm that started us, if one did. */
  npm: ProcessMark | undefined;
  progress: Notify;
  trouble: Notify;
}

/** Everything `npm start` brings up, in the order in which it depends on each other, and down in reverse. */
export class Launcher {
  private lock: Lock | undefined;
  private stack: Stack | undefined;
  private simulators: Supervised | undefined;
  private app: Child | undefined;
  private unfollow = (): void => {};
  private starting: Promise<string> | undefined;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly options: LauncherOptions,
    /** Called when the application ends although nobody asked it to, with the end of its log. */
    private readonly onAppEnded: (what: string, lines: readonly string[]) => void,
  ) {}

  /** Answers the address, once the console is usable there. */
  start(): Promise<string> {
    this.starting ??= this.startAll();
    return this.starting;
  }

  /** Also in the middle of a start, which is then not finished. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async startAll(): Promise<string> {
    const { dataDir, settings, reset, npm, progress, trouble } = this.options;
    this.lock = await takeLock(dataDir, "npm start", npm);
    const port = await publicPort(settings.PORT);
    const address = settings.PUBLIC_URL ?? `http://localhost:${port}`;
    this.lock.announce({ address });
    if (reset) await this.reset();

    this.stack = await startStack({ dataDir, given: settings, progress, trouble });
    this.lock.announce({ servers: this.stack });
    if (this.stopping) return address;
    const simulators = settings.SIMULATOR_URL
      ? { SIMULATOR_URL: settings.SIMULATOR_URL }
      : await this.startSimulators(this.stack);
    if (this.stopping) return address;
    await this.startApp(this.stack, {
      PORT: String(port),
      PUBLIC_URL: address,
      ...simulators,
    });
    return address;
  }

  private async startSimulators({ place }: Stack): Promise<NodeJS.ProcessEnv> {
    const { dataDir, settings, progress, trouble } = this.options;
    const mailPort = await freePort(smtpPort);
    const start = async (port: number): Promise<Server> => {
      const env = {
        NODE_ENV: settings.NODE_ENV,
        SIMULATOR_PORT: String(port),
        SIMULATOR_SMTP_PORT: String(mailPort),
        // Phones stay signed in over a restart, as real ones do.
        SIMULATOR_DATA: join(dataDir, "simulators.json"),
      };
      const child = runProgram(
        { name: "simulators", folder: "packages/simulators", env, stopMs: 3_000 },
        place,
      );
      const url = `http://127.0.0.1:${port}`;
      await untilReady("The simulators", child, simulatorReadyMs, () => answersOk(`${url}/healthz`));
      return { name: "Simulators", url, port, child };
    };
    this.simulators = await onAPort(simulatorPort, (port) => Supervised.start(port, start, trouble));
    progress(`Simulators at ${new URL(this.simulators.url).host}`);
    return { SIMULATOR_URL: this.simulators.url, SIMULATOR_SMTP_URL: `smtp://127.0.0.1:${mailPort}` };
  }

  private async startApp(stack: Stack, addresses: { PORT: string } & NodeJS.ProcessEnv): Promise<void> {
    const { dataDir, settings, progress, trouble } = this.options;
    progress("starting the application");
    const env = {
      ...addresses,
      NODE_ENV: settings.NODE_ENV,
      DATABASE_URL: stack.databaseUrl,
      NATS_URL: stack.natsUrl,
      REDIS_URL: stack.redisUrl,
      WEGRAPH_SECRET: settings.WEGRAPH_SECRET ?? keptSecret(join(dataDir, "secret")),
      WEGRAPH_DEMO: settings.WEGRAPH_DEMO,
      FILES_DIRECTORY: join(dataDir, "files"),
    };
    const app = runProgram({ name: "app", folder: "packages/app", env, stopMs: 10_000 }, stack.place);
    this.app = app;
    this.unfollow = followWarnings(app.logFile, trouble);
    const readyUrl = `http://127.0.0.1:${addresses.PORT}/readyz`;
    await untilReady("The application", app, appReadyMs, async () =>
      this.stopping === undefined ? answersOk(readyUrl) : true,
    );
    void this.watchApp(app);
  }

  private async watchApp(app: Child): Promise<void> {
    const ending = await app.ended;
    if (this.stopping) return;
    const what = `The application ended by itself (${describeEnding(ending)}). The end of ${app.logFile}:`;
    this.onAppEnded(what, app.lastLines(20));
  }

  private async reset(): Promise<void> {
    const { dataDir, settings, progress } = this.options;
    // What a killed launcher left running would write on into the deleted files.
    await stopLeftovers(join(dataDir, "run"));
    for (const entry of readdirSync(dataDir))
      if (!keptByReset.has(entry)) rmSync(join(dataDir, entry), { recursive: true, force: true });
    progress("deleted all data of earlier starts");
    const foreign = [settings.DATABASE_URL && "DATABASE_URL", settings.NATS_URL && "NATS_URL"].filter(
      Boolean,
    );
    if (foreign.length > 0)
      progress(`what ${foreign.join(" and ")} point at is not ours to delete, and stays`);
  }

  private async stopAll(): Promise<void> {
    await this.starting?.catch(() => {}); // whoever called `start` hears of it
    await this.app?.stop();
    this.unfollow();
    await this.simulators?.stop();
    await this.stack?.stop();
    this.lock?.release();
  }
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anyPorts, startStack } from "@wegraph/launcher/stack";
import { freePort } from "@wegraph/launcher/ports";
import { AppProcess } from "./appProcess.ts";
import { demoLogin } from "./demoLogin.ts";
import type { DemoLogin } from "../demo/people.ts";

/** A whole Wegraph of its own: servers, simulator and app, in a folder that goes with it. */
export interface Wegraph {
  url: string;
  simulatorUrl: string;
  databaseUrl: string;
  natsUrl: string;
  redisUrl: string;
  app: AppProcess;
  /** A demo login with this role in the first or second demo tenant. */
  demo(role: string, tenant?: 0 | 1): DemoLogin;
  stop(): Promise<void>;
}

export interface WegraphOptions {
  demo: boolean;
  /** Whether the simulator's people act by themselves. */
  life?: boolean;
  env?: Record<string, string>;
  /** Whether the database waits for its disk, as in earnest; tests do without. */
  durable?: boolean;
}

export async function startWegraph({
  demo,
  life = false,
  env = {},
  durable = false,
}: WegraphOptions): Promise<Wegraph> {
  const dataDir = await mkdtemp(join(tmpdir(), "wegraph-e2e-"));
  // Servers of its own whatever the environment says: demo data goes only into an empty database.
  const stack = await startStack({ dataDir, ports: anyPorts, durable, given: {} });
  const simulatorPort = await freePort();
  const smtpPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const { guardian } = stack.place;
  const simulatorEnv = {
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_SMTP_PORT: String(smtpPort),
    SIMULATOR_LIFE: life ? "1" : "0",
    SIMULATOR_SEED: "7",
    LOG_LEVEL: "warn",
  };
  const simulator = new AppProcess(
    "packages/simulators/src/main.ts",
    `${simulatorUrl}/healthz`,
    simulatorEnv,
    guardian,
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const appEnv = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: stack.databaseUrl,
    NATS_URL: stack.natsUrl,
    REDIS_URL: stack.redisUrl,
    SIMULATOR_URL: simulatorUrl,
    SIMULATOR_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    WEGRAPH_SECRET: "a secret for tests only, thirty-two characters",
    WEGRAPH_DEMO: demo ? "1" : "0",
    LOG_LEVEL: "warn",
    ...env,
  };
  const app = new AppProcess("packages/app/src/main.ts", `${url}/readyz`, appEnv, guardian);
  const stop = async () => {
    await Promise.all([app.stop(), simulator.stop()]);
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await simulator.start();
    await app.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    simulatorUrl,
    databaseUrl: stack.databaseUrl,
    natsUrl: stack.natsUrl,
    redisUrl: stack.redisUrl,
    app,
    stop,
    demo: demoLogin,
  };
}

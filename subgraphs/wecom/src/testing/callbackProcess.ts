import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { testServers } from "./config.ts";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

export interface CallbackProcess {
  url: string;
  /** Resolves when it has begun to handle one, with which it then never ends. */
  handling: Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** A process that takes in this world's callbacks, and handles them if it is told to. */
export async function startCallbackProcess(
  world: World,
  { queueSuffix, handles }: { queueSuffix: string; handles: boolean },
): Promise<CallbackProcess> {
  const servers = testServers();
  const main = fileURLToPath(new URL("callbackProcess.main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: world.pools.urls.app,
      SYSTEM_DATABASE_URL: world.pools.urls.system,
      DATABASE_URL: servers.databaseUrl,
      NATS_URL: servers.natsUrl,
      REDIS_URL: servers.redisUrl,
      ROOT_SECRET: worldSecret,
      QUEUE_SUFFIX: queueSuffix,
      HANDLES: handles ? "yes" : "no",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  let begun: () => void = () => undefined;
  const handling = new Promise<void>((resolve) => (begun = resolve));
  const port = new Promise<string>((resolve) => {
    lines.on("line", (line) => (line === "handling" ? begun() : resolve(line)));
  });
  const ended = exited.then(() => {
    throw new Error("the process ended before it began");
  });
  ended.catch(() => undefined); // its end is also how a test ends it
  return {
    url: `http://127.0.0.1:${await Promise.race([port, ended])}`,
    handling,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

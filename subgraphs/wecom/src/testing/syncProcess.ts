import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { testServers } from "./config.ts";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

export interface SyncProcess {
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** A process that reads the contacts of this world; resolves once it does. */
export async function startSyncProcess(world: World, wecomUrl: string): Promise<SyncProcess> {
  const servers = testServers();
  const main = fileURLToPath(new URL("contactSync.main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: world.pools.urls.app,
      SYSTEM_DATABASE_URL: world.pools.urls.system,
      NATS_URL: servers.natsUrl,
      REDIS_URL: servers.redisUrl,
      ROOT_SECRET: worldSecret,
      WECOM_URL: wecomUrl,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    exited.then(() => {
      throw new Error("the process ended before it began");
    }),
  ]);
  return {
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

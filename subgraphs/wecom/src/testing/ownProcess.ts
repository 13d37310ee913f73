import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { startOwnProcess } from "@wegraph/kit/testing/ownProcess";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

/** Runs a program of this folder, which opens the world by `openTask`, at its task. */
export function startTask(world: World, program: string, task: object): OwnProcess {
  const { natsUrl, redisUrl } = testServers();
  return startOwnProcess(new URL(program, import.meta.url), {
    APP_DATABASE_URL: world.pools.urls.app,
    SYSTEM_DATABASE_URL: world.pools.urls.system,
    NATS_URL: natsUrl,
    REDIS_URL: redisUrl,
    ROOT_SECRET: worldSecret,
    TASK: JSON.stringify(task),
  });
}

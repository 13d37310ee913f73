import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { MessageTimings } from "../message/message.timings.ts";
import { testServers } from "./config.ts";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

/** Timings as they travel to another process. */
export const timingsShape: z.ZodType<MessageTimings> = z.object({
  leaseMs: z.number(),
  requeueMs: z.number(),
  sweepMs: z.number(),
  reconcileMs: z.number(),
  duplicateWindowMs: z.number(),
  accountWaitMs: z.number(),
  rerouteAfterMs: z.number(),
  giveUpMs: z.number(),
  flushMs: z.number(),
  unsureMs: z.number(),
  confirmCheckMs: z.number(),
  ackWaitMs: z.number(),
});

export interface WorkerProcess {
  /** It begins to send; until then it only stands ready. */
  go(): void;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** A process that sends the messages of this world once it is told to; resolves when it stands ready. */
export async function startWorkerProcess(
  world: World,
  options: { queueSuffix: string; timings: MessageTimings; wecomUrl: string },
): Promise<WorkerProcess> {
  const servers = testServers();
  const main = fileURLToPath(new URL("messageWorker.main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: world.pools.urls.app,
      SYSTEM_DATABASE_URL: world.pools.urls.system,
      NATS_URL: servers.natsUrl,
      REDIS_URL: servers.redisUrl,
      ROOT_SECRET: worldSecret,
      QUEUE_SUFFIX: options.queueSuffix,
      WECOM_URL: options.wecomUrl,
      TIMINGS: JSON.stringify(options.timings),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    exited.then(() => {
      throw new Error("the worker ended before it began");
    }),
  ]);
  return {
    go: () => void child.stdin.write("go\n"),
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

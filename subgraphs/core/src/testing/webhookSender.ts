import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestCore } from "./testCore.ts";

/** A process that sends the webhooks of this database; resolves once it does. */
export async function startSenderProcess(core: TestCore, receiverOrigin: string) {
  const main = fileURLToPath(new URL("webhookSender.main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: core.opened.urls.app,
      SYSTEM_DATABASE_URL: core.opened.urls.system,
      ROOT_SECRET: core.rootSecret,
      RECEIVER_ORIGIN: receiverOrigin,
      CLOCK_OFFSET_MS: String(core.clock().getTime() - Date.now()),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    exited.then(() => {
      throw new Error("the sender ended before it began");
    }),
  ]);
  return {
    /** As a power cut would. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

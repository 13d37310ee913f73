import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestCore } from "./testCore.ts";

/** A process that does a job of this database; resolves once it is in the middle of it. */
export async function startJobProcess(core: TestCore, jobName: string) {
  const main = fileURLToPath(new URL("jobProcess.main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: core.opened.urls.app,
      SYSTEM_DATABASE_URL: core.opened.urls.system,
      JOB_NAME: jobName,
      CLOCK_OFFSET_MS: String(core.clock().getTime() - Date.now()),
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
    pid: child.pid,
    /** As a power cut would. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

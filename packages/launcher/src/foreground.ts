import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { inherited } from "./config.ts";
import { projectRoot } from "./paths.ts";
import type { Stack } from "./stack.ts";

export interface Foreground {
  /** The package's folder, from the root of the repository. */
  folder: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

export function urlsOf(stack: Pick<Stack, "databaseUrl" | "natsUrl" | "redisUrl">): NodeJS.ProcessEnv {
  return { DATABASE_URL: stack.databaseUrl, NATS_URL: stack.natsUrl, REDIS_URL: stack.redisUrl };
}

/** Runs a TypeScript program on this terminal until it ends; answers its exit code. */
export function runInForeground({ folder, args, env }: Foreground): Promise<number> {
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", ...args], {
    cwd: join(projectRoot, folder),
    env: { ...inherited, ...env },
    stdio: "inherit",
  });
  // Ctrl-C reaches the child by itself; what is sent to us alone is handed on. We end after it.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { testServers } from "./config.ts";
import { worldSecret } from "./world.ts";
import type { World } from "./world.ts";

/** A process of its own over a test's data. */
export interface OwnProcess {
  /** The first line it wrote or will write that matches. @throws when it ends without. */
  hear: (matches: RegExp) => Promise<string>;
  /** Writes a line to it. */
  tell: (line: string) => void;
  /** As a power cut would. */
  kill: () => Promise<void>;
}

/** Runs a program of this folder, which opens the world by `openTask`, at its task. */
export function startOwnProcess(world: World, program: string, task: object): OwnProcess {
  const { natsUrl, redisUrl } = testServers();
  const main = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: world.pools.urls.app,
      SYSTEM_DATABASE_URL: world.pools.urls.system,
      NATS_URL: natsUrl,
      REDIS_URL: redisUrl,
      ROOT_SECRET: worldSecret,
      TASK: JSON.stringify(task),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const ended = exited.then(() => {
    throw new Error(`${program} ended before it said so`);
  });
  ended.catch(() => undefined); // its end is also how a test ends it
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  return {
    hear: async (matches) => {
      for (;;) {
        const found = said.find((line) => matches.test(line));
        if (found !== undefined) return found;
        await Promise.race([once(lines, "line"), ended]);
      }
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

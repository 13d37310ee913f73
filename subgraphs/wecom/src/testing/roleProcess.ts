import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { z } from "zod";
import type { WecomRole } from "../wecom.roles.ts";

export interface RoleProcess {
  /** Messages it has handed to WeCom. */
  handOvers(): Promise<number>;
  stop(): Promise<void>;
}

const logLine = z.looseObject({ msg: z.string().optional(), port: z.number().optional() });

/** The domain as production starts it, in one of its roles; resolves once it listens. */
export async function startRole(role: WecomRole, env: Record<string, string>): Promise<RoleProcess> {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      REDIS_URL: testServers().redisUrl,
      WECOM_ROLE: role,
      WECOM_PORT: "0",
      LOG_LEVEL: "info",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const port = await new Promise<number>((resolve, reject) => {
    exited.then(([code]) => reject(new Error(`the process ended with ${code}`)), reject);
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { msg, port: found } = logLine.parse(JSON.parse(line));
      if (msg === "subgraph listens" && found !== undefined) resolve(found);
    });
  });
  return {
    async handOvers() {
      const { body } = await request(`http://127.0.0.1:${port}/metrics`);
      const text = await body.text();
      const counts = [...text.matchAll(/^\w*message_handovers_total\{[^}]*\} (\d+)$/gm)];
      return counts.reduce((sum, [, count]) => sum + Number(count), 0);
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

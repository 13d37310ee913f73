import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { z } from "zod";

export const simulatorSecret = "simulator-secret";

const logLine = z.object({ msg: z.string(), url: z.string().optional() });

/** The provider's simulator as a process of its own, and the hand that moves its world. */
export interface SimulatorProcess {
  url: string;
  /** A call of its control API. */
  control<T = unknown>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<T>;
  stop(): Promise<void>;
}

export async function startSimulatorProcess(): Promise<SimulatorProcess> {
  const main = fileURLToPath(import.meta.resolve("@wegraph/simulators/main"));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      SIMULATOR_PORT: "0",
      SIMULATOR_LIFE: "0",
      SIMULATOR_SECRET: simulatorSecret,
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the simulator ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { msg, url: found } = logLine.parse(JSON.parse(line));
      if (msg === "simulators ready" && found) resolve(found);
    });
  });
  return {
    url,
    async control<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<T> {
      const answer = await request(`${url}/control${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test says what it expects, and fails if it is not so
      return (text === "" ? null : JSON.parse(text)) as T;
    },
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

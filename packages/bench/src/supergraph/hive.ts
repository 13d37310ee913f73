import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { listening } from "./listening.ts";

/** Options of Hive Gateway's own command line, and a configuration for what it has no option for. */
export interface HiveWay {
  options: readonly string[];
  config?: string;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
// Where the tests with other gateways have it installed.
const interop = here("../../../interop/");
const program = here("../../../interop/node_modules/@graphql-hive/gateway/dist/bin.js");

export const hiveWays: Readonly<Record<string, HiveWay>> = {
  "Hive Gateway": { options: [] },
  "Hive Gateway --jit": { options: ["--jit"] },
  "Hive Gateway --hive-router-runtime": { options: ["--hive-router-runtime"] },
  "the same, fetch replaced by undici's": {
    options: ["--hive-router-runtime"],
    config: here("hiveUndici.config.mjs"),
  },
};

/** How to start it at a port that was free a moment ago: it does not say which one it took. */
export async function hiveStart({ options, config }: HiveWay, supergraph: string) {
  const probe = createServer();
  const port = await listening(probe);
  await new Promise((resolve) => probe.close(resolve));
  return {
    args: [
      program,
      "supergraph",
      supergraph,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      ...options,
      ...(config === undefined ? [] : ["--config-path", config]),
    ],
    cwd: interop,
    port,
    isReady: () => answersAt(`http://127.0.0.1:${port}/readiness`),
  };
}

async function answersAt(url: string): Promise<object | undefined> {
  try {
    return (await fetch(url)).ok ? {} : undefined;
  } catch {
    return undefined;
  }
}

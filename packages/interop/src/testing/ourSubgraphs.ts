import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Wegraph } from "@wegraph/app/testing/wegraph";
import { Program, inherited } from "./program.ts";

const projectRoot = fileURLToPath(new URL("../../../../", import.meta.url));
/** As `startWegraph` gives it to the app. */
const secret = "a secret for tests only, thirty-two characters";

/** Core, wecom and health, each in a process of its own, on the servers of a running Wegraph. */
export async function startSubgraphs({ databaseUrl, natsUrl, redisUrl, simulatorUrl }: Wegraph) {
  const start = (name: string) =>
    Program.start({
      args: () => ["--import", "@oxc-node/core/register", `subgraphs/${name}/src/main.ts`],
      readyPath: "/readyz",
      env: (port) => ({
        [`${name.toUpperCase()}_PORT`]: String(port),
        DATABASE_URL: databaseUrl,
        NATS_URL: natsUrl,
        REDIS_URL: redisUrl,
        SIMULATOR_URL: simulatorUrl,
        WEGRAPH_SECRET: secret,
        LOG_LEVEL: "warn",
      }),
    });
  const [core, wecom, health] = await Promise.all([start("core"), start("wecom"), start("health")]);
  return { core, wecom, health, stop: () => Promise.all([core.stop(), wecom.stop(), health.stop()]) };
}

/** A seal as an operator gets one. */
export async function mintSeal(tenant: string, ...permissions: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--import",
      "@oxc-node/core/register",
      "packages/app/src/seal.main.ts",
      "--name=hive",
      `--tenant=${tenant}`,
      ...permissions.map((each) => `--permission=${each}`),
    ],
    { cwd: projectRoot, env: { PATH: inherited()["PATH"], WEGRAPH_SECRET: secret } },
  );
  return stdout.trim();
}

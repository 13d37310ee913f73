import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@wegraph/launcher/ports";
import { anyPorts, startStack } from "@wegraph/launcher/stack";
import { AppProcess } from "./appProcess.ts";

/** A gateway in a process of its own. */
export interface GatewayProcess {
  url: string;
  process: AppProcess;
}

/** Wegraph with a process for each part: servers, subgraphs, and gateways side by side. */
export interface Apart {
  natsUrl: string;
  gateways: readonly GatewayProcess[];
  stop(): Promise<void>;
}

export async function startApart(gatewayCount: number): Promise<Apart> {
  const dataDir = await mkdtemp(join(tmpdir(), "wegraph-apart-"));
  const stack = await startStack({ dataDir, ports: anyPorts, durable: false, given: {} });
  const env = {
    DATABASE_URL: stack.databaseUrl,
    NATS_URL: stack.natsUrl,
    REDIS_URL: stack.redisUrl,
    WEGRAPH_SECRET: "a secret for tests only, thirty-two characters",
    LOG_LEVEL: "warn",
  };
  const serve = async (main: string, portName: string, more: Record<string, string> = {}) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const made = {
      url,
      process: new AppProcess(
        main,
        `${url}/readyz`,
        { ...env, [portName]: String(port), ...more },
        stack.place.guardian,
      ),
    };
    running.push(made.process);
    await made.process.start();
    return made;
  };
  const running: AppProcess[] = [];
  const stop = async () => {
    await Promise.all(running.map((each) => each.stop()));
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const core = await serve("subgraphs/core/src/main.ts", "CORE_PORT");
    const wecom = await serve("subgraphs/wecom/src/main.ts", "WECOM_PORT");
    const health = await serve("subgraphs/health/src/main.ts", "HEALTH_PORT");
    const subgraphs = {
      SUPERGRAPH: "supergraph.graphql",
      SUBGRAPH_URLS: `core=${core.url}/graphql,wecom=${wecom.url}/graphql,health=${health.url}/graphql`,
    };
    const gateways: GatewayProcess[] = [];
    for (let n = 0; n < gatewayCount; n += 1)
      gateways.push(await serve("gateway/src/main.ts", "PORT", subgraphs));
    return { natsUrl: stack.natsUrl, gateways, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

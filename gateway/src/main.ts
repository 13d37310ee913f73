import { Redis } from "ioredis";
import { ConfigError } from "@wegraph/kit/config";
import { Health } from "@wegraph/kit/health";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { observeOverNats } from "@wegraph/kit/observeOverNats";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { deriveKey } from "@wegraph/kit/secrets";
import { followChanges } from "./cache/changes.ts";
import { gatewayConfig } from "./config.ts";
import { forwardFiles } from "./forwardFiles.ts";
import { forwardWebhooks } from "./forwardWebhooks.ts";
import { openGateway } from "./gateway.ts";
import { askCore } from "./identity/askCore.ts";
import { countApiCalls } from "./limit/countApiCalls.ts";
import { followCore } from "./identity/followCore.ts";
import { settingsShape } from "./settings.ts";
import { supergraphSource } from "./supergraph/source.ts";

/** The gateway in a process of its own. */
async function main(): Promise<void> {
  const config = gatewayConfig();
  const log = createLogger("gateway", config.LOG_LEVEL);
  const health = new Health();
  const seal = new PrincipalSeal(deriveKey(config.WEGRAPH_SECRET, "principal-seal").toString("base64url"));
  const links = [...config.SUBGRAPH_URLS].map(([name, url]) => new RemoteSubgraph(name, url, seal));
  const identity = links.find(({ name }) => name === config.IDENTITY_SUBGRAPH);
  if (!identity) throw new ConfigError(`SUBGRAPH_URLS does not name ${config.IDENTITY_SUBGRAPH}.`);

  const redis = config.REDIS_URL === undefined ? undefined : openRedis(config.REDIS_URL);
  redis?.on("error", (err: Error) => log.warn({ reason: err.message }, "redis"));
  if (redis) health.register("redis", async () => void (await redis.ping()), { critical: false });

  const metrics = new Metrics("gateway");
  const source = supergraphSource(config.SUPERGRAPH, settingsShape.parse({}).supergraph, log);
  const { PUBLIC_URL, CONSOLE_DIRECTORY, METRICS_TOKEN, HOST } = config;
  const gateway = await openGateway({
    supergraphSdl: await source.read(),
    links,
    authenticate: askCore(identity, config.GATEWAY_SETTINGS.links),
    countApiCalls: countApiCalls(identity),
    onIdentityChange: followCore(identity, log),
    followChanges: followChanges(links, log),
    webhooks: forwardWebhooks(config.SUBGRAPH_URLS, config.WEBHOOK_DOORS),
    files: forwardFiles(config.SUBGRAPH_URLS, seal),
    ...(redis && { redis }),
    log,
    health,
    metrics,
    config: {
      ...config.GATEWAY_SETTINGS,
      allowedOrigins: config.ALLOWED_ORIGINS,
      trustedProxies: config.TRUSTED_PROXIES,
      ...(PUBLIC_URL !== undefined && { publicUrl: PUBLIC_URL }),
      ...(CONSOLE_DIRECTORY !== undefined && { consoleDirectory: CONSOLE_DIRECTORY }),
      ...(METRICS_TOKEN !== undefined && { metricsToken: METRICS_TOKEN }),
    },
  });
  const { port } = await gateway.serve({ port: config.PORT, ...(HOST !== undefined && { host: HOST }) });
  const unwatch = source.watch((sdl) => void gateway.reload(sdl));
  log.info({ port, subgraphs: links.map(({ name }) => name) }, "gateway listens");

  const observation =
    config.NATS_URL === undefined
      ? undefined
      : observeOverNats(config.NATS_URL, {
          service: "gateway",
          instance: config.WEGRAPH_INSTANCE,
          otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
          metrics,
          health,
          log,
        });

  const stop = async () => {
    unwatch();
    await gateway.stop();
    await observation?.stop();
    await Promise.all(links.map((link) => link.close()));
    redis?.disconnect();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stop().catch((err: unknown) => {
        log.error({ err }, "not stopped cleanly");
        process.exitCode = 1;
      });
    });
}

function openRedis(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 500,
    retryStrategy: (attempt) => Math.min(200 * attempt, 2_000),
  });
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});

import { ConfigError } from "@wegraph/kit/config";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { observeProcess } from "@wegraph/kit/observeProcess";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { openRuntime } from "@wegraph/kit/runtime";
import { deriveKey } from "@wegraph/kit/secrets";
import { serveSubgraph } from "@wegraph/kit/server";
import { healthConfig } from "./config.ts";
import { openHealth } from "./subgraph.ts";
import { domain } from "./health.database.ts";

/** Health alone behind its own port. */
async function main(): Promise<void> {
  const config = healthConfig();
  const runtime = await openRuntime({
    service: domain,
    logLevel: config.LOG_LEVEL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    databaseUrls: { [domain]: config.DATABASE_URL_HEALTH },
    rootSecret: config.WEGRAPH_SECRET,
  });
  const seal = new PrincipalSeal(deriveKey(config.WEGRAPH_SECRET, "principal-seal").toString("base64url"));
  const core = config.CORE_URL && new RemoteSubgraph("core", config.CORE_URL, seal);
  const health = await openHealth(runtime, { ...(core && { core: new DomainCaller(core, domain) }) });
  await health.start();
  const observation = observeProcess({
    ...runtime,
    service: domain,
    instance: config.WEGRAPH_INSTANCE,
    otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    connection: runtime.bus.connection,
  });
  const server = await serveSubgraph({
    subgraph: health.subgraph,
    port: config.HEALTH_PORT,
    seal,
    log: runtime.log,
    health: runtime.health,
    metrics: runtime.metrics,
    webhook: (request) => health.webhook(request),
  });

  const stop = async () => {
    await server.close();
    await observation.stop();
    await health.stop();
    if (core) await core.close();
    await runtime.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stop().catch((err: unknown) => {
        runtime.log.error({ err }, "not stopped cleanly");
        process.exitCode = 1;
      });
    });
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});

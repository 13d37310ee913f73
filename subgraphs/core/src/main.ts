import { ConfigError } from "@wegraph/kit/config";
import { observeProcess } from "@wegraph/kit/observeProcess";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { openRuntime } from "@wegraph/kit/runtime";
import { deriveKey } from "@wegraph/kit/secrets";
import { serveSubgraph } from "@wegraph/kit/server";
import { coreConfig } from "./config.ts";
import { domain } from "./database.ts";
import { storeSettings } from "./file/file.config.ts";
import { openCore } from "./subgraph.ts";

/** Core alone behind its own port. */
async function main(): Promise<void> {
  const config = coreConfig();
  const runtime = await openRuntime({
    service: domain,
    logLevel: config.LOG_LEVEL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    databaseUrls: { [domain]: config.DATABASE_URL_CORE },
    rootSecret: config.WEGRAPH_SECRET,
  });
  const core = await openCore(runtime, {
    files: storeSettings(config),
    webhooks: { trustedOrigins: config.WEBHOOK_TRUSTED_ORIGINS },
    channels: { trustedOrigins: config.CHANNEL_TRUSTED_ORIGINS, publicUrl: config.PUBLIC_URL },
  });
  await core.start();
  const observation = observeProcess({
    ...runtime,
    service: domain,
    instance: config.WEGRAPH_INSTANCE,
    otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    connection: runtime.bus.connection,
  });
  const server = await serveSubgraph({
    subgraph: core.subgraph,
    port: config.CORE_PORT,
    seal: new PrincipalSeal(deriveKey(config.WEGRAPH_SECRET, "principal-seal").toString("base64url")),
    log: runtime.log,
    health: runtime.health,
    metrics: runtime.metrics,
    file: (request) => core.file(request),
  });

  const stop = async () => {
    await server.close();
    await observation.stop();
    await core.stop();
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

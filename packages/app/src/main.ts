import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError } from "@wegraph/kit/config";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { observeProcess } from "@wegraph/kit/observeProcess";
import { openRuntime } from "@wegraph/kit/runtime";
import { startTelemetry } from "@wegraph/kit/telemetry";
import { storeSettings } from "@wegraph/core/file/file.config";
import { openCore } from "@wegraph/core/subgraph";
import { followChanges } from "@wegraph/gateway/cache/changes";
import { askCore } from "@wegraph/gateway/identity/askCore";
import { countApiCalls } from "@wegraph/gateway/limit/countApiCalls";
import { followCore } from "@wegraph/gateway/identity/followCore";
import { openGateway } from "@wegraph/gateway/gateway";
import { openHealth } from "@wegraph/health/subgraph";
import { openWecom } from "@wegraph/wecom/subgraph";
import { readAppConfig, trustedChannels } from "./config.ts";
import type { AppConfig } from "./config.ts";
import { enliven } from "./demo/enliven.ts";
import { seedDemo } from "./demo/seed.ts";
import { projectFile } from "./project.ts";

/** Wegraph as one process: every domain behind the gateway, with function calls where else there would be HTTP. */
async function main(config: AppConfig): Promise<void> {
  const telemetry =
    config.OTEL_EXPORTER_OTLP_ENDPOINT && startTelemetry("wegraph", config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const runtime = await openRuntime({
    service: "wegraph",
    logLevel: config.LOG_LEVEL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    databaseUrls: {
      core: config.DATABASE_URL_CORE,
      wecom: config.DATABASE_URL_WECOM,
      health: config.DATABASE_URL_HEALTH,
    },
    rootSecret: config.WEGRAPH_SECRET,
  });
  const { log, redis, health, metrics } = runtime;
  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;

  const core = await openCore(runtime, {
    files: storeSettings(config),
    webhooks: { trustedOrigins: config.WEBHOOK_TRUSTED_ORIGINS },
    channels: { trustedOrigins: trustedChannels(config), publicUrl: publicUrl.replace(/\/+$/, "") },
  });
  const coreLink = new LocalSubgraph(core.subgraph, log);
  const wecom = await openWecom(runtime, {
    core: new DomainCaller(coreLink, "wecom"),
    publicUrl,
    trustedProviders: config.SIMULATOR_URL ? [config.SIMULATOR_URL] : [],
    role: config.WECOM_ROLE,
  });
  const managed = await openHealth(runtime, { core: new DomainCaller(coreLink, "health") });
  const domains = [core, wecom, managed];
  // Before the drivers start, so that they find the accounts and their provider in agreement.
  const demo =
    config.WEGRAPH_DEMO === "1"
      ? await seedDemo({
          core,
          wecom,
          health: managed,
          log,
          simulatorUrl: config.SIMULATOR_URL,
          platformUrl: publicUrl,
          simulatorSmtpUrl: config.SIMULATOR_SMTP_URL,
        })
      : [];
  for (const domain of domains) await domain.start();

  const observation = observeProcess({
    ...runtime,
    service: "wegraph",
    instance: config.WEGRAPH_INSTANCE,
    otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    connection: runtime.bus.connection,
  });
  const links = [coreLink, new LocalSubgraph(wecom.subgraph, log), new LocalSubgraph(managed.subgraph, log)];
  const consoleDirectory = fileURLToPath(projectFile("web/dist"));
  const hasConsole = existsSync(consoleDirectory);
  const gateway = await openGateway({
    supergraphSdl: readFileSync(projectFile("supergraph.graphql"), "utf8"),
    links,
    authenticate: askCore(coreLink, config.GATEWAY_SETTINGS.links),
    countApiCalls: countApiCalls(coreLink),
    onIdentityChange: followCore(coreLink, log),
    followChanges: followChanges(links, log),
    webhooks: {
      wecom: (request) => wecom.webhook(request),
      devices: (request) => managed.webhook(request),
    },
    files: { core: (request) => core.file(request), wecom: (request) => wecom.file(request) },
    redis,
    log,
    health,
    metrics,
    config: {
      ...config.GATEWAY_SETTINGS,
      publicUrl,
      trustedProxies: config.TRUSTED_PROXIES,
      ...(hasConsole && { consoleDirectory }),
      ...(config.METRICS_TOKEN && { metricsToken: config.METRICS_TOKEN }),
    },
  });
  if (!hasConsole) log.warn("the console is not built; only the API is served");
  const { port } = await gateway.serve({ port: config.PORT, ...(config.HOST && { host: config.HOST }) });
  log.info({ port }, "wegraph is ready");
  // Through the doors that are open only now; nobody has to wait for it.
  void enliven(demo);

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await gateway.stop();
    await observation.stop();
    for (const domain of domains.toReversed()) await domain.stop();
    await runtime.close();
    if (telemetry) await telemetry.stop();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      stopping ??= stop().then(
        () => process.exit(0),
        (err: unknown) => {
          log.error({ err }, "did not stop cleanly");
          process.exit(1);
        },
      );
    });
}

try {
  await main(readAppConfig());
} catch (error) {
  // Before there is a log, or instead of one that nobody would read: why the process does not start.
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}

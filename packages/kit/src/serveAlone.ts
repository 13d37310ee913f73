import type { z } from "zod";
import { ConfigError } from "./config.ts";
import { DomainCaller } from "./domainCaller.ts";
import type { ServeFile } from "./files.ts";
import { observeProcess } from "./observeProcess.ts";
import type { platformConfig } from "./platform.config.ts";
import { PrincipalSeal } from "./principal.ts";
import { RemoteSubgraph } from "./remoteSubgraph.ts";
import { openRuntime } from "./runtime.ts";
import type { Runtime } from "./runtime.ts";
import type { Subgraph } from "./schema.ts";
import { deriveKey } from "./secrets.ts";
import { serveSubgraph } from "./server.ts";
import type { ReceiveWebhook } from "./webhook.ts";

/** A domain that is open: what it answers, and its background work. */
interface OpenDomain {
  subgraph: Subgraph;
  webhook?: ReceiveWebhook;
  file?: ServeFile;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface AloneOptions {
  domain: string;
  config: z.infer<z.ZodObject<typeof platformConfig>>;
  port: number;
  /** Of the domain's own database server; unless given, the platform's. */
  databaseUrl: string | undefined;
  /** Core's own port. Without it `open` gets no caller, and the domain goes on without core. */
  coreUrl?: string | undefined;
  open: (runtime: Runtime, core?: DomainCaller) => Promise<OpenDomain>;
}

/**
 * The main of a domain that is a process of its own: serves it behind its port until SIGINT or SIGTERM. What stops the
 * start is printed, and ends the process with 1.
 */
export function serveAlone(read: () => AloneOptions): void {
  serve(read).catch((error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  });
}

async function serve(read: () => AloneOptions): Promise<void> {
  const { domain, config, port, databaseUrl, coreUrl, open } = read();
  const runtime = await openRuntime({
    service: domain,
    logLevel: config.LOG_LEVEL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    databaseUrls: { [domain]: databaseUrl },
    rootSecret: config.WEGRAPH_SECRET,
  });
  const { log, health, metrics } = runtime;
  const seal = new PrincipalSeal(deriveKey(config.WEGRAPH_SECRET, "principal-seal").toString("base64url"));
  const core = coreUrl === undefined ? undefined : new RemoteSubgraph("core", coreUrl, seal);
  const opened = await open(runtime, core && new DomainCaller(core, domain));
  await opened.start();
  const observation = observeProcess({
    ...runtime,
    service: domain,
    instance: config.WEGRAPH_INSTANCE,
    otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    connection: runtime.bus.connection,
  });
  const { subgraph, webhook, file } = opened;
  const server = await serveSubgraph({
    subgraph,
    port,
    seal,
    log,
    health,
    metrics,
    ...(webhook && { webhook }),
    ...(file && { file }),
  });

  const stop = async () => {
    await server.close();
    await observation.stop();
    await opened.stop();
    await core?.close();
    await runtime.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stop().catch((err: unknown) => {
        log.error({ err }, "not stopped cleanly");
        process.exitCode = 1;
      });
    });
}

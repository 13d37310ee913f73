import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigError } from "@wegraph/kit/config";
import { Health } from "@wegraph/kit/health";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { openGateway } from "../gateway.ts";
import { settingsShape, standaloneSettings } from "../settings.ts";
import type { GatewayConfig } from "../settings.ts";
import { supergraphSource } from "../supergraph/source.ts";
import { ForeignLinks } from "./foreignLinks.ts";
import { openDoor } from "./openDoor.ts";
import { readOptions, usage } from "./options.ts";

/** The gateway alone, in front of whatever subgraphs a supergraph names. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === "HELP") return void process.stdout.write(usage);
  const log = createLogger("gateway", options["log-level"]);
  const health = new Health();
  const given = options.settings === undefined ? {} : await readSettings(options.settings);
  const config = over(standaloneSettings, given);
  const { requestTimeoutMs, supergraph } = settingsShape.parse(config);
  const source = supergraphSource(options.supergraph, supergraph, log);
  const { subgraph: urls, subscriptions: subscriptionUrls, port, host, propagate } = options;
  const links = new ForeignLinks({ urls, subscriptionUrls, keptMs: requestTimeoutMs });

  const supergraphSdl = await source.read().catch((error: unknown) => {
    throw new ConfigError(`--supergraph: ${messageOf(error)}`);
  });
  const gateway = await openGateway({
    supergraphSdl,
    links: links.link,
    onGraph: ({ subgraphs }) => links.keepOnly(subgraphs),
    ...openDoor(propagate),
    routes: [],
    log,
    health,
    metrics: new Metrics("gateway"),
    config,
  }).catch((err: unknown) => {
    log.debug({ err }, "not started");
    throw new ConfigError(`The gateway does not start: ${messageOf(err)}`);
  });
  const address = await gateway.serve({ port, ...(host !== undefined && { host }) });
  const unwatch = source.watch((sdl) => void gateway.reload(sdl));
  log.info({ port: address.port }, "gateway listens");

  const stop = async () => {
    unwatch();
    await gateway.stop();
    await links.close();
  };
  let stopping: Promise<void> | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      stopping ??= stop().then(
        () => process.exit(0),
        (err: unknown) => {
          log.error({ err }, "not stopped cleanly");
          process.exit(1);
        },
      );
    });
}

/** Group by group: whoever sets one rate leaves the others as they are. */
function over(base: GatewayConfig, given: GatewayConfig): GatewayConfig {
  const isGroup = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const entries = Object.entries(given).map(([name, value]) => {
    const before: unknown = Reflect.get(base, name);
    return [name, isGroup(before) && isGroup(value) ? { ...Object(before), ...Object(value) } : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

async function readSettings(path: string): Promise<GatewayConfig> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new ConfigError(`--settings: ${path} cannot be read.`);
  });
  const given: unknown = parsed(text, path);
  const read = settingsShape.safeParse(given);
  if (!read.success) throw new ConfigError(`--settings: ${z.prettifyError(read.error)}`);
  // What was given and no more: the defaults are another group's to say.
  return Object.assign({}, given);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`--settings: ${path} is not JSON.`);
  }
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
});

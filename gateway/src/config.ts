import { readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { z } from "zod";
import { settingsFromJson } from "./settings.ts";

/** `core=http://127.0.0.1:4001/graphql,wecom=http://…` as name → URL. */
const urlsByName = z
  .string()
  .transform((text) => text.split(",").map((pair) => pair.trim().split(/=(.*)/s)))
  .pipe(z.array(z.tuple([z.string().min(1), z.url({ protocol: /^https?$/ })]).rest(z.string())).min(1))
  .transform((pairs) => new Map(pairs.map(([name, url]) => [name, url])));

/** `devices=health` as the name below `/webhooks/` → subgraph. */
const namesByName = z
  .string()
  .regex(/^([a-z-]+=[a-z-]+(,[a-z-]+=[a-z-]+)*)?$/, "name=subgraph, with commas between")
  .transform((text) => new Map(text === "" ? [] : text.split(",").map(pairOf)));

function pairOf(text: string): [string, string] {
  const [name = "", subgraph = ""] = text.split("=");
  return [name, subgraph];
}

/** The gateway alone, in front of subgraphs in other processes. */
export function gatewayConfig() {
  return readConfig(
    {
      PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
      HOST: z.string().optional(),
      /** Path or URL of the composed supergraph; changes are taken over while the gateway runs. */
      SUPERGRAPH: z.string().min(1),
      SUBGRAPH_URLS: urlsByName,
      /** Webhooks that outside systems know by another name than the subgraph's that takes them. */
      WEBHOOK_DOORS: namesByName.default(new Map([["devices", "health"]])),
      /** The subgraph that knows who a credential belongs to. */
      IDENTITY_SUBGRAPH: z.string().default("core"),
      /** The same as the subgraphs have: principals are sealed with a key derived from it. */
      WEGRAPH_SECRET: z.string().min(32, "at least 32 characters"),
      /** Where it tells core how it is and what it measures; unless given, only /metrics tells. */
      NATS_URL: z.string().min(1).optional(),
      WEGRAPH_INSTANCE: platformConfig.WEGRAPH_INSTANCE,
      OTEL_EXPORTER_OTLP_ENDPOINT: platformConfig.OTEL_EXPORTER_OTLP_ENDPOINT,
      REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
      PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
      ALLOWED_ORIGINS: z
        .string()
        .default("")
        .transform((text) => text.split(",").filter((origin) => origin !== ""))
        .pipe(z.array(z.url())),
      TRUSTED_PROXIES: z.coerce.number().int().nonnegative().default(0),
      CONSOLE_DIRECTORY: z.string().optional(),
      /** Limits and times; see docs/api/limits.md. */
      GATEWAY_SETTINGS: settingsFromJson,
      METRICS_TOKEN: z.string().min(16).optional(),
      LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    },
    process.env,
  );
}

import { readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { channelConfig } from "@wegraph/core/channel/channel.config";
import { fileConfig } from "@wegraph/core/file/file.config";
import { webhookConfig } from "@wegraph/core/webhook/webhook.config";
import { settingsFromJson } from "@wegraph/gateway/settings";
import { z } from "zod";

export function readAppConfig() {
  return readConfig(
    {
      ...platformConfig,
      ...webhookConfig,
      ...fileConfig,
      ...channelConfig,
      PORT: z.coerce.number().int().min(0).max(65_535).default(4_000),
      HOST: z.string().optional(),
      /** Where people and providers reach this process from outside. */
      PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
      DATABASE_URL_CORE: z.url().optional(),
      DATABASE_URL_WECOM: z.url().optional(),
      DATABASE_URL_HEALTH: z.url().optional(),
      /** "api" leaves the sending of messages to processes of their own; see README.md. */
      WECOM_ROLE: z.enum(["all", "api"]).default("all"),
      /** Demo data in a database that holds nothing yet; 0 waits for the first administrator instead. */
      WEGRAPH_DEMO: z.enum(["0", "1"]).default("0"),
      /** The provider that demo accounts live at. */
      SIMULATOR_URL: z.url({ protocol: /^http$/ }).optional(),
      /** The mail server that demo mail goes to. */
      SIMULATOR_SMTP_URL: z.url({ protocol: /^smtp$/ }).optional(),
      /** The gateway's own settings; see docs/api/limits.md. */
      GATEWAY_SETTINGS: settingsFromJson,
      TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
      METRICS_TOKEN: z.string().min(16).optional(),
    },
    process.env,
  );
}

export type AppConfig = ReturnType<typeof readAppConfig>;

/** The simulators stand in the own network, and demo channels lead to them. */
export function trustedChannels(config: AppConfig): string[] {
  const { CHANNEL_TRUSTED_ORIGINS: given, SIMULATOR_URL: http, SIMULATOR_SMTP_URL: smtp } = config;
  return [
    ...given,
    ...(http === undefined ? [] : [new URL(http).origin]),
    ...(smtp === undefined ? [] : [smtp]),
  ];
}

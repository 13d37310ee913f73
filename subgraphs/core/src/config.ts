import { readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { z } from "zod";
import { channelConfig } from "./channel/channel.config.ts";
import { fileConfig } from "./file/file.config.ts";
import { webhookConfig } from "./webhook/webhook.config.ts";

/** Of core alone behind its own port. */
export function coreConfig() {
  return readConfig(
    {
      ...platformConfig,
      ...webhookConfig,
      ...fileConfig,
      ...channelConfig,
      /** Where people reach the console: links in notices lead there. */
      PUBLIC_URL: z
        .url({ protocol: /^https?$/ })
        .default("http://localhost:4000")
        .transform((url) => url.replace(/\/+$/, "")),
      CORE_PORT: z.coerce.number().int().min(0).max(65_535).default(4001),
      DATABASE_URL_CORE: platformConfig.DATABASE_URL.optional(),
    },
    process.env,
  );
}

import { readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { z } from "zod";
import { webhookConfig } from "./webhook/webhook.config.ts";

/** Of core alone behind its own port. */
export function coreConfig() {
  return readConfig(
    {
      ...platformConfig,
      ...webhookConfig,
      CORE_PORT: z.coerce.number().int().min(0).max(65_535).default(4001),
      DATABASE_URL_CORE: platformConfig.DATABASE_URL.optional(),
    },
    process.env,
  );
}

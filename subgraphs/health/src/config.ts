import { readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { z } from "zod";

/** Of health alone behind its own port. */
export function healthConfig() {
  return readConfig(
    {
      ...platformConfig,
      HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(4003),
      DATABASE_URL_HEALTH: platformConfig.DATABASE_URL.optional(),
      /** Core's own port; without it nothing is metered. */
      CORE_URL: z.url({ protocol: /^http$/ }).optional(),
    },
    process.env,
  );
}

import { z } from "zod";
import { originList } from "../origins.ts";

/**
 * Origins of the operator's own network that webhooks may be sent to, separated by commas: "http://10.0.0.5:8080". To
 * all others only https and public addresses are used.
 */
export const webhookConfig = {
  WEBHOOK_TRUSTED_ORIGINS: originList(
    z
      .string()
      .refine(
        (text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text,
        "an origin is a scheme, a host and perhaps a port, without a slash at the end",
      ),
  ),
} as const;

import { z } from "zod";
import { originList } from "../origins.ts";

/**
 * Addresses of the operator's own network that channels may lead to, separated by commas:
 * "http://10.0.0.5:8080,smtp://10.0.0.6:25". To all others only encryption and public addresses are used.
 */
export const channelConfig = {
  CHANNEL_TRUSTED_ORIGINS: originList(
    z
      .string()
      .regex(/^(?:https?|smtp):\/\/[^/?#@\s]+$/, "a scheme (http, https, smtp), a host and perhaps a port"),
  ),
} as const;

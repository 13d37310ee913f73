import { readConfig } from "@wegraph/kit/config";
import { platformConfig } from "@wegraph/kit/platform.config";
import { z } from "zod";
import { wecomRoles } from "./wecom.roles.ts";

/** Of wecom alone behind its own port. */
export function wecomConfig() {
  return readConfig(
    {
      ...platformConfig,
      /** "api" leaves the sending of messages to processes that are "messages". */
      WECOM_ROLE: z.enum(wecomRoles).default("all"),
      WECOM_PORT: z.coerce.number().int().min(0).max(65_535).default(4002),
      DATABASE_URL_WECOM: platformConfig.DATABASE_URL.optional(),
      /** Core's own port; without it nothing is metered. */
      CORE_URL: z.url({ protocol: /^http$/ }).optional(),
      /** Where providers reach the platform from outside. */
      PUBLIC_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:4000"),
      /** A provider in the own network, such as the simulator. */
      SIMULATOR_URL: z.url({ protocol: /^http$/ }).optional(),
    },
    process.env,
  );
}

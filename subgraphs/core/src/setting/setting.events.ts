import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";
import { settingScopes } from "./setting.codes.ts";

/** Something else is said of a key at a place; under the tenant's subject, or the platform's tenant's. */
export const settingChanged = defineEvent(
  "core.setting.changed.v1",
  z.object({
    settingId: z.string(),
    key: z.string(),
    scope: z.enum(settingScopes),
    service: z.string(),
    version: z.number().int(),
  }),
  { entity: ({ settingId }) => settingId },
);

import { defineEvent } from "@wegraph/kit/events";
import { quotaDimensions } from "@wegraph/kit/quota";
import { z } from "zod";

/** What was taken under a key is not used after all: so much more of it, or all. Whoever keeps the quotas gives it back. */
export const quotaReleased = defineEvent(
  "wecom.quota.released.v1",
  z.object({
    dimension: z.enum(quotaDimensions),
    key: z.string(),
    amount: z.number().int().positive().nullable(),
  }),
);

import { z } from "zod";
import { defineEvent } from "./events.ts";
import { quotaDimensions } from "./quota.ts";

const released = z.object({
  dimension: z.enum(quotaDimensions),
  key: z.string(),
  amount: z.number().int().positive().nullable(),
});

/** What was taken under a key is not used after all: so much more of it, or all. Whoever keeps the quotas gives it back. */
export function quotaReleased(domain: string) {
  return defineEvent(`${domain}.quota.released.v1`, released);
}

import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";
import { quotaDimensions } from "@wegraph/kit/quota";

/** A quota runs low: once in its window. Amounts are whole numbers. */
export const quotaThresholdReached = defineEvent(
  "core.quota.threshold-reached.v1",
  z.object({
    dimension: z.enum(quotaDimensions),
    used: z.number(),
    limit: z.number(),
    thresholdPercent: z.number().int(),
    resetsAt: z.string().nullable(),
  }),
);

/** The limit moved by itself, because the tenant's quota may grow. */
export const quotaExpanded = defineEvent(
  "core.quota.expanded.v1",
  z.object({
    dimension: z.enum(quotaDimensions),
    from: z.number(),
    to: z.number(),
    ceiling: z.number(),
  }),
);

/** Something about a quota is different; told once a second at most, so figures are to be read. */
export const quotaChanged = defineEvent(
  "core.quota.changed.v1",
  z.object({ dimension: z.enum(quotaDimensions) }),
  { entity: ({ dimension }) => dimension },
);

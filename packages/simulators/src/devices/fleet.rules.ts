import { z } from "zod";
import { simulatedKinds } from "./deviceKinds.ts";
import { episodeKinds } from "./episode.ts";

const text = z.string().min(1).max(200);

/** Devices on the bodies of people, and whom they call. */
export const fleetRules = z.strictObject({
  /** Of the platform. */
  url: z.url({ protocol: /^https?$/ }),
  /** Of times of day. */
  offsetHours: z.number().min(-12).max(14).default(8),
  people: z
    .array(
      z.strictObject({
        name: text,
        hasHypertension: z.boolean().default(false),
        weightKg: z.number().min(2).max(300).optional(),
        hasDiabetes: z.boolean().default(false),
        episodesPerDay: z.number().min(0).max(100).default(0),
        episodeKinds: z.array(z.enum(episodeKinds)).min(1).optional(),
        devices: z
          .array(
            z.strictObject({
              deviceId: z.uuid(),
              key: text,
              serialNumber: text,
              kind: z.enum(simulatedKinds),
              intervalSeconds: z.number().min(1).max(86_400),
              clockAheadMs: z.number().int().default(0),
              dropOut: z.number().min(0).max(1).default(0.01),
              duplicate: z.number().min(0).max(1).default(0.01),
              shuffled: z.number().min(0).max(1).default(0.2),
            }),
          )
          .min(1)
          .max(20),
      }),
    )
    .max(5_000),
});
export type FleetPlan = z.output<typeof fleetRules>;

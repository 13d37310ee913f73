import { z } from "zod";

const words = z.object({ title: z.string(), summary: z.string(), advice: z.string() });

/** Of health's event what is used here; `evt.<tenant>.health.alert.*.v1`. */
export const healthAlertPayload = z.object({
  alertId: z.string(),
  version: z.number().int(),
  change: z.string(),
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
  severity: z.enum(["INFO", "WARNING", "CRITICAL"]),
  resolution: z.string().nullable(),
  assignedToId: z.string().nullable(),
  escalation: z
    .object({ level: z.number().int(), audience: z.string(), channels: z.enum(["BY_SEVERITY", "IN_APP"]) })
    .nullable(),
  texts: z.object({ "zh-CN": words, en: words }),
  path: z.string(),
});

export type HealthAlertChange = z.infer<typeof healthAlertPayload>;

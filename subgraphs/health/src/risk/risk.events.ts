import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { riskKinds, riskLevels } from "./risk.codes.ts";

const risk = z.object({
  assessmentId: z.string(),
  patientId: z.string(),
  recordNumber: z.string(),
  kind: z.enum(riskKinds),
  level: z.enum(riskLevels).nullable(),
  previousLevel: z.enum(riskLevels).nullable(),
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
});

export type RiskEvent = z.infer<typeof risk>;

/** An assessment came to another result than the one before. */
export const riskAssessed = defineEvent("health.risk-assessment.made.v1", risk, {
  entity: ({ patientId, kind }) => `${patientId} ${kind}`,
});

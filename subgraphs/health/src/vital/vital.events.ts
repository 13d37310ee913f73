import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { news2Parameters, news2Risks } from "../news2/news2.ts";
import { mealContexts, readingFlags, readingSources, vitalCodes } from "./vital.codes.ts";

/** Readings in one event; more of a patient come as several. */
export const readingsMax = 500;

const reading = z.object({
  id: z.string(),
  /** LOINC. */
  code: z.enum(vitalCodes),
  /** In `unit` (UCUM), the one its code is kept in. */
  value: z.number(),
  unit: z.string(),
  /** ISO 8601. */
  measuredAt: z.string(),
  receivedAt: z.string(),
  deviceId: z.string().nullable(),
  source: z.enum(readingSources),
  setId: z.string(),
  mealContext: z.enum(mealContexts).nullable(),
  flags: z.array(z.enum(readingFlags)),
});
export type ReadingTold = z.infer<typeof reading>;

const news2 = z.object({
  score: z.number().int(),
  risk: z.enum(news2Risks),
  at: z.string(),
  scale: z.union([z.literal(1), z.literal(2)]),
  parts: z.record(z.enum(news2Parameters), z.number().int()),
  assumed: z.array(z.enum(news2Parameters)),
});

/**
 * What was measured of a patient, or taken back, and whom it concerns: by id and record number only. Fields are added, never
 * changed.
 */
const payload = z.object({
  change: z.enum(["RECORDED", "RETRACTED"]),
  patientId: z.string(),
  recordNumber: z.string(),
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
  /** By time; of RETRACTED, those that no longer count. */
  readings: z.array(reading).max(readingsMax),
  /** The score as it now stands; null where there is none. */
  news2: news2.nullable(),
});
export type VitalSignsEvent = z.infer<typeof payload>;

export const vitalSignsRecorded = defineEvent("health.vital-signs.recorded.v1", payload);
export const vitalSignsRetracted = defineEvent("health.vital-signs.retracted.v1", payload);

/** Both, for those who follow a patient. */
export const vitalSignsChanged = defineEvent("health.vital-signs.*.v1", payload);

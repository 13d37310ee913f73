import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { reportStatuses } from "./report.codes.ts";

export const reportChanges = ["DRAFTED", "CHANGED", "PUBLISHED", "REPLACED", "DELETED"] as const;
export type ReportChange = (typeof reportChanges)[number];

const report = z.object({
  reportId: z.string(),
  reportNumber: z.string(),
  patientId: z.string(),
  /** Of the patient's file. */
  recordNumber: z.string(),
  change: z.enum(reportChanges),
  status: z.enum(reportStatuses),
  version: z.number().int(),
  /** YYYY-MM-DD. */
  examinedOn: z.string(),
  items: z.number().int(),
  abnormalItems: z.number().int(),
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
});

export type ReportEvent = z.infer<typeof report>;

const subjects: Readonly<Record<ReportChange, string>> = {
  DRAFTED: "drafted",
  CHANGED: "changed",
  PUBLISHED: "published",
  REPLACED: "replaced",
  DELETED: "deleted",
};

const entity = { entity: ({ reportId }: { reportId: string }) => reportId };

/** `health.checkup-report.{drafted,changed,published,replaced,deleted}.v1`. */
export function reportEvent(change: ReportChange) {
  return defineEvent(`health.checkup-report.${subjects[change]}.v1`, report, entity);
}

/** Whatever happens to reports. */
export const checkupReportChanged = defineEvent("health.checkup-report.*.v1", report, entity);

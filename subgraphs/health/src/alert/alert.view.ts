import type { Prisma } from "@wegraph/db-health/client";
import { oneOf, oneOfOrNone } from "@wegraph/kit/codes";
import { z } from "zod";
import { actorKinds } from "../shared.model.ts";
import { vitalCodes } from "../vital/vital.codes.ts";
import { readingsOf } from "./alert.cause.ts";
import type { StoredCause } from "./alert.cause.ts";
import {
  alertAudiences,
  alertChanges,
  alertResolutions,
  alertSeverities,
  alertStates,
  ruleKinds,
} from "./alert.codes.ts";
import type { HealthAlert, HealthAlertCause, HealthAlertEntry } from "./alert.model.ts";

export const alertInclude = {
  patient: { select: { recordNumber: true } },
} satisfies Prisma.HealthAlertInclude;

const reading = z.object({
  code: z.enum(vitalCodes),
  value: z.number(),
  unit: z.string(),
  at: z.string(),
  deviceId: z.string().nullable(),
});
const causeShape: z.ZodType<StoredCause> = z.object({
  measure: z.string().nullable(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  operator: z.enum(["GT", "GTE", "LT", "LTE"]).nullable(),
  limit: z.number().nullable(),
  readings: z.array(reading),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  worst: z.object({ value: z.number(), at: z.string(), readings: z.array(reading) }).nullable(),
  clearedAt: z.string().nullable(),
});

const detailShape = z.object({
  value: z.number().nullish(),
  unit: z.string().nullish(),
  from: z.enum(alertSeverities).optional(),
  isTakenBack: z.boolean().optional(),
  assignedToId: z.string().nullish(),
  level: z.number().optional(),
  audience: z.enum(alertAudiences).optional(),
  resolution: z.enum(alertResolutions).nullish(),
  noteSealed: z.string().optional(),
});

export function alertViewOf({
  patient,
  ...row
}: Prisma.HealthAlertGetPayload<{ include: typeof alertInclude }>): HealthAlert {
  return {
    ...row,
    recordNumber: patient.recordNumber,
    kind: oneOf(ruleKinds, row.kind),
    severity: oneOf(alertSeverities, row.severity),
    state: oneOf(alertStates, row.state),
    resolution: oneOfOrNone(alertResolutions, row.resolution),
    cause: causeShape.parse(row.cause),
  };
}

export function causeViewOf(cause: StoredCause): HealthAlertCause {
  const { measure, value, unit, operator, limit, worst, facts } = cause;
  return {
    measure,
    value,
    unit,
    operator,
    limit,
    worst: worst?.value ?? null,
    worstAt: worst ? new Date(worst.at) : null,
    readings: readingsOf(cause).map((each) => ({ ...each, at: new Date(each.at) })),
    facts: Object.entries(facts).flatMap(([name, fact]) =>
      fact === null ? [] : [{ name, value: String(fact) }],
    ),
  };
}

export function entryViewOf(row: Prisma.HealthAlertEntryGetPayload<object>): HealthAlertEntry {
  const { id, at, alertId, actorId } = row;
  const detail = detailShape.parse(row.detail);
  return {
    id,
    at,
    alertId,
    actorId,
    change: oneOf(alertChanges, row.change),
    severity: oneOf(alertSeverities, row.severity),
    actorKind: oneOf(actorKinds, row.actorKind),
    value: detail.value ?? null,
    unit: detail.unit ?? null,
    from: detail.from ?? null,
    isTakenBack: detail.isTakenBack ?? false,
    level: detail.level ?? null,
    audience: detail.audience ?? null,
    resolution: detail.resolution ?? null,
    assignedToId: detail.assignedToId ?? null,
    noteSealed: detail.noteSealed ?? null,
  };
}

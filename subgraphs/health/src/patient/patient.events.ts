import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { recordKinds } from "../record/record.kinds.ts";
import { consents, patientStatuses } from "./patient.facts.ts";

/** Everything others may know of a patient: never who they are. Fields are added, never changed. */
const about = z.object({
  patientId: z.string(),
  /** What people call the file by: "P-000042". */
  recordNumber: z.string(),
  version: z.number().int(),
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
});
const entity = { entity: ({ patientId }: { patientId: string }) => patientId };

export const patientRegistered = defineEvent("health.patient.registered.v1", about, entity);

/** Something of the file was changed: `fields` names what, without its values. */
export const patientChanged = defineEvent(
  "health.patient.changed.v1",
  about.extend({ fields: z.array(z.string()) }),
  entity,
);

export const patientStatusChanged = defineEvent(
  "health.patient.status-changed.v1",
  about.extend({
    from: z.enum(patientStatuses),
    to: z.enum(patientStatuses),
    archived: z.boolean(),
  }),
  entity,
);

/** Without consent nothing is measured. */
export const patientConsentChanged = defineEvent(
  "health.patient.consent-changed.v1",
  about.extend({ from: z.enum(consents), to: z.enum(consents) }),
  entity,
);

export type AboutPatient = z.infer<typeof about>;

/** Somebody wrote on the timeline, or took back what was written there. */
export const patientRecorded = defineEvent(
  "health.patient.recorded.v1",
  about.extend({ recordId: z.string(), kind: z.enum(recordKinds), isRetracted: z.boolean() }),
  entity,
);

/** All of the above, to whoever follows a patient. */
export const patientEvent = defineEvent("health.patient.*.v1", about);

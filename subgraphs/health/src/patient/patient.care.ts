import { changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { announce, originOf } from "@wegraph/kit/outbox";
import { patientChanged, patientConsentChanged } from "./patient.events.ts";
import { oneOf } from "@wegraph/kit/codes";
import { factsOf } from "./patient.facts.store.ts";
import { consents } from "./patient.facts.ts";
import type { Consent } from "./patient.facts.ts";
import type { PatientGone } from "./patient.gone.ts";
import type { Decided, PatientRow, PatientWriter } from "./patient.writer.ts";
import { personOf } from "./patient.writer.ts";
import type { ChangeCareTeamInput, SetPatientConsentInput } from "./patientStanding.input.ts";

/** Who looks after a patient, and whether the patient agrees to be measured. */
export class PatientCare {
  constructor(
    private readonly writer: PatientWriter,
    private readonly gone: PatientGone,
  ) {}

  async changeTeam(context: RequestContext, input: ChangeCareTeamInput): Promise<void> {
    await this.writer.apply(context, input, (row) => teamChange(row, input));
  }

  /** Withdrawn: intakes refuse from then on, and alerts of the patient are over. Each turn is on the timeline. */
  async setConsent(context: RequestContext, input: SetPatientConsentInput): Promise<void> {
    await this.writer.apply(
      context,
      input,
      (row, now) => {
        const decided = consentChange(row, input.hasConsented, now, personOf(context.principal));
        return (
          decided && { ...decided, record: { ...decided.record, ...(input.note && { text: input.note }) } }
        );
      },
      async (tx, after) => {
        if (after.consent !== "GRANTED") await this.gone(tx, originOf(context), factsOf(after));
      },
    );
  }
}

/** Null where the team is that one already. */
function teamChange(row: PatientRow, input: ChangeCareTeamInput): Decided | null {
  const { clinicianId, careTeamIds, department } = input;
  const data = {
    ...(clinicianId !== undefined && { clinicianUserId: clinicianId?.toLowerCase() ?? null }),
    ...(careTeamIds !== undefined && { careTeamUserIds: careTeamIds ?? [] }),
    ...(department !== undefined && { department }),
  };
  const changes = changesBetween({ ...row }, data);
  if (changes.length === 0) return null;
  return {
    data,
    act: "care-team-changed",
    changes,
    announced: (tx, origin, about) =>
      announce(tx, origin, patientChanged, { ...about, fields: changes.map(({ field }) => field) }),
    record: {
      kind: "CARE_TEAM",
      facts: {
        clinicianUserId: data.clinicianUserId === undefined ? row.clinicianUserId : data.clinicianUserId,
        careTeamSize: (data.careTeamUserIds ?? row.careTeamUserIds).length,
        department: data.department === undefined ? row.department : data.department,
      },
    },
  };
}

/** Null where it stands like that already. */
function consentChange(
  row: Pick<PatientRow, "consent">,
  hasConsented: boolean,
  now: Date,
  byId: string | null,
): (Decided & { record: NonNullable<Decided["record"]> }) | null {
  const from = oneOf(consents, row.consent);
  const to: Consent = hasConsented ? "GRANTED" : "WITHDRAWN";
  // What was never given cannot be taken back; asked and refused is on record all the same.
  if (from === to) return null;
  return {
    data: { consent: to, consentAt: now, consentById: byId },
    act: hasConsented ? "consent-granted" : "consent-withdrawn",
    changes: [{ field: "consent", before: from, after: to }],
    announced: (tx, origin, about) => announce(tx, origin, patientConsentChanged, { ...about, from, to }),
    record: { kind: "CONSENT", facts: { from, to } },
  };
}

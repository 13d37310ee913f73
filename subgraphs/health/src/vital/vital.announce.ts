import type { Announcement, Origin } from "@wegraph/kit/outbox";
import type { News2 } from "../news2/news2.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import type { StoredReading } from "./reading.ts";
import { definitionOf } from "./vital.catalogue.ts";
import { readingsMax, vitalSignsRecorded, vitalSignsRetracted } from "./vital.events.ts";
import type { ReadingTold, VitalSignsEvent } from "./vital.events.ts";

export interface ToldVitals {
  change: VitalSignsEvent["change"];
  patient: PatientFacts;
  readings: readonly StoredReading[];
  news2: News2 | null;
}

const eventOf = { RECORDED: vitalSignsRecorded, RETRACTED: vitalSignsRetracted } as const;

/** One event for a patient, or as many as hold the readings. */
export function announcementsOf(
  origin: Origin,
  { change, patient, readings, news2 }: ToldVitals,
): Announcement<VitalSignsEvent>[] {
  const { id: patientId, recordNumber, clinicianUserId, careTeamUserIds, department } = patient;
  const told = readings.map(toldOf);
  return Array.from({ length: Math.ceil(told.length / readingsMax) }, (_, nth) => ({
    origin,
    definition: eventOf[change],
    payload: {
      change,
      patientId,
      recordNumber,
      clinicianUserId,
      careTeamUserIds: [...careTeamUserIds],
      department,
      readings: told.slice(nth * readingsMax, (nth + 1) * readingsMax),
      news2: news2 && { ...news2, at: news2.at.toISOString(), assumed: [...news2.assumed] },
    },
  }));
}

function toldOf(reading: StoredReading): ReadingTold {
  const { id, code, value, measuredAt, receivedAt, deviceId, source, setId, mealContext, flags } = reading;
  return {
    id,
    code,
    value,
    unit: definitionOf(code).unit,
    measuredAt: measuredAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    deviceId,
    source,
    setId,
    mealContext,
    flags: [...flags],
  };
}

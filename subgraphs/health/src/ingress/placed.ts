import { v7 } from "uuid";
import type { NewReading } from "../vital/reading.ts";
import { checkValue, contradictions } from "../vital/vital.check.ts";
import type { CheckedValue, ValueRefusal } from "../vital/vital.check.ts";
import type { ReadingSource } from "../vital/vital.codes.ts";
import { placeInTime } from "./clock.rules.ts";
import type { TimeRefusal } from "./clock.rules.ts";
import type { StatedReading } from "./message.schema.ts";
import type { Standing } from "./standings.ts";

export type ReadingRefusal =
  | ValueRefusal
  | TimeRefusal
  | "MALFORMED"
  | "UNKNOWN_DEVICE"
  | "SUBJECT_MISMATCH"
  | "NO_CONSENT"
  | "PATIENT_GONE";

export interface Arrival {
  standing: Standing;
  arrivedAt: Date;
  /** The sender's time, for readings that say none of their own. */
  sentAt: Date;
  skewMs: number;
  source: Extract<ReadingSource, "DEVICE" | "FHIR">;
}

/** Of each stated reading, what is to be stored or why it is refused; in their order. */
export function placeReadings(
  stated: readonly (StatedReading | null)[],
  arrival: Arrival,
): (NewReading | ReadingRefusal)[] {
  const { standing, arrivedAt, sentAt, skewMs, source } = arrival;
  const times = new Set(stated.map((reading) => (reading?.at ?? sentAt).getTime()));
  const sets = new Map<number, string>();
  const placed = stated.map((reading): Taken | ReadingRefusal => {
    if (!reading) return "MALFORMED";
    const checked = checkValue(reading);
    if (checked.is === "REFUSED") return checked.reason;
    const at = reading.at ?? sentAt;
    const time = placeInTime({ at, arrivedAt, skewMs, isBulk: times.size > 1, spans: standing.spans });
    if (typeof time === "string") return time;
    if (reading.subjectId !== null && reading.subjectId !== time.patientId) return "SUBJECT_MISMATCH";
    const refusal = standing.spans.find(({ patientId }) => patientId === time.patientId)?.refusal;
    if (refusal) return refusal;
    return { reading, checked: checked.value, time, set: at.getTime() };
  });
  const wrong = contradictionsOf(placed);
  return placed.map((each, place) => {
    if (typeof each === "string") return each;
    if (wrong.has(place)) return "PRESSURES_REVERSED";
    const { reading, checked, time, set } = each;
    let setId = sets.get(set);
    if (setId === undefined) sets.set(set, (setId = v7()));
    return {
      patientId: time.patientId,
      code: checked.code,
      value: checked.value,
      given: checked.given,
      measuredAt: time.measuredAt,
      statedAt: time.statedAt,
      receivedAt: arrivedAt,
      skewMs: time.skewMs,
      deviceId: standing.deviceId,
      source,
      setId,
      mealContext: reading.mealContext ?? checked.mealContext,
      flags: flagsOf(checked.flags, time.flags, reading.flags),
      enteredById: null,
    };
  });
}

interface Taken {
  reading: StatedReading;
  checked: CheckedValue;
  time: Exclude<ReturnType<typeof placeInTime>, TimeRefusal>;
  set: number;
}

/** Of each set of values that were measured together. */
function contradictionsOf(placed: readonly (Taken | ReadingRefusal)[]): Set<number> {
  const bySet = new Map<number, { each: Taken; place: number }[]>();
  for (const [place, each] of placed.entries()) {
    if (typeof each === "string") continue;
    const members = bySet.get(each.set) ?? [];
    members.push({ each, place });
    bySet.set(each.set, members);
  }
  const wrong = new Set<number>();
  for (const members of bySet.values())
    for (const nth of contradictions(members.map(({ each }) => each.checked))) {
      const member = members[nth];
      if (member) wrong.add(member.place);
    }
  return wrong;
}

type Flags = NewReading["flags"];

function flagsOf(...lists: Flags[]): Flags {
  return [...new Set(lists.flat())];
}

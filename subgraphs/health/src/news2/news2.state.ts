import type { PatientFacts } from "../patient/patient.facts.ts";
import type { LatestValue, LatestValues } from "../vital/reading.ts";
import { vital } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import { news2Parameters } from "./news2.ts";
import type { News2, News2Outcome, News2Parameter } from "./news2.ts";
import { scoreNews2 } from "./news2.rules.ts";

export const codeOfParameter: Readonly<Record<News2Parameter, VitalCode>> = {
  respiration: vital.respiration,
  spo2: vital.spo2,
  oxygen: vital.oxygen,
  systolic: vital.systolic,
  heartRate: vital.heartRate,
  consciousness: vital.consciousness,
  temperature: vital.temperature,
};

export const news2Codes: ReadonlySet<VitalCode> = new Set(Object.values(codeOfParameter));

/** How a tenant wants scores made. */
export interface News2Rules {
  /** A value that is older than the newest of the set by more than this says nothing any more. */
  freshMs: number;
  /** Take who was never said to be otherwise for alert and on air; else there is no score without both. */
  assumesAlertOnAir: boolean;
}

/** What monitors do not measure, and people note when it is not as usual. */
const assumable: ReadonlySet<News2Parameter> = new Set(["consciousness", "oxygen"]);

/** The chart is not for children under 16 (RCP 2017). */
const ageMin = 16;

/**
 * The score of what is known of a patient, or why there is none. Ages count from the newest value, not from now, so that a
 * set that comes late is scored as it would have been.
 */
export function news2Of(
  latest: LatestValues,
  { birthDate, isPregnant, spo2Scale }: Pick<PatientFacts, "birthDate" | "isPregnant" | "spo2Scale">,
  { freshMs, assumesAlertOnAir }: News2Rules,
): News2Outcome {
  const known = new Map<News2Parameter, LatestValue>();
  for (const parameter of news2Parameters) {
    const value = latest[codeOfParameter[parameter]];
    if (value && !value.flags.includes("IMPLAUSIBLE")) known.set(parameter, value);
  }
  const at = new Date(Math.max(0, ...[...known.values()].map((value) => value.at.getTime())));
  const stale = [...known.keys()].filter((each) => {
    const value = known.get(each);
    return value !== undefined && at.getTime() - value.at.getTime() > freshMs;
  });
  const none = (reason: "UNDER_16" | "PREGNANT"): News2Outcome => ({
    is: "NONE",
    reason,
    missing: [],
    stale: [],
  });
  if (isPregnant) return none("PREGNANT");
  if (known.size > 0 && isUnder(ageMin, birthDate, at)) return none("UNDER_16");

  // What was normal and is old may be taken for normal; what was not must be looked at again.
  const mayAssume = (each: News2Parameter) =>
    assumesAlertOnAir && assumable.has(each) && (known.get(each)?.value ?? 0) === 0;
  const missing = news2Parameters.filter((each) => !known.has(each));
  const assumed = [...missing, ...stale].filter(mayAssume);
  const lacking = (given: readonly News2Parameter[]) => given.filter((each) => !assumed.includes(each));
  if (lacking(missing).length > 0 || lacking(stale).length > 0)
    return { is: "NONE", reason: "INCOMPLETE", missing: lacking(missing), stale: lacking(stale) };

  const valueOf = (each: News2Parameter) => known.get(each)?.value ?? 0;
  const points = scoreNews2(
    {
      respiration: valueOf("respiration"),
      spo2: valueOf("spo2"),
      isOnOxygen: valueOf("oxygen") > 0,
      systolic: valueOf("systolic"),
      heartRate: valueOf("heartRate"),
      consciousness: valueOf("consciousness"),
      temperature: valueOf("temperature"),
    },
    spo2Scale,
  );
  return { is: "SCORED", news2: { ...points, scale: spo2Scale, at, assumed } };
}

/** The score, or null whatever the reason. */
export function scored(outcome: News2Outcome): News2 | null {
  return outcome.is === "SCORED" ? outcome.news2 : null;
}

function isUnder(years: number, birthDate: Date, at: Date): boolean {
  const birthday = new Date(birthDate);
  birthday.setUTCFullYear(birthday.getUTCFullYear() + years);
  return at < birthday;
}

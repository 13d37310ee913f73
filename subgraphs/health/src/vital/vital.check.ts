import { meaningOf } from "./vital.aliases.ts";
import { definitionOf } from "./vital.catalogue.ts";
import { vital } from "./vital.codes.ts";
import type { MealContext, ReadingFlag, VitalCode } from "./vital.codes.ts";
import { toKeptUnit, unitOf } from "./vital.units.ts";

/** A value as somebody gives it. */
export interface GivenValue {
  /** LOINC. */
  code: string;
  value: number;
  /** UCUM, or how people write it; null for the unit the code is kept in, or says itself. */
  unit: string | null;
}

export interface CheckedValue {
  code: VitalCode;
  /** In the unit its code is kept in. */
  value: number;
  /** As it was given, where that was in another unit. */
  given: { value: number; unit: string } | null;
  /** Where the code itself says so. */
  mealContext: MealContext | null;
  /** IMPLAUSIBLE, or none. */
  flags: readonly ReadingFlag[];
}

export const valueRefusals = [
  "CODE_UNKNOWN",
  "UNIT_UNKNOWN",
  "VALUE_IMPOSSIBLE",
  "PRESSURES_REVERSED",
] as const;
export type ValueRefusal = (typeof valueRefusals)[number];

export type ValueCheck =
  | { is: "TAKEN"; value: CheckedValue }
  | { is: "REFUSED"; reason: ValueRefusal; field: "code" | "unit" | "value"; message: string };

/** Whole numbers by their nature; what is between two levels is a mistake. */
const levels: ReadonlySet<VitalCode> = new Set([vital.consciousness]);

/**
 * Converts a value to the unit it is kept in, refuses what no living person has, and flags what is hardly ever seen.
 * The limits stand in vital.catalogue.ts.
 */
export function checkValue({ code: loinc, value: stated, unit: written }: GivenValue): ValueCheck {
  const meaning = meaningOf(loinc);
  if (!meaning) return refused("CODE_UNKNOWN", "code", "not a LOINC code of a vital sign that is kept");
  const { code, mealContext = null } = meaning;
  const definition = definitionOf(code);
  const unit = unitOf(code, written ?? meaning.unit ?? definition.unit);
  if (unit === null)
    return refused("UNIT_UNKNOWN", "unit", `not a unit of ${code}; kept in ${definition.unit}`);
  const value = Number.isFinite(stated) ? toKeptUnit(code, stated, unit) : Number.NaN;
  const [low, high] = definition.possible;
  // Said so that NaN is refused as well.
  if (!(value >= low && value <= high) || (levels.has(code) && !Number.isInteger(value)))
    return refused("VALUE_IMPOSSIBLE", "value", `must be ${low} to ${high} ${definition.unit}`);
  const isPlausible = value >= definition.plausible[0] && value <= definition.plausible[1];
  return {
    is: "TAKEN",
    value: {
      code,
      value,
      given: unit === definition.unit ? null : { value: stated, unit },
      mealContext,
      flags: isPlausible ? [] : ["IMPLAUSIBLE"],
    },
  };
}

function refused(reason: ValueRefusal, field: "code" | "unit" | "value", message: string): ValueCheck {
  return { is: "REFUSED", reason, field, message };
}

/**
 * Of values that were measured together: places of those that contradict each other. A systolic pressure is above its diastolic
 * one by what the two words mean, so both of a set where it is not are refused.
 */
export function contradictions(
  values: readonly (Pick<CheckedValue, "code" | "value"> | null)[],
): Set<number> {
  const wrong = new Set<number>();
  const placesOf = (code: VitalCode) =>
    values.flatMap((value, place) => (value?.code === code ? [{ place, value: value.value }] : []));
  const diastolics = placesOf(vital.diastolic);
  for (const systolic of placesOf(vital.systolic))
    for (const diastolic of diastolics)
      if (systolic.value <= diastolic.value) wrong.add(systolic.place).add(diastolic.place);
  return wrong;
}

/** How long ago something may have been measured: as long as it would be kept (see housekeeping.ts). */
export const oldestMs = 15 * 365 * 24 * 60 * 60_000;
/** Clocks of people's computers differ by so much. */
export const aheadMs = 5 * 60_000;

/** Whether a corrected time can be when something was measured. */
export function isBelievableTime(measuredAt: Date, now: Date): boolean {
  const ago = now.getTime() - measuredAt.getTime();
  return ago >= -aheadMs && ago <= oldestMs;
}

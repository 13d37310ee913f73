import { vital } from "./vital.codes.ts";
import type { VitalCode } from "./vital.codes.ts";

/**
 * From a unit to the one that its code is kept in: `(value - minus) * times / over`, with the published numbers as they
 * stand, so that nothing but the last rounding of a double is lost.
 */
export interface Conversion {
  minus: number;
  times: number;
  over: number;
}

const same: Conversion = { minus: 0, times: 1, over: 1 };
const times = (factor: number): Conversion => ({ ...same, times: factor });
const over = (divisor: number): Conversion => ({ ...same, over: divisor });

/**
 * Grams of glucose in a mole, over ten: mg/dL in one mmol/L. C6H12O6 by IUPAC's standard atomic weights of 2021 is 180.156 g/mol;
 * FHIR implementers and meters use 18.016 (atomic weights to two decimals), and so do we, so that a value reads
 * here as on the meter. The difference is 2 in 100,000: less than the last digit any meter shows.
 */
export const glucoseMgPerDlInMmolPerL = 18.016;

/** The avoirdupois pound in kilograms, exactly (international yard and pound agreement, 1959). */
export const kilogramsInPound = 0.453_592_37;

/** The inch in centimetres, exactly (the same agreement). */
export const centimetresInInch = 2.54;

/** The conventional millimetre of mercury in pascals: 13.5951 g/cm³ × 9.80665 m/s² (NIST SP 811, appendix B). */
export const pascalsInMmHg = 133.322_387_415;

const perMinute = { "/min": same, "1/min": same };

/** UCUM codes that are taken in for each code, and how they become the kept unit, which is among them. */
export const conversions: Readonly<Record<VitalCode, Readonly<Record<string, Conversion>>>> = {
  [vital.systolic]: pressure(),
  [vital.diastolic]: pressure(),
  [vital.heartRate]: { ...perMinute, "{beats}/min": same, "{beat}/min": same },
  [vital.respiration]: { ...perMinute, "{breaths}/min": same, "{breath}/min": same, "{resp}/min": same },
  [vital.spo2]: { "%": same, "1": times(100) },
  [vital.temperature]: {
    Cel: same,
    "[degF]": { minus: 32, times: 5, over: 9 },
    K: { ...same, minus: 273.15 },
  },
  [vital.glucose]: {
    "mmol/L": same,
    "mg/dL": over(glucoseMgPerDlInMmolPerL),
    "g/L": { minus: 0, times: 100, over: glucoseMgPerDlInMmolPerL },
  },
  [vital.weight]: {
    kg: same,
    g: over(1_000),
    "[lb_av]": times(kilogramsInPound),
    "[oz_av]": { minus: 0, times: kilogramsInPound, over: 16 },
  },
  [vital.height]: {
    cm: same,
    m: times(100),
    mm: over(10),
    "[in_i]": times(centimetresInInch),
    "[ft_i]": times(centimetresInInch * 12),
  },
  [vital.bmi]: { "kg/m2": same },
  [vital.consciousness]: { "{ACVPU}": same, "{score}": same, "1": same },
  [vital.oxygen]: { "L/min": same, "mL/min": over(1_000) },
};

function pressure(): Record<string, Conversion> {
  return { "mm[Hg]": same, kPa: { minus: 0, times: 1_000, over: pascalsInMmHg } };
}

/** What people and devices write instead of the UCUM code. UCUM allows both letters for the litre. */
const spellings: Readonly<Record<string, string>> = {
  mmHg: "mm[Hg]",
  bpm: "/min",
  "°C": "Cel",
  "℃": "Cel",
  C: "Cel",
  "°F": "[degF]",
  "℉": "[degF]",
  F: "[degF]",
  "mmol/l": "mmol/L",
  "mg/dl": "mg/dL",
  "g/l": "g/L",
  lb: "[lb_av]",
  lbs: "[lb_av]",
  oz: "[oz_av]",
  in: "[in_i]",
  ft: "[ft_i]",
  "kg/m^2": "kg/m2",
  "kg/m²": "kg/m2",
  "l/min": "L/min",
  "ml/min": "mL/min",
};

/** The UCUM code for what was written, or null where values of this code are not measured in it. */
export function unitOf(code: VitalCode, written: string): string | null {
  const known = conversions[code];
  for (const unit of [written, spellings[written]])
    if (unit !== undefined && Object.hasOwn(known, unit)) return unit;
  return null;
}

/**
 * The value in the unit its code is kept in. What comes in that unit stays as it is, to the last bit.
 *
 * @param unit a UCUM code that `unitOf` has said is one for this code.
 * @throws RangeError for another unit.
 */
export function toKeptUnit(code: VitalCode, value: number, unit: string): number {
  const conversion = conversionOf(code, unit);
  return ((value - conversion.minus) * conversion.times) / conversion.over;
}

/** The other way round: what a value that is kept reads in another unit. */
export function fromKeptUnit(code: VitalCode, value: number, unit: string): number {
  const conversion = conversionOf(code, unit);
  return (value * conversion.over) / conversion.times + conversion.minus;
}

function conversionOf(code: VitalCode, unit: string): Conversion {
  const conversion = conversions[code][unit];
  if (!conversion) throw new RangeError(`${code} is not measured in ${unit}`);
  return conversion;
}

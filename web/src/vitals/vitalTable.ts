/** UCUM codes that values can be entered in, the one they are kept in first, and how to get from it to the kept one. */
export interface EntryUnit {
  /** UCUM. */
  unit: string;
  /** `(value - minus) * times / over`; the server converts by the same published numbers (docs/api, `recordVitalSigns`). */
  minus?: number;
  times?: number;
  over?: number;
}

export interface VitalLook {
  code: string;
  /** Of its words in `vitals:kind` and `vitals:short`. */
  key: VitalKey;
  digits: number;
  units: readonly EntryUnit[];
}

export type VitalKey =
  | "systolic"
  | "diastolic"
  | "heartRate"
  | "spo2"
  | "respiration"
  | "temperature"
  | "glucose"
  | "weight"
  | "height"
  | "bmi"
  | "consciousness"
  | "oxygen";

const mmHgInKpa = 133.322_387_415;

/** The vital signs in the order in which people look at them. */
export const vitalLooks: readonly VitalLook[] = [
  {
    code: "8480-6",
    key: "systolic",
    digits: 0,
    units: [{ unit: "mm[Hg]" }, { unit: "kPa", times: 1_000, over: mmHgInKpa }],
  },
  {
    code: "8462-4",
    key: "diastolic",
    digits: 0,
    units: [{ unit: "mm[Hg]" }, { unit: "kPa", times: 1_000, over: mmHgInKpa }],
  },
  { code: "8867-4", key: "heartRate", digits: 0, units: [{ unit: "/min" }] },
  { code: "2708-6", key: "spo2", digits: 0, units: [{ unit: "%" }] },
  { code: "9279-1", key: "respiration", digits: 0, units: [{ unit: "/min" }] },
  {
    code: "8310-5",
    key: "temperature",
    digits: 1,
    units: [{ unit: "Cel" }, { unit: "[degF]", minus: 32, times: 5, over: 9 }],
  },
  {
    code: "14743-9",
    key: "glucose",
    digits: 1,
    units: [{ unit: "mmol/L" }, { unit: "mg/dL", over: 18.016 }],
  },
  {
    code: "29463-7",
    key: "weight",
    digits: 1,
    units: [{ unit: "kg" }, { unit: "g", over: 1_000 }, { unit: "[lb_av]", times: 0.453_592_37 }],
  },
  {
    code: "8302-2",
    key: "height",
    digits: 1,
    units: [{ unit: "cm" }, { unit: "m", times: 100 }, { unit: "[in_i]", times: 2.54 }],
  },
  { code: "39156-5", key: "bmi", digits: 1, units: [{ unit: "kg/m2" }] },
  { code: "80288-4", key: "consciousness", digits: 0, units: [{ unit: "{ACVPU}" }] },
  { code: "3151-8", key: "oxygen", digits: 1, units: [{ unit: "L/min" }] },
];

const byCode = new Map(vitalLooks.map((look) => [look.code, look]));

export function vitalLookOf(code: string): VitalLook | undefined {
  return byCode.get(code);
}

/** In the unit the code is kept in. */
export function keptValue(value: number, { minus = 0, times = 1, over = 1 }: EntryUnit): number {
  return ((value - minus) * times) / over;
}

const written: Readonly<Record<string, string>> = {
  "mm[Hg]": "mmHg",
  Cel: "°C",
  "[degF]": "°F",
  "[lb_av]": "lb",
  "[in_i]": "in",
  "kg/m2": "kg/m²",
  "{ACVPU}": "",
};

/** A UCUM code as people write it: "mmHg" for "mm[Hg]". */
export function unitText(unit: string): string {
  return written[unit] ?? unit;
}

/** The levels of consciousness (ACVPU) in the order of the values that stand for them. */
export const consciousnessLevels = ["alert", "confused", "voice", "pain", "unresponsive"] as const;

import type { Vitals } from "./body.ts";

export const simulatedKinds = [
  "BLOOD_PRESSURE_METER",
  "GLUCOSE_METER",
  "THERMOMETER",
  "OXIMETER",
  "SCALE",
  "WRISTBAND",
  "MONITOR",
] as const;
export type SimulatedKind = (typeof simulatedKinds)[number];

interface Measures {
  sign: keyof Vitals;
  /** LOINC. */
  code: string;
  /** UCUM, as such a device says it. */
  unit: string;
}

const systolic: Measures = { sign: "systolic", code: "8480-6", unit: "mm[Hg]" };
const diastolic: Measures = { sign: "diastolic", code: "8462-4", unit: "mm[Hg]" };
const heartRate: Measures = { sign: "heartRate", code: "8867-4", unit: "/min" };
const respiration: Measures = { sign: "respiration", code: "9279-1", unit: "/min" };
const spo2: Measures = { sign: "spo2", code: "59408-5", unit: "%" };
const temperature: Measures = { sign: "temperature", code: "8310-5", unit: "Cel" };
const consciousness: Measures = { sign: "consciousness", code: "80288-4", unit: "{ACVPU}" };

/** What each kind measures, and how it says it. */
export const measures: Readonly<Record<SimulatedKind, readonly Measures[]>> = {
  BLOOD_PRESSURE_METER: [systolic, diastolic, heartRate],
  GLUCOSE_METER: [{ sign: "glucose", code: "14743-9", unit: "mmol/L" }],
  THERMOMETER: [temperature],
  OXIMETER: [spo2, heartRate],
  SCALE: [{ sign: "weight", code: "29463-7", unit: "kg" }],
  WRISTBAND: [heartRate, spo2, respiration, temperature],
  MONITOR: [systolic, diastolic, heartRate, respiration, spo2, temperature, consciousness],
};

export interface SaidReading {
  code: string;
  value: number;
  unit: string;
  /** By the device's clock. */
  at: string;
}

export function saidOf(kind: SimulatedKind, vitals: Vitals, at: Date): SaidReading[] {
  return measures[kind].map(({ sign, code, unit }) => ({
    code,
    unit,
    value: vitals[sign],
    at: at.toISOString(),
  }));
}

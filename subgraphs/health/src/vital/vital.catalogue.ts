import { vital } from "./vital.codes.ts";
import type { VitalCode } from "./vital.codes.ts";

export interface VitalDefinition {
  code: VitalCode;
  name: { zh: string; en: string };
  /** UCUM: what values are kept in. */
  unit: string;
  /** Decimals that are shown. */
  precision: number;
  /** Outside of it a value is refused: no living person has it, or no device measures it. */
  possible: readonly [number, number];
  /** Outside of it a value is kept and flagged IMPLAUSIBLE: hardly ever seen, more likely a slipped cuff. */
  plausible: readonly [number, number];
  /** Of adults at rest; null where there is none. What charts draw as the normal range. */
  reference: readonly [number | null, number | null] | null;
}

/**
 * The vital signs. Codes and units: LOINC and UCUM as FHIR R4's vital-signs profile has them; reference ranges of adults
 * at rest: WS/T 428 and the Chinese hypertension guideline 2018 (blood pressure below 140/90 in the office; 130/85
 * is high normal), the RCP's NEWS2 zero bands (respiration, SpO₂, pulse, temperature), ADA and the Chinese diabetes society
 * (fasting glucose 3.9–6.1 mmol/L), WS/T 428 (BMI 18.5–23.9). They are what charts show, not a diagnosis; rules have
 * limits of their own.
 */
const definitions: readonly VitalDefinition[] = [
  {
    code: vital.systolic,
    name: { zh: "收缩压", en: "Systolic blood pressure" },
    unit: "mm[Hg]",
    precision: 0,
    possible: [30, 320],
    plausible: [60, 260],
    reference: [90, 139],
  },
  {
    code: vital.diastolic,
    name: { zh: "舒张压", en: "Diastolic blood pressure" },
    unit: "mm[Hg]",
    precision: 0,
    possible: [15, 220],
    plausible: [35, 150],
    reference: [60, 89],
  },
  {
    code: vital.heartRate,
    name: { zh: "心率", en: "Heart rate" },
    unit: "/min",
    precision: 0,
    possible: [15, 320],
    plausible: [30, 220],
    reference: [60, 100],
  },
  {
    code: vital.respiration,
    name: { zh: "呼吸频率", en: "Respiratory rate" },
    unit: "/min",
    precision: 0,
    possible: [1, 90],
    plausible: [5, 60],
    reference: [12, 20],
  },
  {
    code: vital.spo2,
    name: { zh: "血氧饱和度", en: "Oxygen saturation" },
    unit: "%",
    precision: 0,
    possible: [30, 100],
    plausible: [70, 100],
    reference: [96, 100],
  },
  {
    code: vital.temperature,
    name: { zh: "体温", en: "Body temperature" },
    unit: "Cel",
    precision: 1,
    possible: [22, 45],
    plausible: [33, 42],
    reference: [36.1, 37.2],
  },
  {
    code: vital.glucose,
    name: { zh: "血糖", en: "Blood glucose" },
    unit: "mmol/L",
    precision: 1,
    possible: [0.3, 60],
    plausible: [1.5, 33.3],
    reference: [3.9, 7.8],
  },
  {
    code: vital.weight,
    name: { zh: "体重", en: "Body weight" },
    unit: "kg",
    precision: 1,
    possible: [0.3, 500],
    plausible: [2, 250],
    reference: null,
  },
  {
    code: vital.height,
    name: { zh: "身高", en: "Body height" },
    unit: "cm",
    precision: 1,
    possible: [20, 272],
    plausible: [40, 220],
    reference: null,
  },
  {
    code: vital.bmi,
    name: { zh: "体质指数", en: "Body mass index" },
    unit: "kg/m2",
    precision: 1,
    possible: [5, 120],
    plausible: [10, 70],
    reference: [18.5, 23.9],
  },
  {
    code: vital.consciousness,
    name: { zh: "意识水平", en: "Level of consciousness" },
    unit: "{ACVPU}",
    precision: 0,
    possible: [0, 4],
    plausible: [0, 4],
    reference: [0, 0],
  },
  {
    code: vital.oxygen,
    name: { zh: "吸氧流量", en: "Inhaled oxygen flow rate" },
    unit: "L/min",
    precision: 1,
    possible: [0, 100],
    plausible: [0, 60],
    reference: null,
  },
];

export const vitalCatalogue: ReadonlyMap<VitalCode, VitalDefinition> = new Map(
  definitions.map((definition) => [definition.code, definition]),
);

/** Every code is in the catalogue; see vital.catalogue.test.ts. */
export function definitionOf(code: VitalCode): VitalDefinition {
  const definition = vitalCatalogue.get(code);
  if (!definition) throw new RangeError(`no such vital sign: ${code}`);
  return definition;
}

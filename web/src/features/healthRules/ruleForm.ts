import type {
  HealthAlertSeverity,
  HealthOperator,
  HealthRuleConditionInput,
  HealthRuleKind,
  HealthRuleReachInput,
  HealthTrendMeasure,
  MealContext,
  PatientSex,
} from "../../gql/graphql.ts";
import type { RuleData } from "./ruleQueries.ts";

export const kinds = ["THRESHOLD", "TREND", "NEWS2", "MISSING_DATA", "DEVICE_OFFLINE"] as const;
export const severities = ["INFO", "WARNING", "CRITICAL"] as const;
export const operators = ["GTE", "GT", "LTE", "LT"] as const;
export const measures = [
  "CHANGE",
  "CHANGE_PERCENT",
  "COUNT",
  "SLOPE_PER_HOUR",
  "SLOPE_PER_DAY",
  "BASELINE",
] as const;
export const meals = ["FASTING", "BEFORE_MEAL", "AFTER_MEAL", "BEDTIME", "RANDOM"] as const;
export const sexes = ["FEMALE", "MALE", "OTHER", "UNKNOWN"] as const;
export const risks = ["LOW_MEDIUM", "MEDIUM", "HIGH"] as const;
export const glucose = "14743-9";
export const levelsMax = 6;

export interface NamedPatient {
  id: string;
  name: string;
}

export interface LevelValues {
  severity: HealthAlertSeverity;
  operator: HealthOperator;
  limit: string;
}

export interface SilenceValues {
  severity: HealthAlertSeverity;
  hours: string;
}

/** A rule as the form holds it: figures as they are typed. */
export interface RuleValues {
  nameZh: string;
  nameEn: string;
  adviceZh: string;
  adviceEn: string;
  source: string;
  kind: HealthRuleKind;
  code: string;
  measure: HealthTrendMeasure;
  windowHours: string;
  count: string;
  of: string;
  minReadings: string;
  hysteresis: string;
  consecutive: string;
  mealContext: MealContext | "";
  maxAgeHours: string;
  levels: LevelValues[];
  silences: SilenceValues[];
  risks: Record<(typeof risks)[number], HealthAlertSeverity | "">;
  codes: string[];
  expected: "EXPECTED" | "ALL";
  groups: string[];
  sex: PatientSex | "";
  ageFrom: string;
  ageTo: string;
  spo2Scale: "" | "1" | "2";
  patients: NamedPatient[];
  exceptPatients: NamedPatient[];
}

const fresh: RuleValues = {
  nameZh: "",
  nameEn: "",
  adviceZh: "",
  adviceEn: "",
  source: "",
  kind: "THRESHOLD",
  code: "8867-4",
  measure: "CHANGE",
  windowHours: "72",
  count: "3",
  of: "5",
  minReadings: "2",
  hysteresis: "0",
  consecutive: "1",
  mealContext: "",
  maxAgeHours: "24",
  levels: [{ severity: "WARNING", operator: "GTE", limit: "" }],
  silences: [{ severity: "INFO", hours: "24" }],
  risks: { LOW_MEDIUM: "WARNING", MEDIUM: "", HIGH: "CRITICAL" },
  codes: [],
  expected: "EXPECTED",
  groups: [],
  sex: "",
  ageFrom: "",
  ageTo: "",
  spo2Scale: "",
  patients: [],
  exceptPatients: [],
};

/** @param names of the patients whom the rule names; one that is missing is shown by its place alone. */
export function valuesOf(rule: RuleData | null, names: ReadonlyMap<string, string>): RuleValues {
  if (!rule) return fresh;
  const { threshold, trend, news2, missingData, deviceOffline } = rule.condition;
  const { groups, sex, ageFrom, ageTo, spo2Scale, patientIds, exceptPatientIds } = rule.reach;
  const ofVital = threshold ?? trend;
  const silent = missingData ?? deviceOffline;
  const named = (ids: readonly string[]) => ids.map((id) => ({ id, name: names.get(id) ?? id.slice(0, 8) }));
  const riskOf = (risk: string) => news2?.levels.find((level) => level.risk === risk)?.severity ?? "";
  return {
    ...fresh,
    nameZh: rule.nameZh,
    nameEn: rule.nameEn,
    adviceZh: rule.adviceZh,
    adviceEn: rule.adviceEn,
    source: rule.source ?? "",
    kind: rule.kind,
    ...(ofVital && {
      code: ofVital.code,
      hysteresis: String(ofVital.hysteresis),
      levels: ofVital.levels.map(({ severity, operator, limit }) => ({
        severity,
        operator,
        limit: String(limit),
      })),
    }),
    ...(threshold && {
      consecutive: String(threshold.consecutive),
      mealContext: threshold.mealContext ?? "",
      maxAgeHours: threshold.maxAgeMinutes === null ? "" : String(threshold.maxAgeMinutes / 60),
    }),
    ...(trend && {
      measure: trend.measure,
      windowHours: String(trend.windowMinutes / 60),
      count: String(trend.count ?? fresh.count),
      of: String(trend.of ?? fresh.of),
      minReadings: String(trend.minReadings),
    }),
    ...(news2 && {
      risks: { LOW_MEDIUM: riskOf("LOW_MEDIUM"), MEDIUM: riskOf("MEDIUM"), HIGH: riskOf("HIGH") },
    }),
    ...(missingData && {
      codes: [...missingData.codes],
      expected: missingData.expectedOnly ? "EXPECTED" : "ALL",
    }),
    ...(silent && {
      silences: silent.levels.map(({ severity, minutes }) => ({ severity, hours: String(minutes / 60) })),
    }),
    groups: [...groups],
    sex: sex ?? "",
    ageFrom: ageFrom === null ? "" : String(ageFrom),
    ageTo: ageTo === null ? "" : String(ageTo),
    spo2Scale: spo2Scale === 1 ? "1" : spo2Scale === 2 ? "2" : "",
    patients: named(patientIds),
    exceptPatients: named(exceptPatientIds),
  };
}

export function conditionOf(values: RuleValues): HealthRuleConditionInput {
  const { kind, code, measure, hysteresis, mealContext, maxAgeHours, codes, expected } = values;
  const levels = values.levels.map(({ severity, operator, limit }) => ({
    severity,
    operator,
    limit: Number(limit),
  }));
  const silences = values.silences.map(({ severity, hours }) => ({ severity, minutes: minutesOf(hours) }));
  switch (kind) {
    case "THRESHOLD":
      return {
        threshold: {
          code,
          levels,
          hysteresis: Number(hysteresis),
          consecutive: Number(values.consecutive),
          mealContext: code === glucose ? mealContext || null : null,
          maxAgeMinutes: maxAgeHours.trim() === "" ? null : minutesOf(maxAgeHours),
        },
      };
    case "TREND":
      return {
        trend: {
          code,
          measure,
          levels,
          hysteresis: Number(hysteresis),
          windowMinutes: measure === "BASELINE" ? null : minutesOf(values.windowHours),
          count: measure === "COUNT" ? Number(values.count) : null,
          of: measure === "COUNT" ? Number(values.of) : null,
          minReadings: Number(values.minReadings),
        },
      };
    case "NEWS2":
      return {
        news2: {
          levels: risks.flatMap((risk) => {
            const severity = values.risks[risk];
            return severity === "" ? [] : [{ risk, severity }];
          }),
        },
      };
    case "MISSING_DATA":
      return { missingData: { codes, expectedOnly: expected === "EXPECTED", levels: silences } };
    case "DEVICE_OFFLINE":
      return { deviceOffline: { levels: silences } };
  }
}

export function reachOf(values: RuleValues): HealthRuleReachInput {
  const { groups, sex, ageFrom, ageTo, spo2Scale, patients, exceptPatients } = values;
  return {
    groups,
    sex: sex || null,
    ageFrom: ageFrom.trim() === "" ? null : Number(ageFrom),
    ageTo: ageTo.trim() === "" ? null : Number(ageTo),
    spo2Scale: spo2Scale === "" ? null : Number(spo2Scale),
    patientIds: patients.map(({ id }) => id),
    exceptPatientIds: exceptPatients.map(({ id }) => id),
  };
}

function minutesOf(hours: string): number {
  return Math.round(Number(hours) * 60);
}

import type { TFunction } from "i18next";
import type {
  HealthRuleConditionInput,
  HealthRuleLevelInput,
  HealthRuleReachInput,
  HealthSilenceLevelInput,
} from "../../gql/graphql.ts";
import { unitText, vitalLookOf } from "../../vitals/vitalTable.ts";

export type Say = TFunction<readonly ["healthRules", "vitals"]>;

const trendUnits = { SLOPE_PER_HOUR: "/h", SLOPE_PER_DAY: "/d" } as const;

/** What a rule asks, as a person would say it. */
export function conditionWords(t: Say, condition: HealthRuleConditionInput): string {
  const { threshold, trend, news2, missingData, deviceOffline } = condition;
  const joined = (parts: readonly string[]) => parts.join(t("says.and"));
  if (threshold) {
    const { code, levels, hysteresis, consecutive, mealContext, maxAgeMinutes } = threshold;
    const said = joined(levels.map((level) => levelWords(t, level, withUnit(t, code, level.limit))));
    const what = nameOf(t, code);
    return sentences(t, [
      mealContext
        ? t("says.thresholdMeal", { what, meal: t(`vitals:meal.${mealContext}`), levels: said })
        : t("says.threshold", { what, levels: said }),
      (consecutive ?? 1) > 1 && t("says.consecutive", { count: consecutive ?? 1 }),
      (hysteresis ?? 0) > 0 && t("says.hysteresis", { amount: withUnit(t, code, hysteresis ?? 0) }),
      maxAgeMinutes != null && t("says.maxAge", { time: timeWords(t, maxAgeMinutes) }),
    ]);
  }
  if (trend) {
    const { code, measure, levels, windowMinutes, count, of, hysteresis } = trend;
    const amount = (value: number) => {
      if (measure === "BASELINE") return t("says.deviations", { value });
      if (measure === "CHANGE_PERCENT") return `${value} %`;
      const unit = measure === "SLOPE_PER_HOUR" || measure === "SLOPE_PER_DAY" ? trendUnits[measure] : "";
      return `${withUnit(t, code, value)}${unit}`;
    };
    return sentences(t, [
      t(`says.trend.${measure}`, {
        what: nameOf(t, code),
        time: timeWords(t, windowMinutes ?? 14 * 1_440),
        count: count ?? 0,
        of: of ?? 0,
        levels: joined(levels.map((level) => levelWords(t, level, amount(level.limit)))),
      }),
      (hysteresis ?? 0) > 0 && t("says.hysteresis", { amount: amount(hysteresis ?? 0) }),
    ]);
  }
  if (news2)
    return t("says.news2", {
      levels: joined(
        news2.levels.map(({ severity, risk }) =>
          t("says.risk", { severity: t(`severity.${severity}`), risk: t(`risk.${risk}`) }),
        ),
      ),
    });
  if (missingData) {
    const codes = missingData.codes ?? [];
    const levels = joined(missingData.levels.map((level) => silenceWords(t, level)));
    return sentences(t, [
      codes.length === 0
        ? t("says.missingAll", { levels })
        : t("says.missing", { levels, what: codes.map((code) => nameOf(t, code)).join(t("says.join")) }),
      missingData.expectedOnly !== false && t("says.expected"),
    ]);
  }
  if (deviceOffline)
    return t("says.offline", { levels: joined(deviceOffline.levels.map((level) => silenceWords(t, level))) });
  return "";
}

/** Whom a rule is for, as a person would say it. @param groupName the word for a group of patients */
export function reachWords(
  t: Say,
  reach: HealthRuleReachInput,
  groupName: (group: string) => string,
): string {
  const { groups, sex, ageFrom, ageTo, spo2Scale, patientIds, exceptPatientIds } = reach;
  const ages = () => {
    if (ageFrom != null && ageTo != null) return t("says.ages", { from: ageFrom, to: ageTo });
    if (ageFrom != null) return t("says.ageFrom", { value: ageFrom });
    return ageTo != null && t("says.ageTo", { value: ageTo });
  };
  const parts = [
    groups &&
      groups.length > 0 &&
      t("says.groups", { what: groups.map((group) => groupName(group)).join(" / ") }),
    sex && t(`sex.${sex}`),
    ages(),
    spo2Scale != null && t("says.scale", { value: spo2Scale }),
    patientIds && patientIds.length > 0 && t("says.named", { value: patientIds.length }),
    exceptPatientIds && exceptPatientIds.length > 0 && t("says.except", { value: exceptPatientIds.length }),
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? t("says.everybody") : t("says.whom", { what: parts.join(t("says.join")) });
}

function levelWords(t: Say, { severity, operator }: HealthRuleLevelInput, limit: string): string {
  return t(`says.level.${operator}`, { severity: t(`severity.${severity}`), limit });
}

function silenceWords(t: Say, { severity, minutes }: HealthSilenceLevelInput): string {
  return t("says.after", { severity: t(`severity.${severity}`), time: timeWords(t, minutes) });
}

/** In the largest unit that says it exactly. */
function timeWords(t: Say, minutes: number): string {
  if (minutes % 1_440 === 0) return t("says.days", { value: minutes / 1_440 });
  return minutes % 60 === 0
    ? t("says.hours", { value: minutes / 60 })
    : t("says.minutes", { value: minutes });
}

function nameOf(t: Say, code: string): string {
  const look = vitalLookOf(code);
  return look ? t(`vitals:kind.${look.key}`) : code;
}

/** A level of consciousness as its word. */
function withUnit(t: Say, code: string, value: number): string {
  const level = (["alert", "confusion", "voice", "pain", "unresponsive"] as const)[value];
  if (level && vitalLookOf(code)?.key === "consciousness") return t(`says.consciousness.${level}`);
  const unit = unitText(vitalLookOf(code)?.units[0]?.unit ?? "");
  return unit === "" ? String(value) : `${value} ${unit}`;
}

/** Chinese sentences stand without a space between them. */
function sentences(t: Say, parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(t("says.and") === ", " ? " " : "");
}

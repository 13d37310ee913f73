import type { HealthCohortFilter } from "../../gql/graphql.ts";
import { type StateOf, manyOf, oneOf, text, words } from "../../ui/urlState.ts";

export const periods = ["DAY", "WEEK", "MONTH"] as const;
export const ranges = ["30", "90", "365"] as const;
export const sexes = ["MALE", "FEMALE", "OTHER", "UNKNOWN"] as const;
export const ages = ["0-17", "18-39", "40-59", "60-79", "80-150"] as const;

export const cohortState = {
  /** LOINC; systolic pressure unless told otherwise. */
  code: text,
  period: oneOf(periods, "DAY"),
  range: oneOf(ranges, "30"),
  groups: words,
  sex: manyOf(sexes),
  age: oneOf(ages, null),
};

export const usualCode = "8480-6";

/** What is asked for, by the days there are until today. @param today YYYY-MM-DD. */
export function filterOf(
  { code, period, range, groups, sex, age }: StateOf<typeof cohortState>,
  today: string,
): HealthCohortFilter {
  const [ageFrom, ageTo] = age?.split("-").map(Number) ?? [];
  const from = new Date(Date.parse(today) - (Number(range) - 1) * 86_400_000).toISOString().slice(0, 10);
  return {
    code: code || usualCode,
    period,
    from: firstOf(period, from),
    to: today,
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(sex.length > 0 && { sexes: [...sex] }),
    ...(ageFrom !== undefined && ageTo !== undefined && { ageFrom, ageTo }),
  };
}

/** Sums stand under their period's first day, which may lie before the time asked for. */
function firstOf(period: (typeof periods)[number], day: string): string {
  if (period === "MONTH") return `${day.slice(0, 7)}-01`;
  if (period === "DAY") return day;
  const at = new Date(`${day}T00:00:00.000Z`);
  return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
}

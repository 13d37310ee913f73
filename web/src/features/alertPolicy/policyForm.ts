import type { FieldPath } from "react-hook-form";
import * as z from "zod/mini";
import { matcherShape, mostMatchers } from "../../alerting/MatcherRow.tsx";
import type { UpdateAlertPolicyInput } from "../../gql/graphql.ts";
import type { PolicyData } from "./policyQueries.ts";

type Matcher = z.infer<typeof matcherShape>;

export const raiseChoices = ["SAME", "CRITICAL", "WARNING", "INFO"] as const;
export const mostSteps = 5;
export const mostInhibitions = 50;

/** The form keeps what was typed; the message carries the range for the sentence at the field. */
function whole(least: number, most: number) {
  const isWithin = (text: string) => /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string().check(z.trim(), z.refine(isWithin, `wholeBetween|${least}–${most}`));
}

const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "clock"));
const label = z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong"));

const step = z.object({
  afterMinutes: whole(1, 1_440),
  raiseTo: z.enum(raiseChoices),
  userIds: z.array(z.string()).check(z.maxLength(50, "tooMany|50")),
});

/** Whether an alert without the label would do; of expressions only the server can tell. */
function meetsEmpty({ operator, value }: Matcher): boolean {
  return operator === "EQUAL" ? value === "" : operator === "NOT_EQUAL" && value !== "";
}

const matchers = z.array(matcherShape).check(
  z.minLength(1, "required"),
  z.maxLength(mostMatchers),
  z.refine((all) => !all.every(meetsEmpty), "tooWide"),
);

export const policyShape = z.object({
  groupBy: z.array(label).check(z.maxLength(5, "tooMany|5")),
  groupWaitSeconds: whole(0, 300),
  groupIntervalSeconds: whole(10, 86_400),
  isQuiet: z.boolean(),
  quietHours: z.object({
    from: clock,
    to: clock,
    days: z.array(z.number()).check(z.minLength(1, "chooseOne")),
  }),
  escalation: z.array(step).check(z.maxLength(mostSteps), ({ value, issues }) => {
    value.forEach(({ afterMinutes }, nth) => {
      // A step that is not later than the one before would never have its turn.
      if (nth > 0 && Number(afterMinutes) <= Number(value[nth - 1]?.afterMinutes))
        issues.push({
          code: "custom",
          input: value,
          path: [nth, "afterMinutes"],
          message: "laterThanBefore",
        });
    });
  }),
  inhibitions: z
    .array(
      z.object({
        source: matchers,
        target: matchers,
        equal: z.array(label).check(z.maxLength(10, "tooMany|10")),
      }),
    )
    .check(z.maxLength(mostInhibitions)),
});
export type PolicyValues = z.infer<typeof policyShape>;

/** What is offered when somebody switches quiet hours on. */
const usualQuiet = { from: "22:00", to: "08:00", days: [1, 2, 3, 4, 5, 6, 7] };

export function valuesOf(policy: PolicyData): PolicyValues {
  const { groupBy, groupWaitSeconds, groupIntervalSeconds, quietHours, escalation, inhibitions } = policy;
  return {
    groupBy: [...groupBy],
    groupWaitSeconds: String(groupWaitSeconds),
    groupIntervalSeconds: String(groupIntervalSeconds),
    isQuiet: quietHours !== null,
    quietHours: quietHours
      ? { from: quietHours.from, to: quietHours.to, days: [...quietHours.days] }
      : usualQuiet,
    escalation: escalation.map(({ afterMinutes, raiseTo, userIds }) => ({
      afterMinutes: String(afterMinutes),
      raiseTo: raiseTo ?? "SAME",
      userIds: [...userIds],
    })),
    inhibitions: inhibitions.map(({ source, target, equal }) => ({
      source: source.map(plain),
      target: target.map(plain),
      equal: [...equal],
    })),
  };
}

/** Without what the cache adds: the server's inputs know no __typename. */
function plain({ label: name, operator, value }: Matcher): Matcher {
  return { label: name, operator, value };
}

export function inputOf(values: PolicyValues, expectedVersion: number): UpdateAlertPolicyInput {
  const { groupBy, groupWaitSeconds, groupIntervalSeconds, isQuiet, quietHours, escalation, inhibitions } =
    values;
  return {
    expectedVersion,
    groupBy,
    groupWaitSeconds: Number(groupWaitSeconds),
    groupIntervalSeconds: Number(groupIntervalSeconds),
    ...(isQuiet
      ? { quietHours: { ...quietHours, days: quietHours.days.toSorted((a, b) => a - b) } }
      : { clearQuietHours: true }),
    escalation: escalation.map(({ afterMinutes, raiseTo, userIds }) => ({
      afterMinutes: Number(afterMinutes),
      raiseTo: raiseTo === "SAME" ? null : raiseTo,
      userIds,
    })),
    inhibitions,
  };
}

const fieldNames = [
  /^(?:groupBy|groupWaitSeconds|groupIntervalSeconds)/,
  /^quietHours\.(?:from|to|days)/,
  /^escalation\.\d+\.(?:afterMinutes|raiseTo|userIds)/,
  /^inhibitions\.\d+\.(?:source|target)\.\d+\.(?:label|operator|value)/,
  /^inhibitions\.\d+\.(?:source|target|equal)/,
];

function isField(name: string): name is FieldPath<PolicyValues> {
  return fieldNames.some((pattern) => pattern.exec(name)?.[0] === name);
}

/** The field that the server's complaint is about, however deep it stands in the lists; null: none of this form. */
export function fieldOf(path: readonly (string | number)[]): FieldPath<PolicyValues> | null {
  const name = path.slice(path[0] === "input" ? 1 : 0).join(".");
  for (const pattern of fieldNames) {
    const found = pattern.exec(name)?.[0];
    if (found !== undefined && isField(found)) return found;
  }
  return null;
}

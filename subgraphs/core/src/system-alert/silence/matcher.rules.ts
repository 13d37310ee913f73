import { RE2JS } from "re2js";
import { z } from "zod";

/** = and != compare; =~ and !~ match the whole value against a regular expression (RE2: always in linear time). */
export const matcherOperators = ["EQUAL", "NOT_EQUAL", "MATCHES", "NOT_MATCHES"] as const;
export type MatcherOperator = (typeof matcherOperators)[number];

export interface Matcher {
  label: string;
  operator: MatcherOperator;
  value: string;
}

export type Labels = Readonly<Record<string, string>>;

export const matchersShape = z.array(
  z.object({ label: z.string(), operator: z.enum(matcherOperators), value: z.string() }),
);

/** Whether all of them hold. A label that is not there counts as empty, as elsewhere in the field. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labels[matcher.label] ?? ""));
}

function matches({ operator, value }: Matcher, actual: string): boolean {
  switch (operator) {
    case "EQUAL":
      return actual === value;
    case "NOT_EQUAL":
      return actual !== value;
    case "MATCHES":
      return RE2JS.compile(value).matches(actual);
    case "NOT_MATCHES":
      return !RE2JS.compile(value).matches(actual);
  }
}

/** Why a regular expression is none; null if it is one. */
export function expressionProblem({ operator, value }: Matcher): string | null {
  if (operator === "EQUAL" || operator === "NOT_EQUAL") return null;
  try {
    RE2JS.compile(value);
    return null;
  } catch {
    return "not a regular expression (RE2)";
  }
}

/** Whether they would hold for an alert with no labels at all: then they hold for nearly every one. */
export function matchesEverything(matchers: readonly Matcher[]): boolean {
  return matchesAll(matchers, {});
}

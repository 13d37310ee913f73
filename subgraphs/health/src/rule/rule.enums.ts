import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { ruleChanges } from "./rule.events.ts";
import { operators, trendMeasures } from "./rule.codes.ts";

export const HealthOperatorEnum = z.enum(operators).enum;
registerEnumType(HealthOperatorEnum, {
  name: "HealthOperator",
  description: "How a value is compared with a limit.",
  valuesConfig: {
    GT: { description: "Above it." },
    GTE: { description: "At it or above." },
    LT: { description: "Below it." },
    LTE: { description: "At it or below." },
  },
});

export const HealthTrendMeasureEnum = z.enum(trendMeasures).enum;
registerEnumType(HealthTrendMeasureEnum, {
  name: "HealthTrendMeasure",
  description: "What of the readings of some time a trend rule compares with its limits.",
  valuesConfig: {
    SLOPE_PER_HOUR: { description: "Of the straight line through them (least squares), by the hour." },
    SLOPE_PER_DAY: { description: "The same by the day." },
    COUNT: { description: "Each reading with the limit: so many of the newest have to be beyond it." },
    CHANGE: { description: "The newest against the window's lowest; a fall: against its highest." },
    CHANGE_PERCENT: { description: "The same in percent of it." },
    BASELINE: {
      description:
        "The newest against the patient's median of 14 days, in deviations (1.4826 × median absolute deviation).",
    },
  },
});

export const HealthRuleChangeEnum = z.enum(ruleChanges).enum;
registerEnumType(HealthRuleChangeEnum, {
  name: "HealthRuleChange",
  description: "What happens to a rule.",
});

import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { measures, operators } from "./monitor.codes.ts";

export const MonitorMeasureEnum = z.enum(measures).enum;
registerEnumType(MonitorMeasureEnum, {
  name: "MonitorMeasure",
  description: "What of a series a rule compares.",
  valuesConfig: {
    VALUE: { description: "Its newest value." },
    CHANGE: { description: "By how much it changed over the rule's window." },
    CHANGE_PERCENT: { description: "The same in percent of what it was." },
  },
});

export const MonitorOperatorEnum = z.enum(operators).enum;
registerEnumType(MonitorOperatorEnum, {
  name: "MonitorOperator",
  description: "How a rule compares.",
  valuesConfig: {
    ABOVE: { description: ">" },
    AT_LEAST: { description: ">=" },
    BELOW: { description: "<" },
    AT_MOST: { description: "<=" },
    EQUAL: { description: "==" },
    ABSENT: { description: "There is no such series; the threshold says nothing." },
  },
});

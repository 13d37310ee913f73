import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { news2Risks } from "./news2.ts";

export const News2RiskEnum = z.enum(news2Risks).enum;
registerEnumType(News2RiskEnum, {
  name: "News2Risk",
  description: "What a NEWS2 means (Royal College of Physicians, 2017). Not a diagnosis.",
  valuesConfig: {
    LOW: { description: "0 to 4 points." },
    LOW_MEDIUM: { description: "Three points in a single parameter." },
    MEDIUM: { description: "5 or 6 points." },
    HIGH: { description: "7 points or more." },
  },
});

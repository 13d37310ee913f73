import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { news2Absences, news2Parameters, news2Risks } from "./news2.ts";

export const News2RiskEnum = z.enum(news2Risks).enum;
registerEnumType(News2RiskEnum, {
  name: "News2Risk",
  description: "Clinical risk by NEWS2 (RCP 2017). Not a diagnosis.",
  valuesConfig: {
    LOW: { description: "0 to 4." },
    LOW_MEDIUM: { description: "Up to 4, with 3 in one parameter: to be looked at at once." },
    MEDIUM: { description: "5 or 6." },
    HIGH: { description: "7 and more." },
  },
});

export const News2ParameterEnum = z.enum(news2Parameters).enum;
registerEnumType(News2ParameterEnum, {
  name: "News2Parameter",
  description: "What NEWS2 is made from.",
});

export const News2AbsenceEnum = z.enum(news2Absences).enum;
registerEnumType(News2AbsenceEnum, {
  name: "News2Absence",
  description: "Why there is no score.",
  valuesConfig: {
    UNDER_16: { description: "The chart is not for children under 16." },
    PREGNANT: { description: "Nor for pregnancy." },
    INCOMPLETE: { description: "Something was never measured, or too long ago." },
  },
});

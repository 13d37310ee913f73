import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { mealContexts, readingFlags, readingSources } from "./vital.codes.ts";

export const MealContextEnum = z.enum(mealContexts).enum;
registerEnumType(MealContextEnum, {
  name: "MealContext",
  description: "When, beside meals, a glucose was measured.",
});

export const ReadingSourceEnum = z.enum(readingSources).enum;
registerEnumType(ReadingSourceEnum, {
  name: "ReadingSource",
  description: "How a reading came.",
  valuesConfig: {
    DEVICE: { description: "Signed by a device." },
    FHIR: { description: "As a FHIR Observation." },
    MANUAL: { description: "Entered by a person or a program through the graph." },
  },
});

export const ReadingFlagEnum = z.enum(readingFlags).enum;
registerEnumType(ReadingFlagEnum, {
  name: "ReadingFlag",
  description: "What is known of a value's quality. None of them hides it.",
  valuesConfig: {
    IMPLAUSIBLE: { description: "Hardly ever seen; not what alerts are raised on alone." },
    LATE: { description: "Came more than an hour after it was measured, or after a newer one." },
    SPIKE: { description: "Far from its neighbours, and back at once." },
    FLAT_LINE: { description: "The same for longer than a living body keeps it." },
    CLOCK_CORRECTED: { description: "The device's clock was wrong, and its time was corrected." },
    MOVEMENT: { description: "The device said that the patient moved." },
  },
});

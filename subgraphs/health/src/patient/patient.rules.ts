import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { allergySeverities } from "./identity/identity.ts";
import { looksLikeResidentId, residentIdFault } from "./identity/residentId.ts";

const day = /^\d{4}-\d{2}-\d{2}$/;
const dayOrLess = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const dayMs = 86_400_000;
const oldest = "1890-01-01";
const faults = {
  DATE: "its day of birth does not exist",
  CHECK_DIGIT: "its check digit does not fit: a digit is wrong",
} as const;

/** What makes up a patient's file, each as people may give it. */
export const patientName = text(1, 60);
export const recordNumber = text(1, 40)
  .refine((given) => /^[\w./-]+$/.test(given), "letters, digits and . / - _ only")
  .refine((given) => !/^P-\d{6,}$/i.test(given), "numbers of the form P-000001 are given by the platform");
export const phone = text(5, 24).refine(
  (given) => /^\+?\d(?:[ -]*\d){4,}$/.test(given),
  "at least 5 digits, with spaces and hyphens between them, and + before a country's code",
);
export const idNumber = text(4, 40).superRefine((given, issues) => {
  const fault = looksLikeResidentId(given) ? residentIdFault(given) : null;
  if (fault) issues.addIssue({ code: "custom", message: faults[fault] });
});
export const address = text(1, 200);
export const contacts = z
  .array(z.object({ name: patientName, relation: text(1, 30).nullish(), phone: phone.nullish() }))
  .max(5, "at most 5 contacts");
export const department = text(1, 50);
export const groups = z
  .array(text(1, 50))
  .max(20, "at most 20 groups")
  .transform((given) => [...new Set(given)]);
export const careTeam = z
  .array(uuid())
  .max(50, "at most 50 people")
  .transform((given) => [...new Set(given.map((id) => id.toLowerCase()))]);
export const heightCm = z.number().min(20, "20 to 260 cm").max(260, "20 to 260 cm");
export const waistCm = z.number().min(20, "20 to 300 cm").max(300, "20 to 300 cm");
export const idempotencyKey = text(1, 255);

/** A day of birth: one that exists, and is over anywhere on earth. */
export const birthDate = z
  .string()
  .refine((given) => day.test(given) && isDay(given), "a day as YYYY-MM-DD")
  .refine((given) => given >= oldest, `from ${oldest} on`)
  .refine((given) => Date.parse(given) < Date.now() + dayMs, "lies in the future");

const since = z
  .string()
  .refine(
    (given) => dayOrLess.test(given) && isDay(`${given}-01-01`.slice(0, 10)),
    "YYYY, YYYY-MM or YYYY-MM-DD",
  );
export const history = z.object({
  conditions: z.array(z.object({ name: text(1, 100), since: since.nullish() })).max(50, "at most 50"),
  allergies: z
    .array(
      z.object({
        substance: text(1, 100),
        reaction: text(1, 200).nullish(),
        severity: z.enum(allergySeverities).nullish(),
      }),
    )
    .max(50, "at most 50"),
  medications: z
    .array(z.object({ name: text(1, 100), dosage: text(1, 100).nullish() }))
    .max(50, "at most 50"),
  notes: z.string().max(4_000, "at most 4000 characters").nullish(),
});

function isDay(given: string): boolean {
  const date = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given);
}

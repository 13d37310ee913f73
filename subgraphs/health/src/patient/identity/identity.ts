import { z } from "zod";

const contact = z.object({ name: z.string(), relation: z.string().nullable(), phone: z.string().nullable() });

/** Who a patient is: what stands sealed in `identity_sealed`. */
export const identityShape = z.object({
  name: z.string(),
  idNumber: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  contacts: z.array(contact),
});
export type Identity = z.infer<typeof identityShape>;

export const allergySeverities = ["MILD", "MODERATE", "SEVERE"] as const;
export type AllergySeverity = (typeof allergySeverities)[number];

/** What is known of a patient's past: what stands sealed in `history_sealed`. */
export const historyShape = z.object({
  /** `since` is a year, month or day: "2019", "2019-04", "2019-04-12". */
  conditions: z.array(z.object({ name: z.string(), since: z.string().nullable() })),
  allergies: z.array(
    z.object({
      substance: z.string(),
      reaction: z.string().nullable(),
      severity: z.enum(allergySeverities).nullable(),
    }),
  ),
  medications: z.array(z.object({ name: z.string(), dosage: z.string().nullable() })),
  notes: z.string().nullable(),
});
export type History = z.infer<typeof historyShape>;

export const noHistory: History = { conditions: [], allergies: [], medications: [], notes: null };

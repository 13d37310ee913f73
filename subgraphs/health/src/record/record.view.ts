import type { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import type { SecretBox } from "@wegraph/kit/secrets";
import { z } from "zod";
import { recordKinds } from "./record.kinds.ts";
import type { PatientRecord } from "./record.model.ts";
import { bodyPlace } from "./timeline.ts";

const body = z.object({
  title: z.string().nullish(),
  text: z.string().nullish(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
});

export type RecordRow = Prisma.HealthRecordGetPayload<object>;

/** A row as clients see it, its body opened. */
export function recordOf(secrets: Pick<SecretBox, "open">, { bodySealed, ...row }: RecordRow): PatientRecord {
  const opened = secrets.open(bodySealed, bodyPlace(row.patientId, row.id));
  const { title, text, facts } = body.parse(JSON.parse(opened));
  return {
    ...row,
    kind: oneOf(recordKinds, row.kind),
    title: title ?? null,
    text: text ?? null,
    facts: Object.entries(facts).flatMap(([name, value]) =>
      value === null ? [] : [{ name, value: String(value) }],
    ),
  };
}

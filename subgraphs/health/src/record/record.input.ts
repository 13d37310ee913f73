import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { WrittenRecordKindEnum } from "./record.enums.ts";
import type { WrittenKind } from "./record.kinds.ts";

const hourMs = 3_600_000;
/** No living person's life began before. */
const oldest = Date.UTC(1890, 0, 1);

@InputType({ description: "A new entry of a patient's timeline." })
export class AddPatientRecordInput {
  static readonly rules = z.object({
    patientId: uuid(),
    kind: z.enum(WrittenRecordKindEnum),
    occurredAt: z
      .date()
      .refine((at) => at.getTime() >= oldest, "too long ago")
      .refine((at) => at.getTime() <= Date.now() + hourMs, "lies in the future")
      .nullish(),
    title: text(1, 120),
    text: z.string().max(8_000, "at most 8000 characters").nullish(),
    idempotencyKey: text(1, 255).nullish(),
  });

  @Field(() => ID)
  patientId: string;

  @Field(() => WrittenRecordKindEnum)
  kind: WrittenKind;

  @Field(() => DateTime, { nullable: true, description: "Now when left out." })
  occurredAt?: Date | null;

  @Field(() => String)
  title: string;

  @Field(() => String, { nullable: true })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The same key with the same input gives the same entry.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "An entry that was made by mistake." })
export class RetractPatientRecordInput {
  static readonly rules = z.object({ recordId: uuid(), reason: text(2, 200) });

  @Field(() => ID)
  recordId: string;

  @Field(() => String, { description: "Kept in the audit log." })
  reason: string;
}

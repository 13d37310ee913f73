import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { text } from "@wegraph/kit/validate";
import { moment } from "../moment.ts";
import { DateTime } from "@wegraph/kit/scalars";
import { Json } from "../scalars.ts";

@ObjectType({ description: "One field that an act changed." })
export class AuditChange {
  @Field(() => String)
  field: string;

  @Field(() => Json, { nullable: true, description: "Absent for secrets." })
  before?: unknown;

  @Field(() => Json, { nullable: true, description: "Absent for secrets." })
  after?: unknown;
}

@ObjectType({ description: "One act, as it stands in the tenant's log for good." })
export class AuditEntry {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: "Its number in the log, without gaps." })
  seq: number;

  @Field(() => DateTime)
  at: Date;

  @Field(() => String, { description: '"user.disabled"' })
  action: string;

  @Field(() => String, { description: "USER, API_KEY, SYSTEM or PROVIDER." })
  actorKind: string;

  @Field(() => String, {
    nullable: true,
    description: "Of a user or key the id; otherwise the name of the part.",
  })
  actorId: string | null;

  @Field(() => String, { nullable: true, description: "The name at that time." })
  actorName: string | null;

  @Field(() => String, { description: '"user", "role", "account"' })
  resourceType: string;

  @Field(() => String, { nullable: true })
  resourceId: string | null;

  @Field(() => [AuditChange])
  changes: AuditChange[];

  @Field(() => String, { nullable: true, description: "Where the act came from." })
  address: string | null;

  @Field(() => String, { description: "The request it was part of; stands in logs and error messages too." })
  correlationId: string;

  @Field(() => String, { description: "SHA-256 of the entry and the hash before it." })
  hash: string;

  @Field(() => String)
  previousHash: string;
}

export const AuditEntryConnection = connectionOf(() => AuditEntry, "AuditEntry");

@ObjectType({ description: "What a check of the log's hash chain found." })
export class AuditVerification {
  @Field(() => Boolean, { description: "Whether nobody has altered, removed or added an entry." })
  ok: boolean;

  @Field(() => Int, { description: "How many entries were checked and found right." })
  checked: number;

  @Field(() => Int, { nullable: true })
  fromSeq: number | null;

  @Field(() => Int, { nullable: true })
  toSeq: number | null;

  @Field(() => Int, { nullable: true, description: "The first entry that does not fit." })
  brokenAtSeq: number | null;

  @Field(() => String, {
    nullable: true,
    description: "ENTRY_ALTERED, ENTRY_MISSING, ENTRY_INSERTED, LINK_BROKEN, END_ALTERED or SEAL_BROKEN.",
  })
  reason: string | null;

  @Field(() => DateTime)
  verifiedAt: Date;
}

@InputType({ description: "Which entries; everything given must hold." })
export class AuditFilter {
  static readonly rules = z.object({
    actorId: text(1, 100).nullish(),
    action: text(1, 100).nullish(),
    resourceType: text(1, 100).nullish(),
    resourceId: text(1, 100).nullish(),
    from: moment.nullish(),
    to: moment.nullish(),
  });

  @Field(() => String, { nullable: true })
  actorId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '"user.disabled", or "user.*" for all that happens to users.',
  })
  action?: string | null;

  @Field(() => String, { nullable: true })
  resourceType?: string | null;

  @Field(() => String, { nullable: true })
  resourceId?: string | null;

  @Field(() => DateTime, { nullable: true })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Not included." })
  to?: Date | null;
}

import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { AccountFilter, accountFilterRules } from "../account/account.input.ts";
import { DateTime } from "@wegraph/kit/scalars";
import { bulkAccountsMax, bulkActions, bulkItemStatuses, bulkStatuses } from "./bulk.rules.ts";
import type { BulkAction, BulkItemStatus, BulkStatus } from "./bulk.rules.ts";

export const BulkActionEnum = z.enum(bulkActions).enum;
registerEnumType(BulkActionEnum, {
  name: "BulkAction",
  description: "What can be ordered for many accounts at once.",
});

export const BulkStatusEnum = z.enum(bulkStatuses).enum;
registerEnumType(BulkStatusEnum, { name: "BulkStatus", description: "How far a bulk operation is." });

export const BulkItemStatusEnum = z.enum(bulkItemStatuses).enum;
registerEnumType(BulkItemStatusEnum, {
  name: "BulkItemStatus",
  description: "What became of one account of a bulk operation.",
  valuesConfig: {
    PENDING: { description: "Not its turn yet." },
    DONE: { description: "Ordered; the account's own state tells how it goes on." },
    REFUSED: { description: "Not possible for this account; the code says why." },
    FAILED: { description: "Something went wrong." },
    CANCELLED: { description: "The operation was cancelled before its turn." },
  },
});

@ObjectType({ description: "One order for many accounts." })
export class BulkOperation {
  @Field(() => ID)
  id: string;

  @Field(() => BulkActionEnum)
  action: BulkAction;

  @Field(() => BulkStatusEnum)
  status: BulkStatus;

  @Field(() => Int, { description: "Accounts in all." })
  total: number;

  @Field(() => Int)
  done: number;

  @Field(() => Int)
  refused: number;

  @Field(() => Int)
  failed: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  createdById: string | null;
}

@ObjectType({ description: "One account of a bulk operation." })
export class BulkItem {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => String, {
    description: "Its name when the operation began; empty if there is no such account.",
  })
  accountName: string;

  @Field(() => BulkItemStatusEnum)
  status: BulkItemStatus;

  @Field(() => String, { nullable: true, description: "Why it was refused, as an error code." })
  code: string | null;

  @Field(() => String, { nullable: true })
  message: string | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;
}

export const BulkOperationConnection = connectionOf(() => BulkOperation, "BulkOperation");
export const BulkItemConnection = connectionOf(() => BulkItem, "BulkItem");

@InputType({ description: "An order for the accounts named, or for all that a filter finds." })
export class StartBulkOperationInput {
  static readonly rules = z
    .object({
      action: z.enum(BulkActionEnum),
      accountIds: z
        .array(uuid())
        .min(1, "at least one account")
        .max(bulkAccountsMax, `at most ${bulkAccountsMax} accounts`)
        .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))])
        .nullish(),
      filter: accountFilterRules.nullish(),
      idempotencyKey: text(1, 255),
    })
    .refine(({ accountIds, filter }) => (accountIds == null) !== (filter == null), {
      path: ["accountIds"],
      message: "Give accountIds or filter, one of them.",
    });

  @Field(() => BulkActionEnum)
  action: BulkAction;

  @Field(() => [ID], { nullable: true, description: `At most ${bulkAccountsMax}.` })
  accountIds?: string[] | null;

  @Field(() => AccountFilter, {
    nullable: true,
    description: `Refused when it finds more than ${bulkAccountsMax}.`,
  })
  filter?: AccountFilter | null;

  @Field(() => String, { description: "The same key with the same input gives the same operation." })
  idempotencyKey: string;
}

@InputType({ description: "The operation to stop." })
export class CancelBulkOperationInput {
  static readonly rules = z.object({ bulkOperationId: uuid() });

  @Field(() => ID)
  bulkOperationId: string;
}

@ObjectType({ description: "The bulk operation as it is now." })
export class BulkOperationPayload {
  @Field(() => BulkOperation)
  bulkOperation: BulkOperation;
}

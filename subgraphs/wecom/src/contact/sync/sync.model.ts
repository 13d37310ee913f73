import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { syncCauses, syncKinds, syncPhases, syncStatuses } from "./sync.rules.ts";
import type { SyncCause, SyncKind, SyncPhase, SyncStatus } from "./sync.rules.ts";

export const ContactSyncKindEnum = z.enum(syncKinds).enum;
registerEnumType(ContactSyncKindEnum, {
  name: "ContactSyncKind",
  description: "How much a sync reads.",
  valuesConfig: {
    FULL: { description: "Every contact and group, with all its details." },
    INCREMENTAL: { description: "The lists, and the details of what they show for the first time." },
  },
});
export const ContactSyncCauseEnum = z.enum(syncCauses).enum;
registerEnumType(ContactSyncCauseEnum, {
  name: "ContactSyncCause",
  description: "Why a sync was begun.",
  valuesConfig: {
    PERSON: { description: "Somebody began it." },
    SCHEDULE: { description: "A day has passed since the last full one." },
    ONLINE: { description: "An account of the corporation came online." },
  },
});
export const ContactSyncStatusEnum = z.enum(syncStatuses).enum;
registerEnumType(ContactSyncStatusEnum, { name: "ContactSyncStatus", description: "How a sync stands." });
export const ContactSyncPhaseEnum = z.enum(syncPhases).enum;
registerEnumType(ContactSyncPhaseEnum, { name: "ContactSyncPhase", description: "What a sync is reading." });

@ObjectType({ description: "Why something could not be read, and what to do." })
export class ContactSyncProblem {
  @Field(() => String, { description: "WECOM_ and WeCom's errcode, or a reason of the platform's." })
  code: string;

  @Field(() => String, { nullable: true, description: "In plain words, in English." })
  meaning: string | null;

  @Field(() => String, { nullable: true, description: "What to do, in English." })
  action: string | null;

  @Field(() => String, { nullable: true, description: "The same in Chinese." })
  meaningZh: string | null;

  @Field(() => String, { nullable: true })
  actionZh: string | null;
}

@ObjectType({ description: "One thing that a sync could not read." })
export class ContactSyncFailure {
  @Field(() => String, {
    description: "DEPARTMENT, MEMBER, CONTACT, GROUP; DEPARTMENTS or GROUPS for all of them.",
  })
  kind: string;

  @Field(() => String, { description: "WeCom's id; empty for all of them." })
  id: string;

  @Field(() => ContactSyncProblem)
  problem: ContactSyncProblem;
}

@ObjectType({ description: "One reading of a corporation's contacts and groups." })
export class ContactSyncRun {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => ContactSyncKindEnum)
  kind: SyncKind;

  @Field(() => ContactSyncCauseEnum)
  cause: SyncCause;

  @Field(() => ContactSyncStatusEnum)
  status: SyncStatus;

  @Field(() => ContactSyncPhaseEnum)
  phase: SyncPhase;

  @Field(() => Int, { description: "Employees who have contacts; 0 until that is known." })
  membersTotal: number;

  @Field(() => Int, { description: "Employees whose contacts are read." })
  membersDone: number;

  @Field(() => Int, { description: "Pairs of employee and contact that WeCom gave." })
  contactsRead: number;

  @Field(() => Int)
  contactsNew: number;

  @Field(() => Int)
  contactsChanged: number;

  @Field(() => Int)
  contactsRemoved: number;

  @Field(() => Int)
  groupsTotal: number;

  @Field(() => Int)
  groupsDone: number;

  @Field(() => Int)
  groupsNew: number;

  @Field(() => Int)
  groupsChanged: number;

  @Field(() => Int)
  groupsRemoved: number;

  @Field(() => Int, { description: "Things that could not be read; the others were." })
  failed: number;

  @Field(() => [ContactSyncFailure], { description: "The first of them." })
  failures: ContactSyncFailure[];

  @Field(() => Int, { description: "Calls made to WeCom." })
  calls: number;

  @Field(() => ContactSyncProblem, { nullable: true, description: "Why it waits, or has failed." })
  problem: ContactSyncProblem | null;

  @Field(() => DateTime, { nullable: true, description: "When it goes on, where it waits." })
  waitingUntil: Date | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  createdById: string | null;
}

export const ContactSyncRunConnection = connectionOf(() => ContactSyncRun, "ContactSyncRun");

@InputType({ description: "Which corporation to read, and how much of it." })
export class StartContactSyncInput {
  static readonly rules = z.object({
    corpId: uuid(),
    kind: z.enum(ContactSyncKindEnum).nullish(),
    idempotencyKey: text(1, 255).nullish(),
  });

  @Field(() => ID, { description: "Id of the corporation here, not at WeCom." })
  corpId: string;

  @Field(() => ContactSyncKindEnum, { nullable: true, description: "FULL unless said otherwise." })
  kind?: SyncKind | null;

  @Field(() => String, {
    nullable: true,
    description: "The same key with the same input gives the same run.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "The run to end." })
export class CancelContactSyncInput {
  static readonly rules = z.object({ runId: uuid() });

  @Field(() => ID)
  runId: string;
}

@ObjectType({ description: "The run as it is now." })
export class ContactSyncRunPayload {
  @Field(() => ContactSyncRun)
  run: ContactSyncRun;
}

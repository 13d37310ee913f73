import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import type { HealthPartName } from "../health/health.rules.ts";
import { AccountConnectorEnum, AccountStatusEnum, HealthPartNameEnum } from "./account.enums.ts";
import type { AccountConnector, AccountStatus } from "./account.machine.ts";

@ObjectType({ description: "One part of a health score." })
export class AccountHealthPart {
  @Field(() => HealthPartNameEnum)
  name: HealthPartName;

  @Field(() => Float, { description: "How much the part counts, relative to the other known parts." })
  weight: number;

  @Field(() => Float, { description: "0 (worst) to 1 (best)." })
  value: number;

  @Field(() => Float, {
    description: "What the part adds to the score; the points of all parts add up to it.",
  })
  points: number;

  @Field(() => Boolean, {
    description: "False while there are no data; the part is then left out of the score.",
  })
  known: boolean;

  @Field(() => String, { description: "The measurement in words: `ONLINE 96.2 % of the last 24 h`." })
  detail: string;
}

@ObjectType({ description: "How well an account does, and why." })
export class AccountHealth {
  @Field(() => Int, { description: "0 to 100: the weighted mean of the known parts." })
  score: number;

  @Field(() => [AccountHealthPart])
  parts: AccountHealthPart[];

  @Field(() => DateTime)
  computedAt: Date;
}

@ObjectType({ description: "A log-in under way. Who sees the code can become the account." })
export class AccountLogin {
  @Field(() => String, {
    description: "The QR code as a PNG data URL; empty when there is none to scan any more.",
  })
  qrImage: string;

  @Field(() => String, { description: "What the QR code says when scanned." })
  qrContent: string;

  @Field(() => String, { description: "Changes with each new QR code." })
  token: string;

  @Field(() => DateTime, { description: "When the code, or the step after it, expires." })
  expiresAt: Date;

  @Field(() => Boolean, { description: "A new device: a verification code is awaited." })
  verificationRequired: boolean;

  @Field(() => Int, { nullable: true, description: "Verification codes that may still be tried." })
  verificationAttemptsLeft: number | null;

  @Field(() => String, { nullable: true, description: "Who scanned the code." })
  scannedBy: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A WeCom account: a member's client session, driven by the platform." })
export class Account {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => AccountConnectorEnum)
  connector: AccountConnector;

  @Field(() => AccountStatusEnum)
  status: AccountStatus;

  @Field(() => String, {
    nullable: true,
    description: "Why it is in this state, as a code: `qr_expired`, `kicked`, `heartbeat_missed`.",
  })
  statusReason: string | null;

  @Field(() => DateTime)
  statusSince: Date;

  @Field(() => Int, { description: "Grows with every change; give it back to change only what you saw." })
  version: number;

  @Field(() => Int, { description: "0 to 100." })
  healthScore: number;

  @Field(() => AccountHealth)
  health: AccountHealth;

  @Field(() => String, { nullable: true, description: "The team or purpose it is grouped under." })
  group: string | null;

  @Field(() => [String])
  tags: string[];

  @Field(() => String, {
    nullable: true,
    description: "The department it belongs to; rights in the scope DEPARTMENT go by it.",
  })
  department: string | null;

  @Field(() => String, { nullable: true, description: "The member's user id at WeCom, once logged in." })
  wecomUserId: string | null;

  @Field(() => String, { nullable: true, description: "The member's name at WeCom, once logged in." })
  wecomName: string | null;

  @Field(() => String, { nullable: true })
  avatarUrl: string | null;

  @Field(() => String, { nullable: true, description: "What the session runs on." })
  device: string | null;

  @Field(() => DateTime, { nullable: true })
  lastHeartbeatAt: Date | null;

  @Field(() => Int, { nullable: true, description: "Round trip of the last heartbeat." })
  heartbeatLatencyMs: number | null;

  @Field(() => Int, { description: "Attempts to recover in the present outage." })
  recoveryAttempts: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the next attempt is due; null when none is planned.",
  })
  nextRecoveryAt: Date | null;

  @Field(() => Boolean, { description: "Whether the platform recovers it by itself." })
  autoRecover: boolean;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  @Field(() => [ID], { description: "Ids of the users who work with it, whether you may see them or not." })
  boundUserIds: string[];

  // What field resolvers need, and clients reach through entities.
  tenantId: string;
  corpId: string;
  ownerUserId: string | null;
}

@ObjectType({ description: "Accounts in one state." })
export class AccountStatusCount {
  @Field(() => AccountStatusEnum)
  status: AccountStatus;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "All accounts of a filter at a glance." })
export class AccountSummary {
  @Field(() => Int)
  total: number;

  @Field(() => [AccountStatusCount], {
    description: "Every state, in the order of an account's life; also those with none.",
  })
  byStatus: AccountStatusCount[];

  @Field(() => Float, { nullable: true, description: "Null when there are no accounts." })
  averageHealth: number | null;

  @Field(() => Float, { description: "Share of the accounts that are ONLINE, 0 to 1." })
  onlineRatio: number;

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "How many accounts were online at a moment." })
export class OnlineTrendPoint {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Int)
  online: number;

  @Field(() => Int)
  total: number;
}

export const AccountConnection = connectionOf(() => Account, "Account");

@ObjectType({ description: "The account after a change." })
export class AccountPayload {
  @Field(() => Account)
  account: Account;
}

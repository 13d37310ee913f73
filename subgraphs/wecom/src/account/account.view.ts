import type { Prisma } from "@wegraph/db-wecom/client";
import type { AccountStatusChange } from "../history/history.model.ts";
import type { ActorKind } from "../shared.model.ts";
import type { AccountConnector } from "./account.enums.ts";
import type { AccountStatus } from "./account.machine.ts";
import type { Account, AccountHealthPart } from "./account.model.ts";

/** What a list reads of an account's drive. */
export const accountInclude = {
  drive: { select: { lastHeartbeatAt: true, heartbeatLatencyMs: true } },
} as const satisfies Prisma.AccountInclude;

export type AccountRow = Prisma.AccountGetPayload<{ include: typeof accountInclude }>;

/** A row as clients see it. */
export function viewOf(row: AccountRow): Account {
  return {
    ...row,
    connector: row.connector as AccountConnector,
    status: row.status as AccountStatus,
    group: row.groupName,
    health: {
      score: row.healthScore,
      parts: row.healthParts as unknown as AccountHealthPart[],
      computedAt: row.healthComputedAt,
    },
    lastHeartbeatAt: row.drive?.lastHeartbeatAt ?? null,
    heartbeatLatencyMs: row.drive?.heartbeatLatencyMs ?? null,
  };
}

type ChangeRow = Prisma.AccountStatusChangeGetPayload<object>;

export function changeViewOf(row: ChangeRow): AccountStatusChange {
  return {
    ...row,
    from: row.fromStatus as AccountStatus | null,
    to: row.toStatus as AccountStatus,
    actorKind: row.actorKind as ActorKind,
  };
}

import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { z } from "zod";
import { healthPartNames } from "../health/health.rules.ts";
import type { AccountStatusChange } from "../history/history.model.ts";
import { actorKinds } from "../shared.model.ts";
import { accountConnectors, accountStatuses } from "./account.machine.ts";
import type { Account } from "./account.model.ts";

const healthParts = z.array(
  z.object({
    name: z.enum(healthPartNames),
    weight: z.number(),
    value: z.number(),
    points: z.number(),
    known: z.boolean(),
    detail: z.string(),
  }),
);

/** What a list reads of an account's drive. */
export const accountInclude = {
  drive: { select: { lastHeartbeatAt: true, heartbeatLatencyMs: true } },
} as const satisfies Prisma.AccountInclude;

export type AccountRow = Prisma.AccountGetPayload<{ include: typeof accountInclude }>;

/** A row as clients see it. */
export function viewOf(row: AccountRow): Account {
  return {
    ...row,
    connector: oneOf(accountConnectors, row.connector),
    status: oneOf(accountStatuses, row.status),
    group: row.groupName,
    health: {
      score: row.healthScore,
      parts: healthParts.parse(row.healthParts),
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
    from: row.fromStatus === null ? null : oneOf(accountStatuses, row.fromStatus),
    to: oneOf(accountStatuses, row.toStatus),
    actorKind: oneOf(actorKinds, row.actorKind),
  };
}

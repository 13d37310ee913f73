import { v7 } from "uuid";
import { announce } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Prisma } from "@wegraph/db-core/client";
import type { Tx } from "../database.ts";
import { beyondLimit, sessionLifetimeMs, sessionsMaxDefault } from "./refresh.rules.ts";
import { sessionEnded } from "./session.events.ts";
import { userAgentMax } from "./session.rules.ts";
import type { SessionEndReason } from "./session.rules.ts";

export interface NewSession {
  user: { id: string; sessionsMax: number | null };
  tenantId: string;
  address: string | null;
  userAgent: string | null | undefined;
  now: Date;
}

export interface OpenedSession {
  id: string;
  generation: number;
  expiresAt: Date;
}

/** Makes a session within the user's limit: the oldest ones make room. */
export async function openSession(tx: Tx, origin: Origin, wanted: NewSession): Promise<OpenedSession> {
  const { user, tenantId, now } = wanted;
  // Sign-ins of one user take turns, or two of them could both find room for one.
  await tx.$executeRaw`SELECT 1 FROM saas_users WHERE id = ${user.id}::uuid FOR UPDATE`;
  const live = await tx.session.findMany({
    where: { userId: user.id, endedAt: null, expiresAt: { gt: now } },
    select: { id: true, createdAt: true },
  });
  const surplus = beyondLimit(live, user.sessionsMax ?? sessionsMaxDefault);
  if (surplus.length > 0)
    await endSessions(tx, origin, { id: { in: surplus.map(({ id }) => id) } }, "LIMIT", now);
  return tx.session.create({
    data: {
      id: v7(),
      userId: user.id,
      tenantIds: [tenantId],
      lastTenantId: tenantId,
      address: wanted.address ?? "",
      userAgent: (wanted.userAgent ?? "").slice(0, userAgentMax),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLifetimeMs),
    },
    select: { id: true, generation: true, expiresAt: true },
  });
}

/**
 * Ends the live sessions of `where` and tells everyone who keeps streams open for them. Returns the ids. The row
 * locks taken here make a refresh that runs at the same moment either come first or find the session over.
 */
export async function endSessions(
  tx: Tx,
  origin: Origin,
  where: Prisma.SessionWhereInput,
  reason: SessionEndReason,
  now: Date,
): Promise<string[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { AND: [where, { endedAt: null, expiresAt: { gt: now } }] },
    data: { endedAt: now, endReason: reason },
    select: { id: true, userId: true },
  });
  for (const { id, userId } of ended)
    await announce(tx, origin, sessionEnded, { sessionId: id, userId, reason });
  return ended.map(({ id }) => id);
}

import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import { placesOf } from "../../message/message.id.ts";
import { domain, patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import type { CallbackQueue } from "../callback.queue.ts";
import type { CallbackFilter } from "./callback.model.ts";
import { conditionOf } from "./callback.reader.ts";
import type { CallbackReach } from "./callback.reach.ts";
import { replayMax } from "./replay.input.ts";

interface Chosen {
  id: string;
  receivedAt: Date;
  corpId: string;
  status: string;
}

export interface ReplayCounts {
  replayed: number;
  hasMore: boolean;
}

/**
 * Sends callbacks through their handlers once more: after a mistake was mended, or a handler was added. Handlers are
 * idempotent and let older news pass, so a replay repairs and never sets back.
 */
export class CallbackReplay {
  constructor(
    private readonly parts: {
      db: WecomDatabase;
      reach: CallbackReach;
      queue: CallbackQueue;
      clock: () => Date;
    },
  ) {}

  /**
   * @throws AppError NOT_FOUND; FORBIDDEN; INVALID_TRANSITION (CALLBACK_WAITING) for one that its handlers have not
   * been asked about yet, or are to be asked about again anyhow.
   */
  async one(context: RequestContext, id: string, key: string | null | undefined): Promise<void> {
    const { principal } = context;
    const { db, reach } = this.parts;
    const isSeen = await reach.accountTest(principal, "callback:read");
    const isMine = await reach.accountTest(principal, "callback:replay");
    await db.tenant.$transaction(
      (tx) =>
        once(tx, requestOf(context, key, { id }), async () => {
          const { ids, createdAts } = placesOf([id]);
          const row = await tx.callbackLog.findFirst({
            where: { id: { in: ids }, receivedAt: { in: createdAts } },
            select: { id: true, receivedAt: true, corpId: true, status: true, accountId: true },
          });
          if (!row || !isSeen(row.accountId)) throw notFound("callback", id);
          if (!isMine(row.accountId)) throw refusal(principal, ["callback:replay"]);
          if ((await this.again(tx, context, [row])) === 0)
            throw new AppError(
              "INVALID_TRANSITION",
              "CALLBACK_WAITING",
              "This callback waits for its handlers already.",
              {
                id,
              },
            );
          return id;
        }),
      patient,
    );
  }

  /** Those of the callbacks named that are the caller's to replay and do not wait already. */
  async named(
    context: RequestContext,
    given: readonly string[],
    key: string | null | undefined,
  ): Promise<ReplayCounts> {
    const { ids, createdAts } = placesOf(given);
    const mine = await this.parts.reach.condition(context.principal, "callback:replay");
    return this.many(context, key, { ids: given }, (tx) =>
      tx.callbackLog.findMany({
        where: { AND: [mine, { id: { in: ids }, receivedAt: { in: createdAts } }] },
        select: chosen,
      }),
    );
  }

  /** The oldest failed ones of those a filter chooses. */
  async failed(
    context: RequestContext,
    filter: CallbackFilter,
    key: string | null | undefined,
  ): Promise<ReplayCounts> {
    const mine = await this.parts.reach.condition(context.principal, "callback:replay");
    return this.many(context, key, filter, (tx) =>
      tx.callbackLog.findMany({
        where: { AND: [mine, conditionOf(filter), { status: "FAILED" }] },
        orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
        take: replayMax + 1,
        select: chosen,
      }),
    );
  }

  private many(
    context: RequestContext,
    key: string | null | undefined,
    input: unknown,
    choose: (tx: Tx) => PromiseLike<Chosen[]>,
  ): Promise<ReplayCounts> {
    return this.parts.db.tenant.$transaction(
      (tx) =>
        once(tx, requestOf(context, key, input), async () => {
          const rows = await choose(tx);
          const replayed = await this.again(tx, context, rows.slice(0, replayMax));
          return { replayed, hasMore: rows.length > replayMax };
        }),
      patient,
    );
  }

  /** Returns how many of them did not wait already. */
  private async again(tx: Tx, context: RequestContext, rows: readonly Chosen[]): Promise<number> {
    const over = rows.filter(({ status }) => status !== "RECEIVED");
    if (over.length === 0) return 0;
    const { tenantId } = context.principal;
    const { count } = await tx.callbackLog.updateMany({
      where: {
        id: { in: over.map(({ id }) => id) },
        receivedAt: { in: over.map(({ receivedAt }) => receivedAt) },
        status: { not: "RECEIVED" },
      },
      data: {
        status: "RECEIVED",
        reason: null,
        attempts: 0,
        handlers: [],
        handledAt: null,
        dueAt: this.parts.clock(),
      },
    });
    const corpIds = [...new Set(over.map(({ corpId }) => corpId))];
    await this.parts.queue.enqueue(
      tx,
      tenantId,
      corpIds.map((corpId) => ({ tenantId, corpId })),
    );
    for (const { id } of over.length === 1 ? over : [])
      await audit(tx, domain, originOf(context), {
        action: "callback.replayed",
        resourceType: "callback",
        resourceId: id,
      });
    if (over.length > 1)
      await audit(tx, domain, originOf(context), {
        action: "callback.replayed",
        resourceType: "callback",
        resourceId: null,
        changes: [{ field: "count", after: count }],
      });
    return count;
  }
}

const chosen = { id: true, receivedAt: true, corpId: true, status: true } as const;

function requestOf({ principal }: RequestContext, key: string | null | undefined, input: unknown) {
  return { tenantId: principal.tenantId, scope: "callback.replay", key, input };
}

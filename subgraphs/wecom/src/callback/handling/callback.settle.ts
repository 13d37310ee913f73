import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { inChunks } from "../../bulk/bulk.rules.ts";
import { groupedBy } from "../../message/sending/settled.ts";
import { patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { callbackChangesMax, callbacksChanged } from "../callback.events.ts";
import type { CallbackStatus } from "../callback.kinds.ts";
import { countCallbacks } from "../callback.stats.ts";
import type { Counted } from "../callback.stats.ts";
import type { CallbackOutcome } from "./callback.outcome.ts";
import type { WaitingCallback } from "./callback.waiting.ts";

const purpose = "callback-worker";

export interface SettledCallback {
  callback: WaitingCallback;
  outcome: CallbackOutcome;
}

const countedAs: Readonly<Record<CallbackStatus, Counted["what"] | null>> = {
  RECEIVED: null,
  HANDLED: "handled",
  IGNORED: "ignored",
  LATE: "late",
  FAILED: "failed",
};

/** Writes what became of callbacks, with the sums and the event that follow, in one transaction. */
export class CallbackSettling {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  async write(settled: readonly SettledCallback[]): Promise<void> {
    if (settled.length === 0) return;
    const now = this.clock();
    await this.db.system(purpose).$transaction(async (tx) => {
      const written = await update(tx, settled, now);
      const told = settled.filter(({ callback }) => written.has(callback.id));
      await countCallbacks(tx, told.flatMap(countOf), now);
      for (const [tenantId, rows] of groupedBy(told, ({ callback }) => callback.tenantId))
        for (const chunk of inChunks(rows.map(changeOf), callbackChangesMax))
          await announce(tx, systemOrigin("callback-worker", tenantId), callbacksChanged, { changes: chunk });
    }, patient);
  }
}

/** Only what is still as it was when it was read: whoever's turn had ended changes nothing. */
async function update(tx: Tx, settled: readonly SettledCallback[], now: Date): Promise<Set<string>> {
  const column = <T>(read: (each: SettledCallback) => T) => settled.map(read);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE wework_callback_logs l SET status = n.status, reason = n.reason, attempts = l.attempts + 1,
      handlers = string_to_array(n.handlers, ','), due_at = now() + n.after_ms * interval '1 millisecond',
      handled_at = CASE WHEN n.after_ms IS NULL THEN ${now}::timestamptz END
    FROM unnest(${column(({ callback }) => callback.id)}::uuid[],
      ${column(({ callback }) => callback.receivedAt.toISOString())}::timestamptz[], ${column(({ callback }) => callback.attempts)}::int[],
      ${column(({ outcome }) => outcome.status)}::text[], ${column(({ outcome }) => outcome.reason)}::text[],
      ${column(({ outcome }) => outcome.handlers.join(","))}::text[], ${column(({ outcome }) => outcome.retryAfterMs)}::float8[])
      AS n (id, received_at, attempts, status, reason, handlers, after_ms)
    WHERE l.id = n.id AND l.received_at = n.received_at AND l.status = 'RECEIVED' AND l.attempts = n.attempts
    RETURNING l.id`;
  return new Set(rows.map(({ id }) => id));
}

function countOf({ callback: { tenantId, accountId, kind }, outcome }: SettledCallback): Counted[] {
  const what = countedAs[outcome.status];
  return what === null ? [] : [{ tenantId, accountId, kind, what }];
}

function changeOf({ callback, outcome: { status, reason } }: SettledCallback) {
  const { id: callbackId, accountId, corpId, kind, name, receivedAt } = callback;
  return { callbackId, accountId, corpId, kind, name, status, reason, receivedAt: receivedAt.toISOString() };
}

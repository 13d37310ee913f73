import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { natsSubject } from "@wegraph/kit/events";

export const statusQuery =
  "subscription($accountIds: [ID!]) { accountStatusChanged(accountIds: $accountIds) { id version reason } }";

/** What `statusQuery` answers about one event: `reason` names the account, whose versions count up from 1. */
export interface StatusEvent {
  id: string;
  version: number;
  reason: string;
}

/** Puts transitions of made-up accounts into the event stream, as the relay does with those of real ones. */
export async function statusEvents(natsUrl: string, tenantId: string, accounts = 20) {
  const connection = await connect({ servers: natsUrl });
  const js = jetstream(connection);
  const subject = "wecom.account.status-changed.v1";
  const accountIds = Array.from({ length: accounts }, () => randomUUID());
  const sent: StatusEvent[] = [];

  const publish = async () => {
    const version = Math.floor(sent.length / accounts) + 1;
    const accountId = accountIds[sent.length % accounts] ?? "";
    const id = randomUUID();
    sent.push({ id, version, reason: accountId });
    const payload = {
      changeId: id,
      accountId,
      from: "ONLINE",
      to: "ONLINE",
      event: "test",
      reason: accountId,
      version,
    };
    const event = {
      id,
      subject,
      tenantId,
      at: new Date().toISOString(),
      correlationId: id,
      actor: { kind: "SYSTEM", id: "test", name: "test", address: null },
      payload: { ...payload, group: null, ownerUserId: null, boundUserIds: [], department: null },
    };
    await js.publish(natsSubject(tenantId, subject), JSON.stringify(event), { msgID: id, timeout: 30_000 });
  };

  return {
    /** Every event so far, in order. */
    sent,
    accountIds,
    publish,
    /** Publishes at this rate until the returned function is called, which resolves when the last is stored. */
    publishing(perSecond: number): () => Promise<void> {
      const stopped = new AbortController();
      const done = (async () => {
        for (let due = performance.now(); !stopped.signal.aborted; due += 1_000 / perSecond) {
          await publish();
          const ms = due - performance.now();
          if (ms > 0) await sleep(ms);
        }
      })();
      return () => {
        stopped.abort();
        return done;
      };
    },
    close: () => connection.close(),
  };
}

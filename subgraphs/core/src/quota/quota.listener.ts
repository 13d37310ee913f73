import { z } from "zod";
import type { Bus } from "@wegraph/kit/bus";
import { defineEvent } from "@wegraph/kit/events";
import type { DomainEvent } from "@wegraph/kit/events";
import { firstDelivery } from "@wegraph/kit/outbox";
import { quotaDimensions } from "@wegraph/kit/quota";
import type { CoreDatabase } from "../database.ts";
import type { QuotaLedger } from "./quota.ledger.ts";
import { purpose } from "./quota.purpose.ts";

/** A domain tells that it did not use what it had taken, or has it no more: so much more, or all of it. */
const released = z.object({
  dimension: z.enum(quotaDimensions),
  key: z.string(),
  amount: z.number().int().positive().nullable(),
});

/** An account is a piece of its stock under its id. */
const accountDeleted = z.object({ accountId: z.string() });

const consumer = "quota-releases";
const concurrency = 8;

/** Gives back what domains release; once for each event, however often it comes. */
export class QuotaReleases {
  constructor(
    private readonly db: CoreDatabase,
    private readonly ledger: QuotaLedger,
  ) {}

  async listen(bus: Bus): Promise<{ stop(): Promise<void> }> {
    const listeners = [
      await bus.listen({
        durable: "core-quota-releases",
        filter: "evt.*.*.quota.released.v1",
        event: defineEvent("core.quota.released.v1", released),
        concurrency,
        handle: (event) => this.take(event),
      }),
      await bus.listen({
        durable: "core-quota-accounts",
        filter: "evt.*.wecom.account.deleted.v1",
        event: defineEvent("wecom.account.deleted.v1", accountDeleted),
        concurrency,
        handle: ({ payload, ...event }) =>
          this.take({ ...event, payload: { dimension: "ACCOUNTS", key: payload.accountId, amount: null } }),
      }),
    ];
    return { stop: async () => void (await Promise.all(listeners.map((listener) => listener.stop()))) };
  }

  async take({ id, tenantId, payload }: DomainEvent<z.infer<typeof released>>): Promise<void> {
    const { dimension, key, amount } = payload;
    await this.db.system(purpose).$transaction(async (tx) => {
      if (!(await firstDelivery(tx, consumer, id))) return;
      await this.ledger.giveBackIn(tx, { tenantId, dimension, key }, amount ?? undefined);
    });
  }
}

import { inTenant } from "@wegraph/database/scope";
import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { MessageTimings } from "../message.timings.ts";
import { patient } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { MessageReassign } from "./message.reassign.ts";

const purpose = "message-rerouting";
const accountsMax = 100;

interface Stuck {
  id: string;
  tenantId: string;
}

interface ReroutingParts {
  db: WecomDatabase;
  reassign: MessageReassign;
  timings: Pick<MessageTimings, "rerouteAfterMs">;
  log: Logger;
}

/**
 * Looks for accounts that have not been online for a while with messages waiting that routing had given to them, and has
 * these given to others of the corporation. What somebody named the account for waits for it, and fails in the end
 * with the reason. Any number of processes may look: whoever has locked a message moves it.
 */
export class MessageRerouter {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ReroutingParts) {}

  start(): void {
    const { log, timings } = this.parts;
    const tick = (): void => {
      this.running = this.sweep()
        .then(
          (moved) => void (moved > 0 && log.info({ moved }, "messages given to other accounts")),
          (err: unknown) => log.warn({ err }, "waiting messages not rerouted"),
        )
        .then(() => {
          if (this.timer) this.timer = setTimeout(tick, timings.rerouteAfterMs / 2);
        });
    };
    this.timer = setTimeout(tick, timings.rerouteAfterMs / 2);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** Returns how many messages have another account now. */
  async sweep(): Promise<number> {
    let moved = 0;
    for (const account of await this.stuck()) moved += await this.move(account);
    return moved;
  }

  /** An outage counts from its beginning, however often it was tried to end it. */
  private stuck(): Promise<Stuck[]> {
    const { db, timings } = this.parts;
    return db.system(purpose).$queryRaw<Stuck[]>`
      SELECT a.id, a.tenant_id AS "tenantId" FROM wework_accounts a
      WHERE a.status <> 'ONLINE' AND a.deleted_at IS NULL
        AND coalesce(a.recovery_since, a.status_since) < now() - ${timings.rerouteAfterMs}::float8 * interval '1 millisecond'
        AND EXISTS (SELECT FROM wegraph_account_apps p WHERE p.account_id = a.id)
        AND EXISTS (
          SELECT FROM wework_message_records m
          WHERE m.account_id = a.id AND m.status IN ('PENDING', 'QUEUED') AND m.is_routed)
      LIMIT ${accountsMax}::int`;
  }

  private move({ id, tenantId }: Stuck): Promise<number> {
    const { db, reassign } = this.parts;
    return inTenant(tenantId, () =>
      db.tenant.$transaction(
        (tx) => reassign.reassign(tx, id, systemOrigin("message-router", tenantId)),
        patient,
      ),
    );
  }
}

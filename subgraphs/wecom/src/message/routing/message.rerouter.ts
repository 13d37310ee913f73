import { inTenant } from "@wegraph/database/scope";
import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import { Repeating } from "@wegraph/kit/repeating";
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
  private readonly looking: Repeating<number>;

  constructor(private readonly parts: ReroutingParts) {
    const everyMs = parts.timings.rerouteAfterMs / 2;
    this.looking = new Repeating({
      work: () => this.sweep(),
      everyMs,
      firstAfterMs: everyMs,
      complaint: "waiting messages not rerouted",
      log: parts.log,
    });
  }

  start(): void {
    this.looking.start();
  }

  stop(): Promise<void> {
    return this.looking.stop();
  }

  /** Returns how many messages have another account now. */
  async sweep(): Promise<number> {
    let moved = 0;
    for (const account of await this.stuck()) moved += await this.move(account);
    if (moved > 0) this.parts.log.info({ moved }, "messages given to other accounts");
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

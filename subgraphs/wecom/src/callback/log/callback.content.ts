import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import { placesOf } from "../../message/message.id.ts";
import { domain } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { CallbackVault } from "../callback.vault.ts";
import type { CallbackContent } from "./callback.model.ts";
import type { CallbackReach } from "./callback.reach.ts";

/** Opens callbacks for people, and records who read which. */
export class CallbackContents {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: CallbackReach,
    private readonly vault: CallbackVault,
  ) {}

  /** @throws AppError NOT_FOUND for a callback the caller may not see, FORBIDDEN for one that is not theirs to read. */
  async read(context: RequestContext, id: string): Promise<CallbackContent> {
    const { principal } = context;
    const { ids, createdAts } = placesOf([id]);
    const isSeen = await this.reach.accountTest(principal, "callback:read");
    const isRead = await this.reach.accountTest(principal, "callback:reveal");
    return this.db.tenant.$transaction(async (tx) => {
      const row = await tx.callbackLog.findFirst({
        where: { id: { in: ids }, receivedAt: { in: createdAts } },
        select: { id: true, accountId: true, bodySealed: true },
      });
      if (!row || !isSeen(row.accountId)) throw notFound("callback", id);
      if (!isRead(row.accountId)) throw refusal(principal, ["callback:reveal"]);
      const opened = this.vault.open(row.id, row.bodySealed);
      await audit(tx, domain, originOf(context), {
        action: "callback.content-read",
        resourceType: "callback",
        resourceId: id,
      });
      return { callbackId: row.id, fields: opened?.fields ?? null };
    });
  }
}

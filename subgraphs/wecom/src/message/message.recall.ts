import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { callLimits } from "../serverApi/providerLimits.ts";
import { domain } from "../wecom.database.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { MessageReach } from "./message.reach.ts";
import type { SendingAccounts } from "./routing/senders.ts";
import type { MessageSender } from "./sending/sender.ts";

const sent: readonly string[] = ["SENT", "DELIVERED", "READ"];

/** Takes messages back that WeCom has, as long as it allows that (24 h, WeCom path/94867). */
export class MessageRecall {
  constructor(
    private readonly options: {
      db: WecomDatabase;
      reach: MessageReach;
      accounts: SendingAccounts;
      sender: MessageSender;
      clock: () => Date;
    },
  ) {}

  /** Recalled twice is recalled once. Whether the recipient has read it before does not matter to WeCom. */
  async recall(context: RequestContext, id: string): Promise<void> {
    const { db, reach, accounts, sender, clock } = this.options;
    const message = await reach.demand(context, id, "message:send");
    if (message.recalledAt) return;
    const { sentAt, wecomMessageId, accountId, createdAt } = message;
    if (!sent.includes(message.status) || !sentAt || !wecomMessageId)
      throw new AppError(
        "INVALID_TRANSITION",
        "MESSAGE_NOT_RECALLABLE",
        "Only a sent message can be recalled.",
        { id },
      );
    if (clock().getTime() > sentAt.getTime() + callLimits.recallWithinSeconds * 1_000)
      throw new AppError("CONFLICT", "MESSAGE_TOO_OLD", "WeCom recalls messages within 24 hours only.", {
        id,
      });
    const app = (await accounts.find([accountId])).get(accountId)?.app;
    if (!app)
      throw new AppError("CONFLICT", "ACCOUNT_CANNOT_SEND", "Its account has no application any more.", {
        id,
      });
    const outcome = await sender.recall(app, wecomMessageId);
    if (outcome.kind === "UNKNOWN")
      throw new AppError("UPSTREAM_FAILED", "RECALL_UNCERTAIN", "WeCom did not answer; recall it again.", {
        id,
      });
    if (outcome.kind === "REFUSED")
      throw new AppError("UPSTREAM_FAILED", "RECALL_REFUSED", "WeCom refused to recall it.", {
        id,
        code: outcome.code,
      });
    await db.tenant.$transaction(async (tx) => {
      await tx.message.updateMany({
        where: { id, createdAt, recalledAt: null },
        data: { recalledAt: clock() },
      });
      await audit(tx, domain, originOf(context), {
        action: "message.recalled",
        resourceType: "message",
        resourceId: id,
      });
    });
  }
}

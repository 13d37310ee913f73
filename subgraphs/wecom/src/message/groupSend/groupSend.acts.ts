import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { ServerApis } from "../../serverApi/serverApis.ts";
import { domain } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { MessageReach } from "../message.reach.ts";
import type { SendingAccounts } from "../routing/senders.ts";
import type { GroupSendRow } from "./groupSend.store.ts";

interface Options {
  db: WecomDatabase;
  reach: MessageReach;
  accounts: SendingAccounts;
  apis: ServerApis;
  clock: () => Date;
}

/** Employees are people: they are reminded once in so long. */
const remindEveryMs = 60 * 60_000;
const over: readonly string[] = ["DONE", "FAILED", "CANCELLED"];

/** What people do about group sends: remind those who are to confirm them, and stop them. */
export class GroupSendActs {
  constructor(private readonly options: Options) {}

  /**
   * Has WeCom remind the employees who have not confirmed yet.
   *
   * @throws AppError INVALID_TRANSITION (GROUP_SEND_NOT_WAITING), RATE_LIMITED, UPSTREAM_FAILED.
   */
  async remind(context: RequestContext, id: string): Promise<void> {
    const { db, accounts, apis, clock } = this.options;
    const row = await this.demand(context, id);
    if (row.status !== "WAITING" || !row.wecomMessageId || row.cancelAskedAt)
      throw new AppError(
        "INVALID_TRANSITION",
        "GROUP_SEND_NOT_WAITING",
        "Nobody is asked to confirm it now.",
        { id },
      );
    const sinceMs = clock().getTime() - (row.remindedAt?.getTime() ?? 0);
    if (sinceMs < remindEveryMs)
      throw new AppError("RATE_LIMITED", "REMINDED_LATELY", "They were reminded within the last hour.", {
        retryAfterMs: remindEveryMs - sinceMs,
      });
    const app = (await accounts.find([row.accountId])).get(row.accountId)?.app;
    if (!app)
      throw new AppError("CONFLICT", "ACCOUNT_CANNOT_SEND", "Its account has no application any more.", {
        id,
      });
    const outcome = await apis.at(app.apiUrl).groupSends.remind(app, row.wecomMessageId);
    if (outcome.kind === "refused")
      throw new AppError("UPSTREAM_FAILED", "REMINDER_REFUSED", "WeCom refused to remind them.", {
        id,
        code:
          outcome.refusal.errcode === undefined ? "WECOM_UNREACHABLE" : `WECOM_${outcome.refusal.errcode}`,
      });
    // A reminder more or less does no harm: one that may have gone out counts.
    await db.tenant.$transaction(async (tx) => {
      await tx.groupSend.updateMany({ where: { id }, data: { remindedAt: clock() } });
      await audit(tx, domain, originOf(context), {
        action: "group-send.reminded",
        resourceType: "group-send",
        resourceId: id,
      });
    });
  }

  /** Stops it; whoever has confirmed before it reaches WeCom has sent. Asked twice is asked once. */
  async cancel(context: RequestContext, id: string): Promise<void> {
    const { db, clock } = this.options;
    const row = await this.demand(context, id);
    if (row.cancelAskedAt) return;
    await db.tenant.$transaction(async (tx) => {
      const { count } = await tx.groupSend.updateMany({
        where: { id, status: { notIn: [...over] } },
        data: { cancelAskedAt: clock(), dueAt: clock() },
      });
      if (count === 0)
        throw new AppError("INVALID_TRANSITION", "GROUP_SEND_OVER", "It is over already.", { id });
      await audit(tx, domain, originOf(context), {
        action: "group-send.cancelled",
        resourceType: "group-send",
        resourceId: id,
      });
    });
  }

  private async demand({ principal }: RequestContext, id: string): Promise<GroupSendRow> {
    const { db, reach } = this.options;
    const row = await db.tenant.groupSend.findFirst({ where: { id } });
    if (!row || !(await reach.accountTest(principal, "message:read"))(row.accountId))
      throw notFound("group send", id);
    if (!(await reach.accountTest(principal, "message:send"))(row.accountId))
      throw refusal(principal, ["message:send"]);
    return row;
  }
}

import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import type { WecomDatabase } from "../wecom.database.ts";
import { alertKinds } from "./alert.codes.ts";
import type { AccountSendingPause } from "./alert.model.ts";

/** Which accounts do not send because of an alert. */
export class SendingPauses {
  constructor(private readonly db: WecomDatabase) {}

  find(context: RequestContext, accountId: string): Promise<AccountSendingPause | null> {
    return context.loader(this.load).load(accountId);
  }

  private readonly load = async (ids: readonly string[]): Promise<(AccountSendingPause | null)[]> => {
    const rows = await this.db.tenant.sendingPause.findMany({ where: { accountId: { in: [...ids] } } });
    const known = new Map(rows.map((row) => [row.accountId, { ...row, kind: oneOf(alertKinds, row.kind) }]));
    return ids.map((id) => known.get(id) ?? null);
  };
}

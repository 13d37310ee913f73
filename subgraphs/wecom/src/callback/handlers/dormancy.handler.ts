import { setDue } from "../../account/account.store.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../callback.handler.ts";

/**
 * WeCom has restricted the application for too little use, is about to, or has let it go on (`inactive_alert` and its
 * like): the driver looks at the account at once, and what WeCom then answers decides, not what it announced.
 */
export class DormancyHandler implements CallbackHandler {
  readonly name = "account-probe";

  constructor(private readonly db: WecomDatabase) {}

  wants({ kind }: TakenCallback["event"]): boolean {
    return kind === "dormancy";
  }

  async handle({ accountId }: TakenCallback): Promise<CallbackResult> {
    await this.db.tenant.$transaction((tx) => setDue(tx, accountId, 0));
    return "applied";
  }
}

import { inTenant } from "@wegraph/database/scope";
import { setDue } from "../../account/account.store.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { CallbackApp } from "./app.directory.ts";

/** Remembers that an administrator has saved the callback address at WeCom, and wakes who waits for it. */
export class AppVerification {
  constructor(private readonly db: WecomDatabase) {}

  async verified({ tenantId, accountId }: CallbackApp, at: Date): Promise<void> {
    await inTenant(tenantId, () =>
      this.db.tenant.$transaction(async (tx) => {
        await tx.accountApp.updateMany({ where: { accountId }, data: { callbackVerifiedAt: at } });
        await setDue(tx, accountId, 0);
      }),
    );
  }
}

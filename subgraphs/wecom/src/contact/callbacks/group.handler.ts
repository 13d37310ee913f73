import { inTenant } from "@wegraph/database/scope";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../../callback/callback.handler.ts";
import type { CustomerGroupEvent, WecomEvent } from "../../callback/wecomEvent.ts";
import { patient } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { dismissGroup, leaveGroup, writeGroup } from "../group.store.ts";
import type { CallbackReads } from "./callback.calls.ts";
import { placeOf } from "./callback.calls.ts";

/** `change_external_chat` (WeCom path/92130). Versions of the members tell whether the change is known already. */
export class GroupHandler implements CallbackHandler {
  readonly name = "customer-groups";

  constructor(
    private readonly db: WecomDatabase,
    private readonly reads: CallbackReads,
    private readonly clock: () => Date,
  ) {}

  wants(event: WecomEvent): boolean {
    return event.kind === "customer_group";
  }

  handle(callback: TakenCallback): Promise<CallbackResult> {
    const { event } = callback;
    if (event.kind !== "customer_group") return Promise.resolve("ignored");
    return inTenant(callback.tenantId, () =>
      event.change === "dismiss" ? this.dismiss(callback, event) : this.change(callback, event),
    );
  }

  private async dismiss(callback: TakenCallback, { chatId }: CustomerGroupEvent): Promise<CallbackResult> {
    const isNews = await this.db.tenant.$transaction(
      (tx) => dismissGroup(tx, placeOf(callback, this.clock()), chatId, callback.sentAt),
      patient,
    );
    return isNews ? "applied" : "late";
  }

  private async change(callback: TakenCallback, event: CustomerGroupEvent): Promise<CallbackResult> {
    const { chatId, detail, memberVersion, lastMemberVersion, memberIds } = event;
    const { corpId } = callback;
    const known = await this.db.tenant.customerGroup.findUnique({
      where: { corpId_chatId: { corpId, chatId } },
      select: { memberVersion: true, dismissedAt: true },
    });
    if (known && known.dismissedAt !== null) return "late";
    // Members are as this callback says already; what else it may be about has no version.
    const isOfMembers = detail === "add_member" || detail === "del_member";
    if (isOfMembers && memberVersion !== undefined && known?.memberVersion === memberVersion) return "late";
    // Who left is all there is to know; who joined has a name and a way, which are not told.
    if (detail === "del_member" && memberVersion && lastMemberVersion && memberIds.length > 0) {
      const change = {
        chatId,
        from: lastMemberVersion,
        to: memberVersion,
        ids: memberIds,
        at: callback.sentAt,
      };
      const isDone = await this.db.tenant.$transaction(
        (tx) => leaveGroup(tx, placeOf(callback, this.clock()), change),
        patient,
      );
      if (isDone) return "applied";
    }
    return this.refresh(callback, chatId);
  }

  private async refresh(callback: TakenCallback, chatId: string): Promise<CallbackResult> {
    const asOf = this.clock();
    const detail = await this.reads.read(callback, "externalcontact/groupchat/get", ({ api, app }) =>
      api.groups.group(app, chatId),
    );
    // Gone since: the callback of its dismissal tells when.
    if (detail === null) return "late";
    const written = await this.db.tenant.$transaction(
      (tx) => writeGroup(tx, placeOf(callback, this.clock()), detail, asOf),
      patient,
    );
    return written === "UNCHANGED" ? "late" : "applied";
  }
}

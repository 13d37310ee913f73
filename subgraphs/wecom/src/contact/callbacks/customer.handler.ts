import { inTenant } from "@wegraph/database/scope";
import { oneOf } from "@wegraph/kit/codes";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../../callback/callback.handler.ts";
import type { CustomerEvent, WecomEvent } from "../../callback/wecomEvent.ts";
import { patient } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { contactStatuses } from "../contact.enums.ts";
import { userKeyOf } from "../contact.facts.ts";
import type { MobileVault } from "../contact.facts.ts";
import type { News } from "../contact.plan.ts";
import { writeContacts } from "../contact.store.ts";
import { endVerdict } from "../relation.rules.ts";
import { detailNews } from "../sync/changes.steps.ts";
import type { CallbackReads } from "./callback.calls.ts";
import { placeOf } from "./callback.calls.ts";

/** `change_external_contact` (WeCom path/92130): what it says of a contact is only that there is something to read. */
export class CustomerHandler implements CallbackHandler {
  readonly name = "contacts";

  constructor(
    private readonly db: WecomDatabase,
    private readonly reads: CallbackReads,
    private readonly vault: MobileVault,
    private readonly clock: () => Date,
  ) {}

  wants(event: WecomEvent): boolean {
    return event.kind === "customer" && event.change !== "transfer_fail";
  }

  handle(callback: TakenCallback): Promise<CallbackResult> {
    const { event } = callback;
    if (event.kind !== "customer") return Promise.resolve("ignored");
    return inTenant(callback.tenantId, () => {
      switch (event.change) {
        case "add_external_contact":
        case "add_half_external_contact":
          return this.refresh(callback, event, { userKey: userKeyOf(event.userId), at: callback.sentAt });
        case "edit_external_contact":
          return this.refresh(callback, event);
        case "del_follow_user":
          return this.end(callback, event, "LOST");
        case "del_external_contact":
          return this.end(callback, event, "REMOVED");
        case "transfer_fail":
          return Promise.resolve("ignored");
      }
    });
  }

  /** As WeCom has it now, which is at least as new as the callback. */
  private async refresh(
    callback: TakenCallback,
    { externalUserId }: CustomerEvent,
    began?: News["began"],
  ): Promise<CallbackResult> {
    const asOf = this.clock();
    const detail = await this.reads.read(callback, "externalcontact/get", ({ api, app }) =>
      api.customers.customer(app, externalUserId),
    );
    const news: News =
      detail === null
        ? { asOf, relations: [], isComplete: true }
        : { ...detailNews(this.vault, callback.corpId, detail, asOf), ...(began && { began }) };
    return this.write(callback, externalUserId, news);
  }

  private async end(
    callback: TakenCallback,
    event: CustomerEvent,
    status: "LOST" | "REMOVED",
  ): Promise<CallbackResult> {
    const { externalUserId } = event;
    const userKey = userKeyOf(event.userId);
    const known = await this.db.tenant.contactFollow.findFirst({
      where: { userKey, corpId: callback.corpId, contact: { externalUserId } },
    });
    const relation = known ? { ...known, status: oneOf(contactStatuses, known.status) } : undefined;
    switch (endVerdict(relation, callback.sentAt, status)) {
      case "late":
        return "late";
      case "ask":
        return this.refresh(callback, event);
      case "apply":
        return this.write(callback, externalUserId, {
          asOf: this.clock(),
          ended: [{ userKey, status, at: callback.sentAt, newsAt: callback.sentAt }],
        });
    }
  }

  private async write(callback: TakenCallback, externalUserId: string, news: News): Promise<CallbackResult> {
    const place = placeOf(callback, this.clock());
    const { created, changed, removed } = await this.db.tenant.$transaction(
      (tx) => writeContacts(tx, place, new Map([[externalUserId, news]])),
      patient,
    );
    return created + changed + removed > 0 ? "applied" : "late";
  }
}

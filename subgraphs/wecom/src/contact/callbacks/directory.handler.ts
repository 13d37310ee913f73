import { inTenant } from "@wegraph/database/scope";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../../callback/callback.handler.ts";
import type { CustomerTagEvent, MemberEvent, WecomEvent } from "../../callback/wecomEvent.ts";
import { patient } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { deleteMember, writeDepartments, writeMembers, writeTags } from "../directory.store.ts";
import type { CallbackReads } from "./callback.calls.ts";
import { placeOf } from "./callback.calls.ts";

/**
 * `change_external_tag` and `change_contact` (WeCom path/92130, 90970-90972): tags, members and departments. They say
 * what has changed, not how it is now, so that is read; whatever order they come in, the last reading is the newest.
 */
export class DirectoryHandler implements CallbackHandler {
  readonly name = "directory";

  constructor(
    private readonly db: WecomDatabase,
    private readonly reads: CallbackReads,
    private readonly clock: () => Date,
  ) {}

  wants({ kind }: WecomEvent): boolean {
    return kind === "customer_tag" || kind === "member" || kind === "party";
  }

  handle(callback: TakenCallback): Promise<CallbackResult> {
    const { event } = callback;
    return inTenant(callback.tenantId, () => {
      if (event.kind === "customer_tag") return this.tag(callback, event);
      if (event.kind === "member") return this.member(callback, event);
      return event.kind === "party" ? this.departments(callback) : Promise.resolve("ignored");
    });
  }

  private async tag(callback: TakenCallback, { id, tagType }: CustomerTagEvent): Promise<CallbackResult> {
    const asked =
      id === undefined ? undefined : tagType === "tag_group" ? { groupIds: [id] } : { tagIds: [id] };
    const asOf = this.clock();
    const groups = await this.reads.read(callback, "externalcontact/get_corp_tag_list", ({ api, app }) =>
      api.groups.tags(app, asked),
    );
    const place = placeOf(callback, this.clock());
    await this.db.tenant.$transaction((tx) => writeTags(tx, place, groups ?? [], asOf, asked), patient);
    return "applied";
  }

  private async member(callback: TakenCallback, { userId, newUserId }: MemberEvent): Promise<CallbackResult> {
    const present = newUserId ?? userId;
    const asOf = this.clock();
    const member = await this.reads.read(callback, "user/get", ({ api, app }) =>
      api.members.member(app, present),
    );
    const place = placeOf(callback, this.clock());
    const isNews = await this.db.tenant.$transaction(async (tx) => {
      if (member) await writeMembers(tx, place, [member], asOf);
      const isGone = member === null ? await deleteMember(tx, place, present, asOf) : true;
      if (newUserId !== undefined && newUserId.toLowerCase() !== userId.toLowerCase())
        await deleteMember(tx, place, userId, asOf);
      return isGone;
    }, patient);
    return isNews ? "applied" : "late";
  }

  private async departments(callback: TakenCallback): Promise<CallbackResult> {
    const asOf = this.clock();
    const all = await this.reads.read(callback, "department/list", ({ api, app }) =>
      api.members.departments(app),
    );
    if (all === null) return "ignored";
    await this.db.tenant.$transaction(
      (tx) => writeDepartments(tx, placeOf(callback, this.clock()), all, asOf),
      patient,
    );
    return "applied";
  }
}

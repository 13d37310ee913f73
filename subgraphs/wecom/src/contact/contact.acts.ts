import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { demand, refusal } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-wecom/client";
import type { ApiOutcome, Refused } from "../serverApi/outcome.ts";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { contactAdviceOf } from "./contact.advice.ts";
import type { ContactApp, ContactApps } from "./contact.apps.ts";
import type { ContactCalls } from "./contact.calls.ts";
import { userKeyOf } from "./contact.facts.ts";
import type { MobileVault } from "./contact.facts.ts";
import type {
  MarkContactTagsInput,
  RevealContactMobilesInput,
  UpdateContactRemarkInput,
} from "./contact.input.ts";
import type { ContactActResult } from "./contact.model.ts";
import { contactsWithin } from "./contact.reach.ts";
import type { ContactReach } from "./contact.reach.ts";
import { writeContacts } from "./contact.store.ts";
import { detailNews } from "./sync/changes.steps.ts";

type ContactRow = Prisma.ContactGetPayload<{ include: { follows: true } }>;
type FollowRow = ContactRow["follows"][number];

interface ActParts {
  db: WecomDatabase;
  reach: ContactReach;
  apps: ContactApps;
  calls: ContactCalls;
  vault: MobileVault;
  clock: () => Date;
}

const right = "contact:manage";
/** Contacts that are written to WeCom at the same time. */
const atOnce = 8;

/** What was done, and whether that is certain. */
type Done = { kind: "done" } | { kind: "refused"; code: string };

/**
 * What people change of contacts: at WeCom first, then here, as WeCom has it afterwards. Where WeCom's answer is lost
 * it is asked how the contact stands, which also tells whether the change was made.
 */
export class ContactActs {
  constructor(private readonly parts: ActParts) {}

  /** Results in the order asked; one that is refused keeps no other back. */
  async markTags(context: RequestContext, input: MarkContactTagsInput): Promise<ContactActResult[]> {
    const ids = [...new Set(input.contactIds.map((id) => id.toLowerCase()))];
    const rows = new Map((await this.load(context, ids)).map((row) => [row.id, row]));
    const results = new Map<string, ContactActResult>();
    const left = [...ids];
    const work = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        const row = rows.get(id);
        results.set(id, row ? await this.markOne(context, row, input) : failed(id, "CONTACT_NOT_FOUND"));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return ids.flatMap((id) => results.get(id) ?? []);
  }

  /** @throws AppError UPSTREAM_FAILED where WeCom refuses, NOT_FOUND for a contact or employee that is none. */
  async updateRemark(context: RequestContext, input: UpdateContactRemarkInput): Promise<void> {
    const { row, follow } = await this.loadFollow(context, input);
    const app = await this.appOf(row.corpId);
    const { remark, description, remarkCorpName, mobiles } = input;
    const wanted = {
      ...(remark != null && { remark }),
      ...(description != null && { description }),
      ...(remarkCorpName != null && { remarkCorpName }),
      ...(mobiles != null && { mobiles: mobiles.map((mobile) => mobile.replaceAll(/[ -]/g, "")) }),
    };
    const done = await this.sure(
      context,
      app,
      row,
      await this.parts.calls.call(app, "externalcontact/remark", () =>
        app.api.customers.remark(app.app, {
          userId: follow.userId,
          externalUserId: row.externalUserId,
          ...wanted,
        }),
      ),
      async (tx, after) => {
        const now = after.follows.find(({ userKey }) => userKey === follow.userKey);
        await audit(tx, domain, originOf(context), {
          action: "contact.remark-updated",
          resourceType: "wecom-contact",
          resourceId: row.id,
          changes: [
            { field: "employee", after: follow.userId },
            ...changesBetween(
              {
                remark: follow.remark,
                description: follow.description,
                remarkCorpName: follow.remarkCorpName,
              },
              now
                ? { remark: now.remark, description: now.description, remarkCorpName: now.remarkCorpName }
                : {},
              // What people note about people is theirs to read, not the log's.
              ["remark", "description", "remarkCorpName"],
            ),
            ...(mobiles == null ? [] : [{ field: "mobiles" }]),
          ],
        });
      },
      ({ follows }) => {
        const now = follows.find(({ userKey }) => userKey === follow.userKey);
        return (
          now !== undefined &&
          (remark == null || now.remark === remark) &&
          (description == null || now.description === description) &&
          (mobiles == null || now.mobileIndexes.length === mobiles.length)
        );
      },
    );
    if (done.kind === "refused") throw wecomRefused(done.code);
  }

  /** Phone numbers in full; that somebody read them is recorded before they are given. */
  async revealMobiles(context: RequestContext, input: RevealContactMobilesInput): Promise<string[]> {
    const { row, follow } = await this.loadFollow(context, input);
    await this.parts.db.tenant.$transaction((tx) =>
      audit(tx, domain, originOf(context), {
        action: "contact.mobiles-revealed",
        resourceType: "wecom-contact",
        resourceId: row.id,
        changes: [{ field: "employee", after: follow.userId }],
      }),
    );
    return this.parts.vault.open(row, follow.userKey, follow.mobilesSealed);
  }

  private async markOne(
    context: RequestContext,
    row: ContactRow,
    { userId, addTagIds, removeTagIds }: MarkContactTagsInput,
  ): Promise<ContactActResult> {
    const add = addTagIds ?? [];
    const remove = removeTagIds ?? [];
    const follows = row.follows.filter(
      ({ status, userKey }) => status !== "REMOVED" && (!userId || userKey === userKeyOf(userId)),
    );
    if (follows.length === 0) return failed(row.id, "CONTACT_NOT_FOLLOWED");
    const app = await this.parts.apps.ofCorp(row.corpId);
    if (!app) return failed(row.id, "ACCOUNT_UNAVAILABLE");
    let outcome: ApiOutcome<null> = { kind: "accepted", value: null };
    for (const follow of follows) {
      const change = { userId: follow.userId, externalUserId: row.externalUserId, add, remove };
      outcome = await this.parts.calls.call(app, "externalcontact/mark_tag", () =>
        app.api.groups.mark(app.app, change),
      );
      if (outcome.kind !== "accepted") break;
    }
    const done = await this.sure(
      context,
      app,
      row,
      outcome,
      (tx) =>
        audit(tx, domain, originOf(context), {
          action: "contact.tags-marked",
          resourceType: "wecom-contact",
          resourceId: row.id,
          changes: [
            ...(add.length > 0 ? [{ field: "tagsAdded", after: add }] : []),
            ...(remove.length > 0 ? [{ field: "tagsRemoved", after: remove }] : []),
          ],
        }),
      (after) =>
        after.follows
          .filter(({ userKey }) => follows.some((follow) => follow.userKey === userKey))
          .every(
            ({ tagIds }) =>
              add.every((id) => tagIds.includes(id)) && remove.every((id) => !tagIds.includes(id)),
          ),
    );
    return done.kind === "done"
      ? { contactId: row.id, done: true, code: null, message: null, messageZh: null }
      : failed(row.id, done.code);
  }

  /** Reads the contact as WeCom has it after a change, writes that, and says whether the change is in it. */
  private async sure(
    context: RequestContext,
    app: ContactApp,
    row: ContactRow,
    outcome: ApiOutcome<null>,
    record: (tx: Tx, after: ContactRow) => Promise<void>,
    isDone: (after: ContactRow) => boolean,
  ): Promise<Done> {
    const { calls, vault, clock, db } = this.parts;
    if (outcome.kind === "refused") return { kind: "refused", code: codeOf(outcome) };
    const asOf = clock();
    const read = await calls.call(app, "externalcontact/get", () =>
      app.api.customers.customer(app.app, row.externalUserId),
    );
    if (read.kind !== "accepted")
      return outcome.kind === "accepted"
        ? { kind: "refused", code: "CHANGE_UNREAD" }
        : { kind: "refused", code: "CHANGE_UNVERIFIED" };
    const news = detailNews(vault, row.corpId, read.value, asOf);
    return db.tenant.$transaction(async (tx): Promise<Done> => {
      const place = { tenantId: row.tenantId, corpId: row.corpId, now: clock(), origin: originOf(context) };
      await writeContacts(tx, place, new Map([[row.externalUserId, news]]));
      const after = await tx.contact.findUniqueOrThrow({ where: { id: row.id }, include: { follows: true } });
      if (outcome.kind === "unknown" && !isDone(after)) return { kind: "refused", code: "CHANGE_UNVERIFIED" };
      await record(tx, after);
      return { kind: "done" };
    }, patient);
  }

  private async load({ principal }: RequestContext, ids: readonly string[]): Promise<ContactRow[]> {
    demand(principal, right);
    const { db, reach } = this.parts;
    const mine = contactsWithin(await reach.of(principal, right));
    return db.tenant.contact.findMany({
      where: { AND: [{ id: { in: [...ids] } }, mine] },
      include: { follows: true },
    });
  }

  private async loadFollow(
    context: RequestContext,
    { contactId, userId }: { contactId: string; userId: string },
  ): Promise<{ row: ContactRow; follow: FollowRow }> {
    const [row] = await this.load(context, [contactId]);
    if (!row)
      throw (await this.isSeen(context, contactId))
        ? refusal(context.principal, [right])
        : notFound("contact", contactId);
    const follow = row.follows.find(
      ({ userKey, status }) => userKey === userKeyOf(userId) && status !== "REMOVED",
    );
    if (!follow) throw notFound("contact follower", userId);
    return { row, follow };
  }

  private async isSeen({ principal }: RequestContext, id: string): Promise<boolean> {
    const mine = contactsWithin(await this.parts.reach.of(principal, "contact:read"));
    return (await this.parts.db.tenant.contact.count({ where: { AND: [{ id }, mine] } })) > 0;
  }

  private async appOf(corpId: string): Promise<ContactApp> {
    const app = await this.parts.apps.ofCorp(corpId);
    if (app) return app;
    throw new AppError(
      "CONFLICT",
      "ACCOUNT_UNAVAILABLE",
      "No account of this corporation that has an application is online.",
      { corpId },
    );
  }
}

function codeOf({ refusal: { errcode } }: Refused): string {
  return errcode === undefined ? "WECOM_UNREACHABLE" : `WECOM_${errcode}`;
}

function failed(contactId: string, code: string): ContactActResult {
  const advice = contactAdviceOf(code);
  return {
    contactId,
    code,
    done: false,
    message: advice && `${advice.en.meaning} ${advice.en.action}`,
    messageZh: advice && `${advice.zh.meaning}${advice.zh.action}`,
  };
}

function wecomRefused(code: string): AppError {
  const advice = contactAdviceOf(code);
  return new AppError("UPSTREAM_FAILED", "WECOM_REFUSED", advice?.en.meaning ?? "WeCom refused it.", {
    code,
    action: advice?.en.action ?? null,
  });
}

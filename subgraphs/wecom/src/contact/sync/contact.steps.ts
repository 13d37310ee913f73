import type { CustomerPage } from "../../serverApi/calls/customer.shapes.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { contactFacts, relationFacts, userKeyOf } from "../contact.facts.ts";
import type { MobileVault } from "../contact.facts.ts";
import type { News, RelationFacts } from "../contact.plan.ts";
import type { WritePlace } from "../contact.store.ts";
import { writeContacts } from "../contact.store.ts";
import { firstCursor, membersAtOnceMax } from "./sync.rules.ts";
import type { SyncCursor } from "./sync.rules.ts";
import type { SyncReader } from "./sync.reader.ts";
import type { Counts, RunRow, Step, StepContext } from "./sync.step.ts";

const sweepAtOnceMax = 500;

/** Contacts of a hundred members at a time, page by page; who is not seen is marked when the last page was read. */
export class ContactSteps {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reader: SyncReader,
    private readonly vault: MobileVault,
    private readonly clock: () => Date,
  ) {}

  async step(context: StepContext): Promise<Step> {
    const { cursor } = context;
    if (cursor.users === undefined) return this.begin(context);
    return cursor.isSweeping ? this.sweep(context, cursor.users) : this.page(context, cursor.users);
  }

  /** The members of the next call. */
  private async begin({ run, cursor }: StepContext): Promise<Step> {
    const rows = await this.db.tenant.member.findMany({
      where: { corpId: run.corpId, isFollower: true, userKey: { gt: cursor.after } },
      orderBy: { userKey: "asc" },
      select: { userId: true },
      take: cursor.size,
    });
    if (rows.length > 0)
      return {
        cursor: { ...cursor, users: rows.map(({ userId }) => userId), since: this.clock().toISOString() },
      };
    // Those of members who have no contacts any more.
    return this.sweepOthers(run, cursor);
  }

  private async page(context: StepContext, users: readonly string[]): Promise<Step> {
    const { cursor, run } = context;
    const asOf = this.clock();
    const api = "externalcontact/batch/get_by_user";
    const read = await this.reader.one(context, api, ({ api: server, app }) =>
      server.customers.customersOf(app, users, { cursor: cursor.page }),
    );
    if (read.kind === "refused") return this.refused(context, users, read.code);
    const { customers, nextCursor, unlicensedUsers } = read.value;
    const withheld = [...new Set([...cursor.withheld, ...unlicensedUsers.map(userKeyOf)])];
    const news = newsOf(this.vault, run.corpId, customers, asOf);
    return {
      cursor:
        nextCursor === undefined
          ? { ...cursor, withheld, page: "", isSweeping: true }
          : { ...cursor, withheld, page: nextCursor },
      failures: withheld
        .filter((user) => !cursor.withheld.includes(user))
        .map((id) => ({ kind: "MEMBER", id, code: "MEMBER_UNLICENSED" })),
      counts: { contactsRead: customers.length, failed: withheld.length - cursor.withheld.length },
      write: async (tx, place) => counted(await writeContacts(tx, place, news)),
    };
  }

  /** One wrong member has all of them refused, so they are asked for one by one. */
  private refused({ cursor }: StepContext, users: readonly string[], code: string): Step {
    const [first] = users;
    const { users: _, ...rest } = cursor;
    // A cursor of WeCom's that is too old: from the beginning of these members.
    if (cursor.page !== "" && !cursor.isIncomplete)
      return { cursor: { ...cursor, page: "", isIncomplete: true } };
    if (users.length > 1) return { cursor: { ...rest, page: "", size: 1, isIncomplete: false } };
    return {
      cursor: { ...rest, page: "", after: userKeyOf(first ?? ""), isIncomplete: false },
      counts: { membersDone: 1, failed: 1 },
      failures: [{ kind: "MEMBER", id: first ?? "", code }],
    };
  }

  private async sweep({ run, cursor }: StepContext, users: readonly string[]): Promise<Step> {
    const keys = users.map(userKeyOf).filter((key) => !cursor.withheld.includes(key));
    const since = new Date(cursor.since ?? run.createdAt);
    const asOf = this.clock();
    const gone = await this.db.tenant.$queryRaw<{ externalUserId: string; userKey: string }[]>`
      SELECT c.external_user_id AS "externalUserId", f.user_key AS "userKey"
      FROM wegraph_contact_follows f JOIN wework_contacts c ON c.id = f.contact_id
      WHERE f.corp_id = ${run.corpId}::uuid AND f.user_key = ANY (${keys}::text[]) AND f.status <> 'REMOVED'
        AND f.seen_run IS DISTINCT FROM ${run.id}::uuid AND f.as_of < ${since}
      LIMIT ${sweepAtOnceMax}::int`;
    const { users: _, ...rest } = cursor;
    const after = userKeyOf(users.at(-1) ?? "");
    const isLast = gone.length < sweepAtOnceMax;
    return {
      cursor: isLast
        ? {
            ...rest,
            after,
            page: "",
            size: Math.min(membersAtOnceMax, cursor.size * 2),
            isSweeping: false,
            withheld: [],
            isIncomplete: false,
          }
        : cursor,
      counts: isLast ? { membersDone: users.length } : {},
      write: (tx, place) => markGone(tx, place, gone, asOf),
    };
  }

  private async sweepOthers({ corpId, createdAt }: RunRow, cursor: SyncCursor): Promise<Step> {
    const asOf = this.clock();
    const rows = await this.db.tenant.$queryRaw<{ externalUserId: string; userKey: string }[]>`
      SELECT c.external_user_id AS "externalUserId", f.user_key AS "userKey"
      FROM wegraph_members m
      JOIN wegraph_contact_follows f ON f.corp_id = m.corp_id AND f.user_key = m.user_key
      JOIN wework_contacts c ON c.id = f.contact_id
      WHERE m.corp_id = ${corpId}::uuid AND NOT m.is_follower AND f.status <> 'REMOVED' AND f.as_of < ${createdAt}
      LIMIT ${sweepAtOnceMax}::int`;
    const isLast = rows.length < sweepAtOnceMax;
    return {
      ...(isLast && { phase: "GROUP_LIST" as const }),
      cursor: isLast ? firstCursor : cursor,
      write: (tx, place) => markGone(tx, place, rows, asOf),
    };
  }
}

function newsOf(
  vault: MobileVault,
  corpId: string,
  customers: CustomerPage["customers"],
  asOf: Date,
): Map<string, News> {
  const news = new Map<string, News & { relations: RelationFacts[] }>();
  for (const { customer, relation } of customers) {
    const { externalUserId } = customer;
    const facts = relationFacts(vault, { corpId, externalUserId }, relation);
    const known = news.get(externalUserId);
    if (known) known.relations.push(facts);
    else news.set(externalUserId, { asOf, contact: contactFacts(customer), relations: [facts] });
  }
  return news;
}

export async function markGone(
  tx: Tx,
  place: WritePlace,
  gone: readonly { externalUserId: string; userKey: string }[],
  asOf: Date,
): Promise<Counts> {
  const news = new Map<string, News & { ended: { userKey: string; status: "REMOVED"; at: Date }[] }>();
  for (const { externalUserId, userKey } of gone) {
    const ended = { userKey, status: "REMOVED" as const, at: asOf };
    const known = news.get(externalUserId);
    if (known) known.ended.push(ended);
    else news.set(externalUserId, { asOf, ended: [ended] });
  }
  return counted(await writeContacts(tx, place, news));
}

export function counted({
  created,
  changed,
  removed,
}: {
  created: number;
  changed: number;
  removed: number;
}): Counts {
  return { contactsNew: created, contactsChanged: changed, contactsRemoved: removed };
}

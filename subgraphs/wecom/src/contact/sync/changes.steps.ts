import type { CustomerDetail } from "../../serverApi/calls/customer.shapes.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { contactFacts, relationsOf } from "../contact.facts.ts";
import type { MobileVault } from "../contact.facts.ts";
import type { News } from "../contact.plan.ts";
import { writeContacts } from "../contact.store.ts";
import { counted, markGone } from "./contact.steps.ts";
import type { ContactSteps } from "./contact.steps.ts";
import type { SyncReader } from "./sync.reader.ts";
import type { SyncFailure } from "./sync.rules.ts";
import type { Step, StepContext } from "./sync.step.ts";

/** So many new contacts of a member are read one by one; more are read with all of the member's. */
const oneByOneMax = 20;
const atOnceMax = 5;

/**
 * An incremental run asks for the ids of each member's contacts, and reads only those it did not know: WeCom has no
 * list of changes (path/92113).
 */
export class ChangesSteps {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reader: SyncReader,
    private readonly vault: MobileVault,
    private readonly whole: ContactSteps,
    private readonly clock: () => Date,
  ) {}

  async step(context: StepContext): Promise<Step> {
    const { cursor, run } = context;
    // A member with much that is new is under way as in a full run.
    if (cursor.users !== undefined) return this.whole.step(context);
    const member = await this.db.tenant.member.findFirst({
      where: { corpId: run.corpId, isFollower: true, userKey: { gt: cursor.after } },
      orderBy: { userKey: "asc" },
    });
    if (!member) return this.whole.step(context);
    const { userId, userKey } = member;
    const asOf = this.clock();
    const next = { ...cursor, after: userKey };
    const read = await this.reader.one(context, "externalcontact/list", ({ api, app }) =>
      api.customers.customerIds(app, userId),
    );
    if (read.kind === "refused")
      return {
        cursor: next,
        counts: { membersDone: 1, failed: 1 },
        failures: [{ kind: "MEMBER", id: userId, code: read.code }],
      };
    const known = await this.knownOf(run.corpId, userKey);
    const listed = new Set(read.value);
    const fresh = read.value.filter((id) => !known.has(id));
    if (fresh.length > oneByOneMax)
      return { cursor: { ...cursor, users: [userId], page: "", since: asOf.toISOString() } };
    const gone = [...known].flatMap(([externalUserId, knownAt]) =>
      listed.has(externalUserId) || knownAt >= asOf ? [] : [{ externalUserId, userKey }],
    );
    const { news, failures } = await this.details(context, fresh);
    return {
      cursor: next,
      failures,
      counts: { membersDone: 1, contactsRead: news.size, failed: failures.length },
      write: async (tx, place) => {
        const removed = await markGone(tx, place, gone, asOf);
        const written = counted(await writeContacts(tx, place, news));
        return {
          ...written,
          contactsRemoved: (removed.contactsRemoved ?? 0) + (written.contactsRemoved ?? 0),
        };
      },
    };
  }

  private async knownOf(corpId: string, userKey: string): Promise<Map<string, Date>> {
    const rows = await this.db.tenant.contactFollow.findMany({
      where: { corpId, userKey, status: { not: "REMOVED" } },
      select: { asOf: true, contact: { select: { externalUserId: true } } },
    });
    return new Map(rows.map(({ asOf, contact }) => [contact.externalUserId, asOf]));
  }

  private async details(context: StepContext, ids: readonly string[]) {
    const news = new Map<string, News>();
    const failures: SyncFailure[] = [];
    const left = [...ids];
    const work = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        const externalUserId = id;
        const asOf = this.clock();
        const read = await this.reader.one(context, "externalcontact/get", ({ api, app }) =>
          api.customers.customer(app, externalUserId),
        );
        if (read.kind === "refused") failures.push({ kind: "CONTACT", id, code: read.code });
        else news.set(id, detailNews(this.vault, context.run.corpId, read.value, asOf));
      }
    };
    await Promise.all(Array.from({ length: atOnceMax }, work));
    return { news, failures };
  }
}

/** A contact with its followers; complete where they all were in one answer. */
export function detailNews(vault: MobileVault, corpId: string, detail: CustomerDetail, asOf: Date): News {
  const place = { corpId, externalUserId: detail.customer.externalUserId };
  return {
    asOf,
    contact: contactFacts(detail.customer),
    relations: relationsOf(vault, place, detail.followedBy),
    isComplete: detail.nextCursor === undefined,
  };
}

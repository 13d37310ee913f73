import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { groupedBy } from "../message/sending/settled.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { MobileVault } from "./contact.facts.ts";
import { contactCondition } from "./contact.filter.ts";
import type { ContactFilter, ContactOrder } from "./contact.input.ts";
import type { ContactFollower, WecomContact } from "./contact.model.ts";
import { contactsWithin } from "./contact.reach.ts";
import type { ContactReach } from "./contact.reach.ts";
import { contactViewOf, followerViewOf } from "./contact.view.ts";

const right = "contact:read";
/** Counting stops here: nobody pages through more, and half a million take long. */
const countMax = 10_000;

const columns: Record<ContactOrder["by"], Pick<OrderColumn, "field" | "kind">> = {
  ADDED_AT: { field: "addedAt", kind: "date" },
  NAME: { field: "name", kind: "string" },
};

/** Reads contacts for people: whatever is asked, only what the caller's rights reach. */
export class ContactReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: ContactReach,
    private readonly vault: MobileVault,
  ) {}

  async page(
    { principal }: RequestContext,
    filter: ContactFilter,
    order: ContactOrder | null,
    args: PageArgs,
  ): Promise<Page<WecomContact>> {
    const reach = await this.reach.of(principal, right);
    const condition = await contactCondition(this.db, this.vault, reach, filter);
    const direction = order?.direction === "ASC" ? "asc" : "desc";
    const { contact } = this.db.tenant;
    return keysetPage(
      args,
      [
        { ...columns[order?.by ?? "ADDED_AT"], direction },
        { field: "id", kind: "uuid", direction },
      ],
      async ({ where, ...query }) =>
        (await contact.findMany({ where: { AND: [condition, where] }, ...query })).map(contactViewOf),
      async () => (await contact.findMany({ where: condition, select: { id: true }, take: countMax })).length,
    );
  }

  /** Null for what the caller's rights do not reach. */
  find(context: RequestContext, id: string): Promise<WecomContact | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change. */
  fresh(context: RequestContext, id: string): Promise<WecomContact | null> {
    context.loader(this.loadFollowers).clear(id);
    return context.loader(this.load).clear(id).load(id);
  }

  /** Whom WeCom knows by `externalUserId` in a corporation of ours; null for nobody the caller may see. */
  findByExternalId(
    context: RequestContext,
    corpId: string,
    externalUserId: string,
  ): Promise<WecomContact | null> {
    return context.loader(this.loadByExternalId).load(`${corpId} ${externalUserId}`);
  }

  /** Those that have it, first added first, then those that had it. */
  followers(context: RequestContext, contactId: string): Promise<ContactFollower[]> {
    return context.loader(this.loadFollowers).load(contactId);
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const reach = await this.reach.of(principal, right);
    const rows = await this.db.tenant.contact.findMany({
      where: { AND: [{ id: { in: [...ids] } }, contactsWithin(reach)] },
    });
    return inOrder(ids, rows.map(contactViewOf));
  };

  private readonly loadByExternalId = async (keys: readonly string[], { principal }: RequestContext) => {
    const reach = await this.reach.of(principal, right);
    const wanted = keys.map((key) => ({ corpId: key.slice(0, 36), externalUserId: key.slice(37) }));
    const rows = await this.db.tenant.contact.findMany({
      where: { AND: [{ OR: wanted }, contactsWithin(reach)] },
    });
    const byKey = new Map(rows.map((row) => [`${row.corpId} ${row.externalUserId}`, contactViewOf(row)]));
    return keys.map((key) => byKey.get(key) ?? null);
  };

  private readonly loadFollowers = async (ids: readonly string[]) => {
    const rows = await this.db.tenant.contactFollow.findMany({
      where: { contactId: { in: [...ids] } },
      orderBy: [{ status: "asc" }, { addedAt: "asc" }, { userKey: "asc" }],
    });
    const byContact = new Map(groupedBy(rows.map(followerViewOf), ({ contactId }) => contactId));
    return ids.map((id) => byContact.get(id) ?? []);
  };
}

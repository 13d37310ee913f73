import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { groupedBy } from "../message/sending/settled.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { userKeyOf } from "./contact.facts.ts";
import { escaped } from "./contact.filter.ts";
import type { WecomContact } from "./contact.model.ts";
import { groupsWithin } from "./contact.reach.ts";
import type { ContactReach, Reach } from "./contact.reach.ts";
import { groupJoinScenes, groupOwnerStatuses } from "./group.model.ts";
import type {
  CustomerGroup,
  CustomerGroupDay,
  CustomerGroupFilter,
  CustomerGroupMember,
  CustomerGroupOrder,
} from "./group.model.ts";
import { groupMemberKinds } from "./group.store.ts";

const right = "contact:read";
const narrowMax = 2_000;
/** A contact is in a few groups; one that is in more is shown as in these. */
const groupsOfContactMax = 200;

const columns: Record<CustomerGroupOrder["by"], Pick<OrderColumn, "field" | "kind">> = {
  CREATED_AT: { field: "createdAt", kind: "date" },
  NAME: { field: "name", kind: "string" },
  MEMBER_COUNT: { field: "memberCount", kind: "number" },
};

/** Reads groups for people. A group is its owner's; one that was only listed so far is not shown. */
export class GroupReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: ContactReach,
  ) {}

  async page(
    { principal }: RequestContext,
    filter: CustomerGroupFilter,
    order: CustomerGroupOrder | null,
    args: PageArgs,
  ): Promise<Page<CustomerGroup>> {
    const where = await this.condition(await this.reach.of(principal, right), filter);
    const direction = order?.direction === "ASC" ? "asc" : "desc";
    const { customerGroup } = this.db.tenant;
    return keysetPage(
      args,
      [
        { ...columns[order?.by ?? "CREATED_AT"], direction },
        { field: "id", kind: "uuid", direction },
      ],
      async (query) =>
        (await customerGroup.findMany({ ...query, where: { AND: [where, query.where] } })).map(groupViewOf),
      () => customerGroup.count({ where }),
    );
  }

  find(context: RequestContext, id: string): Promise<CustomerGroup | null> {
    return context.loader(this.load).load(id);
  }

  /** In the order they came; with `hasLeft` those that went. The caller has seen the group. */
  members(groupId: string, hasLeft: boolean, args: PageArgs): Promise<Page<CustomerGroupMember>> {
    const where = { groupId, leftAt: hasLeft ? { not: null } : null };
    const { customerGroupMember } = this.db.tenant;
    return keysetPage(
      args,
      [
        { field: "joinedAt", kind: "date", direction: "desc" },
        { field: "memberId", kind: "string", direction: "desc" },
      ],
      async (query) =>
        (await customerGroupMember.findMany({ ...query, where: { AND: [where, query.where] } })).map(
          groupMemberViewOf,
        ),
      () => customerGroupMember.count({ where }),
    );
  }

  /** Day by day, oldest first. */
  async days(groupId: string, days: number): Promise<CustomerGroupDay[]> {
    return this.db.tenant.$queryRaw<CustomerGroupDay[]>`
      SELECT to_char(d, 'YYYY-MM-DD') AS day,
        (SELECT count(*)::int FROM wework_group_members m WHERE m.group_id = ${groupId}::uuid
          AND (m.joined_at AT TIME ZONE 'Asia/Shanghai')::date = d::date) AS joined,
        (SELECT count(*)::int FROM wework_group_members m WHERE m.group_id = ${groupId}::uuid
          AND (m.left_at AT TIME ZONE 'Asia/Shanghai')::date = d::date) AS left
      FROM generate_series((now() AT TIME ZONE 'Asia/Shanghai')::date - ${days - 1}::int,
        (now() AT TIME ZONE 'Asia/Shanghai')::date, interval '1 day') AS d ORDER BY d`;
  }

  /** Groups that a contact is in, of those the caller may see. */
  groupsOf(context: RequestContext, contact: WecomContact): Promise<CustomerGroup[]> {
    return context.loader(this.loadOfContacts).load(`${contact.corpId} ${contact.externalUserId}`);
  }

  private async condition(
    reach: Reach,
    filter: CustomerGroupFilter,
  ): Promise<Prisma.CustomerGroupWhereInput> {
    const { corpId, ownerIds, ownerStatuses, isDismissed, search } = filter;
    const AND: Prisma.CustomerGroupWhereInput[] = [groupsWithin(reach), { memberVersion: { not: null } }];
    AND.push({ dismissedAt: isDismissed ? { not: null } : null });
    if (corpId) AND.push({ corpId });
    if (ownerIds?.length) AND.push({ ownerKey: { in: ownerIds.map(userKeyOf) } });
    if (ownerStatuses)
      AND.push({ ownerStatus: { in: ownerStatuses.map((each) => groupOwnerStatuses.indexOf(each)) } });
    const text = search?.normalize("NFC").trim().toLowerCase() ?? "";
    if (text !== "") {
      AND.push({ searchText: { contains: escaped(text) } });
      const rows = await this.db.tenant.$queryRaw<{ id: string }[]>`
        SELECT id FROM wegraph_narrow_groups(${text}, ${`%${escaped(text)}%`}, ${narrowMax + 1}::int) AS id`;
      if (rows.length <= narrowMax) AND.push({ id: { in: rows.map(({ id }) => id) } });
    }
    return { AND };
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const reach = await this.reach.of(principal, right);
    const rows = await this.db.tenant.customerGroup.findMany({
      where: { AND: [{ id: { in: [...ids] }, memberVersion: { not: null } }, groupsWithin(reach)] },
    });
    return inOrder(ids, rows.map(groupViewOf));
  };

  private readonly loadOfContacts = async (keys: readonly string[], { principal }: RequestContext) => {
    const reach = await this.reach.of(principal, right);
    const rows = await this.db.tenant.customerGroupMember.findMany({
      where: {
        memberId: { in: [...new Set(keys.map((key) => key.slice(37)))] },
        leftAt: null,
        group: { AND: [{ dismissedAt: null }, groupsWithin(reach)] },
      },
      include: { group: true },
      orderBy: { joinedAt: "desc" },
      take: groupsOfContactMax * keys.length,
    });
    const byKey = new Map(groupedBy(rows, ({ memberId, group }) => `${group.corpId} ${memberId}`));
    return keys.map((key) =>
      (byKey.get(key) ?? []).slice(0, groupsOfContactMax).map(({ group }) => groupViewOf(group)),
    );
  };
}

function groupViewOf(row: Prisma.CustomerGroupGetPayload<object>): CustomerGroup {
  return { ...row, ownerStatus: groupOwnerStatuses[row.ownerStatus] ?? "NORMAL" };
}

function groupMemberViewOf(row: Prisma.CustomerGroupMemberGetPayload<object>): CustomerGroupMember {
  return {
    ...row,
    kind: oneOf(groupMemberKinds, row.kind),
    joinScene: groupJoinScenes[row.joinScene] ?? "UNKNOWN",
  };
}

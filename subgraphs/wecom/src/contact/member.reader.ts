import type { Prisma } from "@wegraph/db-wecom/client";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { Page, PageArgs } from "@wegraph/kit/page";
import type { WecomDatabase } from "../wecom.database.ts";
import { userKeyOf } from "./contact.facts.ts";
import { escaped } from "./contact.filter.ts";
import type { WecomDepartment, WecomMember, WecomMemberFilter, WecomMemberStatus } from "./member.model.ts";

const narrowMax = 2_000;
const departmentsMax = 10_000;

const statusOf: ReadonlyMap<number | null, WecomMemberStatus> = new Map([
  [1, "ACTIVE"],
  [2, "DISABLED"],
  [4, "NOT_ACTIVATED"],
  [5, "LEFT"],
]);

/** Employees and departments: whoever may see contacts sees whose they may be. */
export class MemberReader {
  constructor(private readonly db: WecomDatabase) {}

  async page(filter: WecomMemberFilter, args: PageArgs): Promise<Page<WecomMember>> {
    const where = await this.condition(filter);
    const { member } = this.db.tenant;
    return keysetPage(
      args,
      [
        { field: "name", kind: "string", direction: "asc" },
        { field: "id", kind: "uuid", direction: "asc" },
      ],
      async (query) =>
        (await member.findMany({ ...query, where: { AND: [where, query.where] } })).map(memberViewOf),
      () => member.count({ where }),
    );
  }

  async departments(corpId: string): Promise<WecomDepartment[]> {
    return this.db.tenant.department.findMany({
      where: { corpId, deletedAt: null },
      orderBy: [{ sortOrder: "desc" }, { departmentId: "asc" }],
      take: departmentsMax,
    });
  }

  /** Null for a user id that no reading of the directory has shown. */
  find(context: RequestContext, corpId: string, userId: string): Promise<WecomMember | null> {
    return context.loader(this.load).load(`${corpId} ${userKeyOf(userId)}`);
  }

  private async condition({ corpId, departmentId, hasContacts, search }: WecomMemberFilter) {
    const AND: Prisma.MemberWhereInput[] = [{ deletedAt: null }];
    if (corpId) AND.push({ corpId });
    if (departmentId != null) AND.push({ departmentIds: { has: departmentId } });
    if (hasContacts != null) AND.push({ isFollower: hasContacts });
    const text = search?.normalize("NFC").trim().toLowerCase() ?? "";
    if (text !== "") {
      AND.push({ searchText: { contains: escaped(text) } });
      const rows = await this.db.tenant.$queryRaw<{ id: string }[]>`
        SELECT id FROM wegraph_narrow_members(${text}, ${`%${escaped(text)}%`}, ${narrowMax + 1}::int) AS id`;
      if (rows.length <= narrowMax) AND.push({ id: { in: rows.map(({ id }) => id) } });
    }
    return { AND };
  }

  private readonly load = async (keys: readonly string[]): Promise<(WecomMember | null)[]> => {
    const rows = await this.db.tenant.member.findMany({
      where: {
        corpId: { in: [...new Set(keys.map((key) => key.slice(0, 36)))] },
        userKey: { in: [...new Set(keys.map((key) => key.slice(37)))] },
      },
    });
    const byKey = new Map(rows.map((row) => [`${row.corpId} ${row.userKey}`, memberViewOf(row)]));
    return keys.map((key) => byKey.get(key) ?? null);
  };
}

function memberViewOf(row: Prisma.MemberGetPayload<object>): WecomMember {
  const { id, corpId, userId, name, position, avatarUrl, departmentIds, isFollower, deletedAt } = row;
  return {
    id,
    corpId,
    userId,
    name,
    position,
    avatarUrl,
    departmentIds,
    hasContacts: isFollower,
    isDeleted: deletedAt !== null,
    status: statusOf.get(row.status) ?? "UNKNOWN",
  };
}

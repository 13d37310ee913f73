import { v7 } from "uuid";
import type { Department, Member } from "../serverApi/calls/members.ts";
import type { TagGroup } from "../serverApi/calls/groups.ts";
import type { Tx } from "../wecom.database.ts";
import { userKeyOf } from "./contact.facts.ts";
import { searchTextOf } from "./contact.plan.ts";

/** Whose directory is written. */
interface Place {
  tenantId: string;
  corpId: string;
}

/** Members that were read at `asOf`; what was read later stays. */
export async function writeMembers(
  tx: Tx,
  { tenantId, corpId }: Place,
  members: readonly Member[],
  asOf: Date,
): Promise<void> {
  const unique = new Map(members.map((member) => [userKeyOf(member.userId), member]));
  const rows = [...unique]
    .map(([userKey, { userId, name, departments, position, avatar, status }]) => ({
      id: v7(),
      userKey,
      userId,
      name: name || userId,
      departmentIds: departments,
      position: position || null,
      avatarUrl: avatar || null,
      status: status ?? null,
      searchText: searchTextOf([name, userId]),
    }))
    .toSorted((a, b) => (a.userKey < b.userKey ? -1 : 1));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO wegraph_members AS m (id, tenant_id, corp_id, user_id, user_key, name, department_ids, position, avatar_url, status, search_text, as_of)
    SELECT g.id, ${tenantId}::uuid, ${corpId}::uuid, g."userId", g."userKey", g.name, g."departmentIds", g.position, g."avatarUrl", g.status, g."searchText", ${asOf}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (id uuid, "userId" text, "userKey" text, name text, "departmentIds" int[],
      position text, "avatarUrl" text, status smallint, "searchText" text)
    ON CONFLICT (corp_id, user_key) DO UPDATE SET user_id = excluded.user_id, name = excluded.name, department_ids = excluded.department_ids,
      position = excluded.position, avatar_url = excluded.avatar_url, status = excluded.status, search_text = excluded.search_text,
      deleted_at = NULL, as_of = excluded.as_of
    WHERE m.as_of <= excluded.as_of`;
}

/** Who may have external contacts, all of them. One that the directory did not show is known by the user id alone. */
export async function markFollowers(
  tx: Tx,
  { tenantId, corpId }: Place,
  userIds: readonly string[],
  asOf: Date,
): Promise<void> {
  const rows = [...new Map(userIds.map((userId) => [userKeyOf(userId), userId]))].map(
    ([userKey, userId]) => ({ id: v7(), userKey, userId }),
  );
  await tx.$executeRaw`
    WITH given AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (id uuid, "userId" text, "userKey" text)),
    no_more AS (
      UPDATE wegraph_members SET is_follower = false WHERE corp_id = ${corpId}::uuid AND is_follower
        AND user_key NOT IN (SELECT "userKey" FROM given))
    INSERT INTO wegraph_members AS m (id, tenant_id, corp_id, user_id, user_key, name, is_follower, search_text, as_of)
    SELECT id, ${tenantId}::uuid, ${corpId}::uuid, "userId", "userKey", "userId", true, "userKey", ${asOf} FROM given
    ON CONFLICT (corp_id, user_key) DO UPDATE SET is_follower = true WHERE NOT m.is_follower`;
}

/** Members that a whole reading begun at `since` did not show. */
export async function sweepMembers(tx: Tx, { corpId }: Place, since: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE wegraph_members SET deleted_at = ${since} WHERE corp_id = ${corpId}::uuid AND deleted_at IS NULL AND as_of < ${since}`;
}

export async function deleteMember(tx: Tx, { corpId }: Place, userId: string, at: Date): Promise<boolean> {
  const { count } = await tx.member.updateMany({
    where: { corpId, userKey: userKeyOf(userId), deletedAt: null },
    data: { deletedAt: at, isFollower: false, asOf: at },
  });
  return count > 0;
}

/** All departments there are, as read at `asOf`. */
export async function writeDepartments(
  tx: Tx,
  { tenantId, corpId }: Place,
  departments: readonly Department[],
  asOf: Date,
): Promise<void> {
  const rows = departments.map(({ id, name, parentId, order }) => ({
    id,
    name,
    parentId,
    order: Math.trunc(order),
  }));
  await tx.$executeRaw`
    INSERT INTO wegraph_departments AS d (corp_id, department_id, tenant_id, name, parent_id, sort_order, as_of)
    SELECT ${corpId}::uuid, g.id, ${tenantId}::uuid, g.name, g."parentId", g."order", ${asOf}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (id int, name text, "parentId" int, "order" bigint)
    ON CONFLICT (corp_id, department_id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id,
      sort_order = excluded.sort_order, deleted_at = NULL, as_of = excluded.as_of
    WHERE d.as_of <= excluded.as_of`;
  await tx.$executeRaw`
    UPDATE wegraph_departments SET deleted_at = ${asOf} WHERE corp_id = ${corpId}::uuid AND deleted_at IS NULL AND as_of < ${asOf}`;
}

/**
 * Tags that were read at `asOf`.
 *
 * @param asked what was asked for; without it all there are. What was asked for and is not there is deleted.
 */
export async function writeTags(
  tx: Tx,
  { tenantId, corpId }: Place,
  groups: readonly TagGroup[],
  asOf: Date,
  asked?: { tagIds?: readonly string[]; groupIds?: readonly string[] },
): Promise<void> {
  const groupRows = groups.map(({ groupId, name, order, isDeleted }) => ({
    groupId,
    name,
    order: Math.trunc(order),
    isDeleted,
  }));
  const tagRows = groups.flatMap(({ groupId, isDeleted: isGroupDeleted, tags }) =>
    tags.map(({ id, name, order, isDeleted }) => ({
      id,
      groupId,
      name,
      order: Math.trunc(order),
      isDeleted: isDeleted || isGroupDeleted,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO wegraph_contact_tag_groups AS t (corp_id, group_id, tenant_id, name, sort_order, deleted_at, as_of)
    SELECT ${corpId}::uuid, g."groupId", ${tenantId}::uuid, g.name, g."order", CASE WHEN g."isDeleted" THEN ${asOf}::timestamptz END, ${asOf}
    FROM jsonb_to_recordset(${JSON.stringify(groupRows)}::jsonb) AS g ("groupId" text, name text, "order" bigint, "isDeleted" boolean)
    ON CONFLICT (corp_id, group_id) DO UPDATE SET name = excluded.name, sort_order = excluded.sort_order,
      deleted_at = excluded.deleted_at, as_of = excluded.as_of
    WHERE t.as_of <= excluded.as_of`;
  await tx.$executeRaw`
    INSERT INTO wegraph_contact_tags AS t (corp_id, tag_id, tenant_id, group_id, name, sort_order, deleted_at, as_of)
    SELECT ${corpId}::uuid, g.id, ${tenantId}::uuid, g."groupId", g.name, g."order", CASE WHEN g."isDeleted" THEN ${asOf}::timestamptz END, ${asOf}
    FROM jsonb_to_recordset(${JSON.stringify(tagRows)}::jsonb) AS g (id text, "groupId" text, name text, "order" bigint, "isDeleted" boolean)
    ON CONFLICT (corp_id, tag_id) DO UPDATE SET name = excluded.name, group_id = excluded.group_id, sort_order = excluded.sort_order,
      deleted_at = excluded.deleted_at, as_of = excluded.as_of
    WHERE t.as_of <= excluded.as_of`;
  const all = asked === undefined;
  const { tagIds = [], groupIds = [] } = asked ?? {};
  // A group that is gone took its tags with it, and WeCom tells of the group alone.
  await tx.$executeRaw`
    UPDATE wegraph_contact_tags SET deleted_at = ${asOf}, as_of = ${asOf} WHERE corp_id = ${corpId}::uuid AND deleted_at IS NULL AND as_of < ${asOf}
      AND (${all} OR tag_id = ANY (${[...tagIds]}::text[]) OR group_id = ANY (${[...groupIds]}::text[]))`;
  await tx.$executeRaw`
    UPDATE wegraph_contact_tag_groups SET deleted_at = ${asOf}, as_of = ${asOf} WHERE corp_id = ${corpId}::uuid AND deleted_at IS NULL AND as_of < ${asOf}
      AND (${all} OR group_id = ANY (${[...groupIds]}::text[]))`;
}

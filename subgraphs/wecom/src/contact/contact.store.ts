import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import type { Tx } from "../wecom.database.ts";
import { announceContacts } from "./contact.announce.ts";
import { contactStatuses } from "./contact.enums.ts";
import type { ContactChange } from "./contact.events.ts";
import { gathered, planOf } from "./contact.plan.ts";
import type { Known, News, Plan, Relation } from "./contact.plan.ts";

/** Whose contacts are written, and in whose name. */
export interface WritePlace {
  tenantId: string;
  corpId: string;
  origin: Origin;
  /** The sync run that sees them. */
  runId?: string;
  /** When that run began: what it made itself it has not changed. */
  runSince?: Date;
  now: Date;
}

export interface Written {
  created: number;
  changed: number;
  removed: number;
  /** Our ids by WeCom's. */
  ids: ReadonlyMap<string, string>;
}

type FollowRow = Prisma.ContactFollowGetPayload<object>;

/**
 * Brings contacts up to date with what was read or heard of them: what is known is read under lock, decided purely,
 * and written in two statements, however many there are. Tells of those that are different.
 */
export async function writeContacts(
  tx: Tx,
  place: WritePlace,
  newsOf: ReadonlyMap<string, News>,
): Promise<Written> {
  const known = await lockKnown(tx, place.corpId, [...newsOf.keys()]);
  const plans: Planned[] = [];
  for (const [externalUserId, news] of newsOf) {
    const before = known.get(externalUserId) ?? null;
    const plan = planOf(before, news);
    if (plan) plans.push({ externalUserId, plan, id: before?.id ?? v7() });
  }
  const ids = await upsertContacts(
    tx,
    place,
    plans.filter(({ plan, externalUserId }) => plan.change !== undefined || !known.has(externalUserId)),
  );
  // Made by another writer since we looked: what it knows is read, and decided anew.
  const late = plans.filter(({ externalUserId }) => !known.has(externalUserId) && !ids.has(externalUserId));
  if (late.length > 0) {
    const isLate = new Set(late.map(({ externalUserId }) => externalUserId));
    const rest = plans.filter(({ externalUserId }) => !isLate.has(externalUserId));
    const first = await finish(tx, place, known, rest, ids);
    const again = new Map([...newsOf].filter(([externalUserId]) => isLate.has(externalUserId)));
    return sumOf(first, await writeContacts(tx, place, again));
  }
  return finish(tx, place, known, plans, ids);
}

type KnownRow = Known & { createdAt: Date };

interface Planned {
  externalUserId: string;
  id: string;
  plan: Plan;
}

async function finish(
  tx: Tx,
  place: WritePlace,
  known: ReadonlyMap<string, KnownRow>,
  plans: readonly Planned[],
  ids: Map<string, string>,
): Promise<Written> {
  for (const { externalUserId, id } of plans) if (!ids.has(externalUserId)) ids.set(externalUserId, id);
  await upsertFollows(
    tx,
    place,
    plans.flatMap(({ externalUserId, plan }) =>
      plan.written.map((relation) => ({ ...relation, contactId: ids.get(externalUserId) ?? "" })),
    ),
  );
  const changes = plans.flatMap(({ externalUserId, plan }): ContactChange[] => {
    if (plan.change === undefined) return [];
    const { followerIds } = gathered(plan);
    const concerned = followerIds.length > 0 ? followerIds : plan.relations.map(({ userKey }) => userKey);
    return [
      {
        contactId: ids.get(externalUserId) ?? "",
        corpId: place.corpId,
        kind: plan.change,
        followerIds: concerned,
      },
    ];
  });
  if (changes.length > 0) await announceContacts(tx, place.origin, changes);
  const count = (kinds: readonly string[]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  const created = plans.filter(
    ({ externalUserId, plan }) => plan.change === "ADDED" && !known.has(externalUserId),
  ).length;
  const { runSince } = place;
  // A contact of two employees comes on two pages; the second does not change what the first made.
  const isOwn = (externalUserId: string): boolean => {
    const before = known.get(externalUserId);
    return runSince !== undefined && before !== undefined && before.createdAt >= runSince;
  };
  const own = plans.filter(
    ({ externalUserId, plan }) => plan.change && plan.change !== "REMOVED" && isOwn(externalUserId),
  ).length;
  return {
    ids,
    created,
    removed: count(["REMOVED"]),
    changed: count(["ADDED", "CHANGED", "LOST"]) - created - own,
  };
}

function sumOf(a: Written, b: Written): Written {
  return {
    ids: new Map([...a.ids, ...b.ids]),
    created: a.created + b.created,
    changed: a.changed + b.changed,
    removed: a.removed + b.removed,
  };
}

/** In the order of their ids, as everywhere: two writers never wait for each other in a ring. */
async function lockKnown(
  tx: Tx,
  corpId: string,
  externalUserIds: readonly string[],
): Promise<Map<string, KnownRow>> {
  await tx.$queryRaw`
    SELECT FROM wework_contacts WHERE corp_id = ${corpId}::uuid AND external_user_id = ANY (${[...externalUserIds]}::text[])
    ORDER BY external_user_id FOR UPDATE`;
  const rows = await tx.contact.findMany({
    where: { corpId, externalUserId: { in: [...externalUserIds] } },
    include: { follows: true },
  });
  return new Map(
    rows.map(({ follows, ...row }) => {
      // What is unchanged is marked as read at its relations alone.
      const asOf = new Date(Math.max(row.asOf.getTime(), ...follows.map((follow) => follow.asOf.getTime())));
      const relations = follows.map(relationOf);
      return [row.externalUserId, { ...row, asOf, relations, status: oneOf(contactStatuses, row.status) }];
    }),
  );
}

function relationOf(row: FollowRow): Relation {
  return { ...row, status: oneOf(contactStatuses, row.status) };
}

async function upsertContacts(
  tx: Tx,
  { tenantId, corpId, now }: WritePlace,
  plans: readonly Planned[],
): Promise<Map<string, string>> {
  if (plans.length === 0) return new Map();
  const rows = plans
    .map(({ externalUserId, id, plan }) => ({
      id,
      externalUserId,
      ...plan.contact,
      status: plan.status,
      asOf: plan.asOf,
      ...gathered(plan),
    }))
    .toSorted((a, b) => (a.externalUserId < b.externalUserId ? -1 : 1));
  const written = await tx.$queryRaw<{ id: string; externalUserId: string }[]>`
    INSERT INTO wework_contacts AS c (id, tenant_id, corp_id, external_user_id, name, type, gender, avatar_url, corp_name,
      corp_full_name, position, union_id, status, added_at, follower_ids, tag_ids, states, mobile_indexes, search_text,
      as_of, created_at, updated_at)
    SELECT g.id, ${tenantId}::uuid, ${corpId}::uuid, g."externalUserId", g.name, g.type, g.gender, g."avatarUrl", g."corpName",
      g."corpFullName", g.position, g."unionId", g.status, g."addedAt", g."followerIds", g."tagIds", g.states, g."mobileIndexes",
      g."searchText", g."asOf", ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (id uuid, "externalUserId" text, name text, type smallint,
      gender smallint, "avatarUrl" text, "corpName" text, "corpFullName" text, position text, "unionId" text, status text,
      "addedAt" timestamptz, "followerIds" text[], "tagIds" text[], states text[], "mobileIndexes" text[], "searchText" text,
      "asOf" timestamptz)
    ON CONFLICT (corp_id, external_user_id) DO UPDATE SET name = excluded.name, type = excluded.type, gender = excluded.gender,
      avatar_url = excluded.avatar_url, corp_name = excluded.corp_name, corp_full_name = excluded.corp_full_name,
      position = excluded.position, union_id = excluded.union_id, status = excluded.status, added_at = excluded.added_at,
      follower_ids = excluded.follower_ids, tag_ids = excluded.tag_ids, states = excluded.states,
      mobile_indexes = excluded.mobile_indexes, search_text = excluded.search_text, as_of = excluded.as_of,
      updated_at = excluded.updated_at
    WHERE c.id = excluded.id
    RETURNING c.id, c.external_user_id AS "externalUserId"`;
  return new Map(written.map(({ id, externalUserId }) => [externalUserId, id]));
}

async function upsertFollows(
  tx: Tx,
  { tenantId, corpId, runId }: WritePlace,
  rows: readonly (Relation & { contactId: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO wegraph_contact_follows AS f (contact_id, user_key, user_id, tenant_id, corp_id, remark, description,
      remark_corp_name, mobiles_sealed, mobiles_masked, mobile_indexes, operator_id, added_at, add_way, state, tag_ids, status,
      ended_at, news_at, as_of, seen_run)
    SELECT g."contactId", g."userKey", g."userId", ${tenantId}::uuid, ${corpId}::uuid, g.remark, g.description,
      g."remarkCorpName", g."mobilesSealed", g."mobilesMasked", g."mobileIndexes", g."operatorId", g."addedAt", g."addWay",
      g.state, g."tagIds", g.status, g."endedAt", g."newsAt", g."asOf", ${runId ?? null}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g ("contactId" uuid, "userKey" text, "userId" text, remark text,
      description text, "remarkCorpName" text, "mobilesSealed" text, "mobilesMasked" text[], "mobileIndexes" text[],
      "operatorId" text, "addedAt" timestamptz, "addWay" smallint, state text, "tagIds" text[], status text,
      "endedAt" timestamptz, "newsAt" timestamptz, "asOf" timestamptz)
    ON CONFLICT (contact_id, user_key) DO UPDATE SET user_id = excluded.user_id, remark = excluded.remark,
      description = excluded.description, remark_corp_name = excluded.remark_corp_name,
      mobiles_sealed = excluded.mobiles_sealed, mobiles_masked = excluded.mobiles_masked,
      mobile_indexes = excluded.mobile_indexes, operator_id = excluded.operator_id, added_at = excluded.added_at,
      add_way = excluded.add_way, state = excluded.state, tag_ids = excluded.tag_ids, status = excluded.status,
      ended_at = excluded.ended_at, news_at = excluded.news_at, as_of = excluded.as_of,
      seen_run = coalesce(excluded.seen_run, f.seen_run)`;
}

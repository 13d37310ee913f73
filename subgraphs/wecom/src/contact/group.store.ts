import { isDeepStrictEqual } from "node:util";
import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { v7 } from "uuid";
import type { GroupDetail } from "../serverApi/calls/groups.ts";
import type { Tx } from "../wecom.database.ts";
import { announceGroups } from "./contact.announce.ts";
import type { CustomerGroupChange } from "./contact.events.ts";
import { userKeyOf } from "./contact.facts.ts";
import { searchTextOf } from "./contact.plan.ts";
import type { WritePlace } from "./contact.store.ts";
import { planLeaving, planMembers } from "./group.plan.ts";
import type { GroupMembersPlan, KnownGroupMember } from "./group.plan.ts";

export const groupMemberKinds = ["MEMBER", "CONTACT"] as const;

type GroupRow = Prisma.CustomerGroupGetPayload<object>;

/** What became of a group that was read. */
export type GroupWrite = "CREATED" | "CHANGED" | "UNCHANGED";

/** Brings one group up to date with what was read of it at `asOf`. A dismissal is final. */
export async function writeGroup(
  tx: Tx,
  place: WritePlace,
  read: GroupDetail,
  asOf: Date,
): Promise<GroupWrite> {
  const known = await lockGroup(tx, place.corpId, read.chatId);
  if (known && (known.dismissedAt !== null || known.asOf > asOf)) return "UNCHANGED";
  // Listed by a sync, and not read before: nobody has seen it.
  const isNew = !known || known.memberVersion === null;
  const id = known?.id ?? v7();
  const plan = planMembers(known ? await membersOf(tx, id) : [], read.members, asOf);
  const facts = {
    name: read.name,
    ownerId: read.owner,
    ownerKey: userKeyOf(read.owner),
    notice: read.notice,
    adminIds: read.admins,
    memberVersion: read.memberVersion ?? "",
    memberCount: plan.memberCount,
    customerCount: plan.customerCount,
    searchText: searchTextOf([read.name]),
    createdAt: read.createdAt,
  };
  const isSame =
    known !== null && plan.written.length === 0 && isDeepStrictEqual(factsOf(known), factsOf(facts));
  const seen = place.runId === undefined ? {} : { seenRun: place.runId };
  if (!known) {
    const { tenantId, corpId, now } = place;
    const inserted = await tx.customerGroup.createMany({
      data: [
        {
          id,
          tenantId,
          corpId,
          chatId: read.chatId,
          ownerStatus: 0,
          ...facts,
          ...seen,
          asOf,
          updatedAt: now,
        },
      ],
      skipDuplicates: true,
    });
    // Somebody else has just made it: then it is known now.
    if (inserted.count === 0) return writeGroup(tx, place, read, asOf);
  } else
    await tx.customerGroup.update({
      where: { id },
      data: { ...(isSame ? {} : { ...facts, updatedAt: place.now }), ...seen, asOf },
    });
  await writeMembers(tx, place.tenantId, id, plan);
  if (isSame) return "UNCHANGED";
  await tell(tx, place, { groupId: id, ownerId: facts.ownerKey, kind: isNew ? "CREATED" : "CHANGED" });
  return isNew ? "CREATED" : "CHANGED";
}

/** What people see of a group; what is not compared here changes nothing for them. */
function factsOf(
  group: Omit<
    GroupRow,
    "id" | "tenantId" | "corpId" | "chatId" | "ownerStatus" | "dismissedAt" | "updatedAt" | "asOf" | "seenRun"
  >,
) {
  const { name, ownerId, notice, adminIds, memberVersion, memberCount, customerCount, createdAt } = group;
  return { name, ownerId, notice, adminIds, memberVersion, memberCount, customerCount, createdAt };
}

/** @returns false where it is not known, or dismissed already. */
export async function dismissGroup(tx: Tx, place: WritePlace, chatId: string, at: Date): Promise<boolean> {
  const known = await lockGroup(tx, place.corpId, chatId);
  if (!known || known.dismissedAt !== null) return false;
  await tx.customerGroup.update({
    where: { id: known.id },
    data: { dismissedAt: at, updatedAt: place.now, asOf: place.now },
  });
  await tell(tx, place, { groupId: known.id, ownerId: known.ownerKey, kind: "DISMISSED" });
  return true;
}

/** Members left a group whose version we have: nothing has to be read. False where we have another version. */
export async function leaveGroup(
  tx: Tx,
  place: WritePlace,
  change: { chatId: string; from: string; to: string; ids: readonly string[]; at: Date },
): Promise<boolean> {
  const known = await lockGroup(tx, place.corpId, change.chatId);
  if (!known || known.dismissedAt !== null || known.memberVersion !== change.from) return false;
  const plan = planLeaving(await membersOf(tx, known.id), change.ids, change.at);
  await writeMembers(tx, place.tenantId, known.id, plan);
  const { memberCount, customerCount } = plan;
  await tx.customerGroup.update({
    where: { id: known.id },
    data: { memberVersion: change.to, memberCount, customerCount, updatedAt: place.now, asOf: place.now },
  });
  await tell(tx, place, { groupId: known.id, ownerId: known.ownerKey, kind: "CHANGED" });
  return true;
}

async function lockGroup(tx: Tx, corpId: string, chatId: string): Promise<GroupRow | null> {
  await tx.$queryRaw`SELECT FROM wework_groups WHERE corp_id = ${corpId}::uuid AND chat_id = ${chatId} FOR UPDATE`;
  return tx.customerGroup.findUnique({ where: { corpId_chatId: { corpId, chatId } } });
}

async function membersOf(tx: Tx, groupId: string): Promise<KnownGroupMember[]> {
  const rows = await tx.customerGroupMember.findMany({ where: { groupId } });
  return rows.map((row) => ({ ...row, kind: oneOf(groupMemberKinds, row.kind) }));
}

async function writeMembers(
  tx: Tx,
  tenantId: string,
  groupId: string,
  { written }: GroupMembersPlan,
): Promise<void> {
  if (written.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO wework_group_members (group_id, member_id, tenant_id, kind, name, nickname, join_scene, joined_at, invited_by, left_at)
    SELECT ${groupId}::uuid, m."memberId", ${tenantId}::uuid, m.kind, m.name, m.nickname, m."joinScene", m."joinedAt", m."invitedBy", m."leftAt"
    FROM jsonb_to_recordset(${JSON.stringify(written)}::jsonb) AS m ("memberId" text, kind text, name text, nickname text,
      "joinScene" smallint, "joinedAt" timestamptz, "invitedBy" text, "leftAt" timestamptz)
    ON CONFLICT (group_id, member_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, nickname = excluded.nickname,
      join_scene = excluded.join_scene, joined_at = excluded.joined_at, invited_by = excluded.invited_by, left_at = excluded.left_at`;
}

async function tell(
  tx: Tx,
  { corpId, origin }: WritePlace,
  change: Omit<CustomerGroupChange, "corpId">,
): Promise<void> {
  await announceGroups(tx, origin, [{ ...change, corpId }]);
}

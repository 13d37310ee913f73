import type { GroupDetail } from "../serverApi/calls/groups.ts";

/** A member of a group as we know it. */
export interface KnownGroupMember {
  memberId: string;
  kind: "MEMBER" | "CONTACT";
  name: string;
  nickname: string;
  joinScene: number;
  joinedAt: Date;
  invitedBy: string | null;
  leftAt: Date | null;
}

export interface GroupMembersPlan {
  /** New, changed or gone ones, as they are to be written. */
  written: KnownGroupMember[];
  memberCount: number;
  customerCount: number;
}

/** Members after the whole group was read at `asOf`: who is not in it any more has left, and stays on record. */
export function planMembers(
  known: readonly KnownGroupMember[],
  read: GroupDetail["members"],
  asOf: Date,
): GroupMembersPlan {
  const before = new Map(known.map((member) => [member.memberId, member]));
  const present = read.map(
    ({ id, isMember, name, nickname, joinScene, joinedAt, invitedBy }): KnownGroupMember => ({
      memberId: id,
      kind: isMember ? "MEMBER" : "CONTACT",
      name,
      nickname,
      joinScene,
      joinedAt,
      invitedBy: invitedBy ?? null,
      leftAt: null,
    }),
  );
  const unique = new Map(present.map((member) => [member.memberId, member]));
  const gone = known.filter(({ memberId, leftAt }) => leftAt === null && !unique.has(memberId));
  const changed = [...unique.values()].filter((member) => {
    const old = before.get(member.memberId);
    return !old || JSON.stringify(sorted(old)) !== JSON.stringify(sorted(member));
  });
  return {
    written: [...changed, ...gone.map((member) => ({ ...member, leftAt: asOf }))],
    ...countOf([...unique.values()]),
  };
}

/** Members after some have left, told by a callback that follows on the very version we know. */
export function planLeaving(
  known: readonly KnownGroupMember[],
  ids: readonly string[],
  at: Date,
): GroupMembersPlan {
  const left = new Set(ids);
  const present = known.filter(({ leftAt }) => leftAt === null);
  return {
    written: present
      .filter(({ memberId }) => left.has(memberId))
      .map((member) => ({ ...member, leftAt: at })),
    ...countOf(present.filter(({ memberId }) => !left.has(memberId))),
  };
}

function countOf(present: readonly KnownGroupMember[]) {
  return {
    memberCount: present.length,
    customerCount: present.filter(({ kind }) => kind === "CONTACT").length,
  };
}

function sorted({
  memberId,
  kind,
  name,
  nickname,
  joinScene,
  joinedAt,
  invitedBy,
  leftAt,
}: KnownGroupMember) {
  return [memberId, kind, name, nickname, joinScene, joinedAt, invitedBy, leftAt];
}

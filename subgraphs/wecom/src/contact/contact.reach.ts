import type { Prisma } from "@wegraph/db-wecom/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { withinReach } from "../account/account.scope.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { userKeyOf } from "./contact.facts.ts";

/** The employees, by corporation, whose contacts and groups a caller's right reaches; null for all of them. */
export type Reach = ReadonlyMap<string, readonly string[]> | null;

/**
 * Whose contacts are whose: they are the employees', and an employee is a WeCom account here. So a right to one's own
 * accounts reaches the contacts of the employees that these accounts are logged in as.
 */
export class ContactReach {
  constructor(private readonly db: WecomDatabase) {}

  async of(principal: Principal, permission: Permission): Promise<Reach> {
    if (scopeFor(principal, permission) === "TENANT") return null;
    const rows = await this.db.tenant.account.findMany({
      where: { AND: [withinReach(principal, permission), { deletedAt: null, wecomUserId: { not: null } }] },
      select: { corpId: true, wecomUserId: true },
    });
    const reach = new Map<string, string[]>();
    for (const { corpId, wecomUserId } of rows)
      reach.set(corpId, [...(reach.get(corpId) ?? []), userKeyOf(wecomUserId ?? "")]);
    return reach;
  }
}

export function contactsWithin(reach: Reach): Prisma.ContactWhereInput {
  if (reach === null) return {};
  return { OR: [...reach].map(([corpId, users]) => ({ corpId, followerIds: { hasSome: [...users] } })) };
}

/** A group is its owner's. */
export function groupsWithin(reach: Reach): Prisma.CustomerGroupWhereInput {
  if (reach === null) return {};
  return { OR: [...reach].map(([corpId, users]) => ({ corpId, ownerKey: { in: [...users] } })) };
}

export function reachesUsers(reach: Reach, corpId: string, userKeys: readonly string[]): boolean {
  if (reach === null) return true;
  const mine = reach.get(corpId) ?? [];
  return userKeys.some((user) => mine.includes(user));
}

import type { SecretBox } from "@wegraph/kit/secrets";
import type { Customer, CustomerDetail, ListedCustomer } from "../serverApi/calls/customer.shapes.ts";
import type { ContactFacts, RelationFacts } from "./contact.plan.ts";

/** Of which contact of which corporation a secret is. */
export interface Place {
  corpId: string;
  externalUserId: string;
}

/** Phone numbers at rest: sealed for who may see them, masked for all others, hashed to be found. */
export class MobileVault {
  constructor(private readonly box: SecretBox) {}

  seal(
    place: Place,
    userKey: string,
    mobiles: readonly string[],
  ): Pick<RelationFacts, "mobilesSealed" | "mobilesMasked" | "mobileIndexes"> {
    const kept = mobiles.filter(Boolean);
    if (kept.length === 0) return { mobilesSealed: null, mobilesMasked: [], mobileIndexes: [] };
    return {
      mobilesSealed: this.box.seal(JSON.stringify(kept), aad(place, userKey)),
      mobilesMasked: kept.map(masked),
      mobileIndexes: kept.map((mobile) => this.index(mobile)),
    };
  }

  open(place: Place, userKey: string, sealed: string | null): string[] {
    if (sealed === null) return [];
    const value: unknown = JSON.parse(this.box.open(sealed, aad(place, userKey)));
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** What a number is found by. */
  index(mobile: string): string {
    return this.box.blindIndex(`wegraph_contact_follows.mobile:${digits(mobile)}`);
  }
}

/** 13812345678 → 138****5678; of shorter numbers only the end is left. */
export function masked(mobile: string): string {
  if (mobile.length >= 11) return `${mobile.slice(0, -8)}****${mobile.slice(-4)}`;
  return `****${mobile.slice(-2)}`;
}

function digits(mobile: string): string {
  return mobile.replaceAll(/[^\d+]/g, "");
}

function aad({ corpId, externalUserId }: Place, userKey: string): string {
  return `wegraph_contact_follows.mobiles:${corpId}:${externalUserId}:${userKey}`;
}

export function userKeyOf(userId: string): string {
  return userId.toLowerCase();
}

export function contactFacts(customer: Customer): ContactFacts {
  const { name, type, gender, avatar, corpName, corpFullName, position, unionId } = customer;
  return {
    name,
    type: type === 2 ? 2 : 1,
    gender: gender === 1 || gender === 2 ? gender : 0,
    avatarUrl: avatar || null,
    corpName: corpName || null,
    corpFullName: corpFullName || null,
    position: position || null,
    unionId: unionId || null,
  };
}

type ReadRelation = ListedCustomer["relation"];

export function relationFacts(vault: MobileVault, place: Place, relation: ReadRelation): RelationFacts {
  const {
    userId,
    remark,
    description,
    remarkCorpName,
    remarkMobiles,
    operatorUserId,
    addedAt,
    addWay,
    state,
  } = relation;
  const userKey = userKeyOf(userId);
  return {
    userKey,
    userId,
    remark,
    description,
    remarkCorpName: remarkCorpName || null,
    ...vault.seal(place, userKey, remarkMobiles),
    operatorId: operatorUserId || null,
    addedAt,
    addWay,
    state: state ?? "",
    tagIds: relation.tagIds.toSorted(),
  };
}

/** 1 of the corporation, 3 of a rule group; what an employee tagged for itself (2) has no id we could use. */
const corpTagTypes = [1, 3];

export function relationsOf(
  vault: MobileVault,
  place: Place,
  followedBy: CustomerDetail["followedBy"],
): RelationFacts[] {
  return followedBy.map(({ tags, ...relation }) => {
    const tagIds = tags
      .filter(({ type, tagId }) => corpTagTypes.includes(type) && tagId !== "")
      .map(({ tagId }) => tagId);
    return relationFacts(vault, place, { ...relation, tagIds });
  });
}

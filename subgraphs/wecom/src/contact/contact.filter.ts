import type { Prisma } from "@wegraph/db-wecom/client";
import type { WecomDatabase } from "../wecom.database.ts";
import { userKeyOf } from "./contact.facts.ts";
import type { MobileVault } from "./contact.facts.ts";
import type { ContactFilter } from "./contact.input.ts";
import { contactsWithin } from "./contact.reach.ts";
import type { Reach } from "./contact.reach.ts";

/** Up to so many ids are worth naming; a condition that more contacts meet finds a page soon without an index. */
const narrowMax = 2_000;
/** Whoever types so many digits looks for a phone number. */
const mobileForm = /^\+?[\d -]{7,20}$/;

/** The contacts a caller may see and asked for, as a condition that Postgres can answer from an index. */
export async function contactCondition(
  db: WecomDatabase,
  vault: MobileVault,
  reach: Reach,
  filter: ContactFilter,
): Promise<Prisma.ContactWhereInput> {
  const { corpId, statuses, type, addedFrom, addedTo } = filter;
  const AND: Prisma.ContactWhereInput[] = [contactsWithin(reach)];
  AND.push(statuses ? { status: { in: statuses } } : { status: { not: "REMOVED" } });
  if (corpId) AND.push({ corpId });
  if (type) AND.push({ type: type === "WECOM" ? 2 : 1 });
  if (addedFrom) AND.push({ addedAt: { gte: addedFrom } });
  if (addedTo) AND.push({ addedAt: { lt: addedTo } });
  const wanted = wantedOf(vault, filter);
  AND.push(...plain(wanted));
  const narrowed = await narrow(db, reach, wanted);
  if (narrowed) AND.push({ id: { in: narrowed } });
  return { AND };
}

interface Wanted {
  search: string | null;
  tagIds: string[] | null;
  users: string[] | null;
  states: string[] | null;
  mobile: string | null;
}

function wantedOf(vault: MobileVault, { search, tagIds, userIds, states }: ContactFilter): Wanted {
  const text = search?.normalize("NFC").trim().toLowerCase() ?? "";
  const isMobile = mobileForm.test(text);
  return {
    search: text === "" || isMobile ? null : text,
    mobile: isMobile ? vault.index(text) : null,
    tagIds: tagIds?.length ? tagIds : null,
    users: userIds?.length ? userIds.map(userKeyOf) : null,
    states: states?.length ? states : null,
  };
}

function plain({ search, tagIds, users, states, mobile }: Wanted): Prisma.ContactWhereInput[] {
  const conditions: Prisma.ContactWhereInput[] = [];
  if (search !== null) conditions.push({ searchText: { contains: escaped(search) } });
  if (tagIds) conditions.push({ tagIds: { hasEvery: tagIds } });
  if (users) conditions.push({ followerIds: { hasSome: users } });
  if (states) conditions.push({ states: { hasSome: states } });
  if (mobile !== null) conditions.push({ mobileIndexes: { has: mobile } });
  return conditions;
}

/** Ids by the indexes that row-level security leaves idle; null where nothing asks for them, or too many are found. */
async function narrow({ tenant }: WecomDatabase, reach: Reach, wanted: Wanted): Promise<string[] | null> {
  const { search, tagIds, states, mobile } = wanted;
  const mine = reach === null ? null : [...reach.values()].flat();
  const users = wanted.users ?? mine;
  if (search === null && tagIds === null && users === null && states === null && mobile === null) return null;
  const pattern = search === null ? null : `%${escaped(search)}%`;
  const rows = await tenant.$queryRaw<{ id: string }[]>`
    SELECT id FROM wegraph_narrow_contacts(${search}, ${pattern}, ${tagIds}::text[], ${users}::text[], ${states}::text[], ${mobile},
      ${narrowMax + 1}::int) AS id`;
  return rows.length > narrowMax ? null : rows.map(({ id }) => id);
}

/** A person's % and _ are themselves, not wildcards. */
export function escaped(search: string): string {
  return search.replaceAll(/[\\%_]/g, "\\$&");
}

import type { ContactChangeKind, ContactStatus } from "./contact.enums.ts";

/** A contact itself, as WeCom tells of it. */
export interface ContactFacts {
  name: string;
  type: number;
  gender: number;
  avatarUrl: string | null;
  corpName: string | null;
  corpFullName: string | null;
  position: string | null;
  unionId: string | null;
}

/** What one employee's relation to a contact is, as WeCom tells of it; phone numbers sealed and masked already. */
export interface RelationFacts {
  userKey: string;
  userId: string;
  remark: string;
  description: string;
  remarkCorpName: string | null;
  mobilesSealed: string | null;
  mobilesMasked: string[];
  mobileIndexes: string[];
  operatorId: string | null;
  addedAt: Date;
  addWay: number;
  state: string;
  tagIds: string[];
}

/** A relation as we know it. */
export interface Relation extends RelationFacts {
  status: ContactStatus;
  endedAt: Date | null;
  newsAt: Date | null;
  asOf: Date;
}

/** A contact as we know it. */
export interface Known extends ContactFacts {
  id: string;
  status: ContactStatus;
  asOf: Date;
  relations: readonly Relation[];
}

/** What was read or heard of one contact. */
export interface News {
  /** When it was true, by our clock. */
  asOf: Date;
  contact?: ContactFacts;
  relations?: readonly RelationFacts[];
  /** `relations` are all there are: the ones we know besides are over. */
  isComplete?: boolean;
  /** Relations that are over, and how. */
  ended?: readonly { userKey: string; status: "LOST" | "REMOVED"; at: Date; newsAt?: Date }[];
  /** WeCom's time of the callback that says a relation began. */
  began?: { userKey: string; at: Date };
}

export interface Plan {
  contact: ContactFacts;
  status: ContactStatus;
  asOf: Date;
  /** All relations as they are afterwards. */
  relations: readonly Relation[];
  /** Those of them to be written. */
  written: readonly Relation[];
  /** Undefined where nobody would see a difference. */
  change: ContactChangeKind | undefined;
}

/**
 * What is known of a contact after some news: the newest fact wins, whatever order they come in. Null where the news
 * are of a contact that we do not know and do not describe it.
 */
export function planOf(known: Known | null, news: News): Plan | null {
  const facts = news.contact ?? known;
  if (!facts) return null;
  const isNewer = !known || known.asOf <= news.asOf;
  const contact = isNewer ? factsOf(facts) : factsOf(known);
  const before = new Map((known?.relations ?? []).map((relation) => [relation.userKey, relation]));
  const after = new Map(before);
  for (const given of news.relations ?? []) {
    const old = before.get(given.userKey);
    if (old && old.asOf > news.asOf) continue;
    after.set(given.userKey, told(old, given, news));
  }
  for (const { userKey, status, at, newsAt } of endings(news, before)) {
    const old = after.get(userKey);
    if (!old || old.asOf > news.asOf || old.status === "REMOVED" || old.status === status) continue;
    after.set(userKey, {
      ...old,
      status,
      endedAt: at,
      newsAt: newsAt ?? old.newsAt,
      asOf: news.asOf,
      ...(status === "REMOVED" && { tagIds: [] }),
    });
  }
  const relations = [...after.values()];
  const written = relations.filter((relation) => relation !== before.get(relation.userKey));
  const status = statusOf(relations);
  const isDifferent =
    (known ? !isSame(factsOf(known), contact) : true) ||
    written.some((relation) => !isSameRelation(before.get(relation.userKey), relation));
  return {
    contact,
    status,
    relations,
    written,
    asOf: known && !isNewer ? known.asOf : news.asOf,
    change: changeOf(known?.status, status, isDifferent),
  };
}

/** What lists are filtered and ordered by, gathered from the relations that are not over. */
export function gathered({ contact, relations }: Pick<Plan, "contact" | "relations">) {
  const present = relations.filter(({ status }) => status !== "REMOVED");
  const all = present.length > 0 ? present : relations;
  const unique = (values: readonly string[]) =>
    [...new Set(values.filter((value) => value !== ""))].toSorted();
  const addedAt = all.map((relation) => relation.addedAt.getTime());
  return {
    followerIds: unique(present.map(({ userKey }) => userKey)),
    tagIds: unique(present.flatMap(({ tagIds }) => tagIds)),
    states: unique(present.map(({ state }) => state)),
    mobileIndexes: unique(present.flatMap(({ mobileIndexes }) => mobileIndexes)),
    searchText: searchTextOf([contact.name, contact.corpName ?? "", ...all.map(({ remark }) => remark)]),
    addedAt: addedAt.length > 0 ? new Date(Math.min(...addedAt)) : new Date(0),
  };
}

const searchTextMax = 300;

/** In lower case, and only as much as is worth an index. */
export function searchTextOf(parts: readonly string[]): string {
  const words = [...new Set(parts.map((part) => part.normalize("NFC").trim().toLowerCase()))];
  return words.filter(Boolean).join("\n").slice(0, searchTextMax);
}

/** Best of its relations: one employee that has it is enough. */
function statusOf(relations: readonly Relation[]): ContactStatus {
  if (relations.some(({ status }) => status === "ACTIVE")) return "ACTIVE";
  return relations.some(({ status }) => status === "LOST") ? "LOST" : "REMOVED";
}

function changeOf(
  before: ContactStatus | undefined,
  after: ContactStatus,
  isDifferent: boolean,
): ContactChangeKind | undefined {
  if (before !== after) {
    if (after === "ACTIVE") return "ADDED";
    if (after === "LOST") return before === undefined ? "ADDED" : "LOST";
    return before === undefined ? undefined : "REMOVED";
  }
  return isDifferent ? "CHANGED" : undefined;
}

/** WeCom goes on listing whoever deleted the employee; only being added again, later, ends that. */
function told(old: Relation | undefined, given: RelationFacts, { asOf, began }: News): Relation {
  const beganAt = began?.userKey === given.userKey ? began.at : undefined;
  const newsAt = laterOf(old?.newsAt ?? null, beganAt ?? null);
  const lostAt = old?.status === "LOST" ? old.endedAt : null;
  const isStillLost =
    lostAt !== null && given.addedAt <= lostAt && (beganAt === undefined || beganAt <= lostAt);
  return {
    ...given,
    status: isStillLost ? "LOST" : "ACTIVE",
    endedAt: isStillLost ? lostAt : null,
    newsAt,
    asOf,
  };
}

function endings(
  news: News,
  before: ReadonlyMap<string, Relation>,
): readonly NonNullable<News["ended"]>[number][] {
  const ended = news.ended ?? [];
  if (!news.isComplete) return ended;
  const listed = new Set([
    ...(news.relations ?? []).map(({ userKey }) => userKey),
    ...ended.map(({ userKey }) => userKey),
  ]);
  const missing = [...before.keys()].filter((userKey) => !listed.has(userKey));
  return [...ended, ...missing.map((userKey) => ({ userKey, status: "REMOVED" as const, at: news.asOf }))];
}

function laterOf(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function factsOf({
  name,
  type,
  gender,
  avatarUrl,
  corpName,
  corpFullName,
  position,
  unionId,
}: ContactFacts): ContactFacts {
  return { name, type, gender, avatarUrl, corpName, corpFullName, position, unionId };
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Seals differ each time; the keyed hashes tell whether the numbers do. */
function isSameRelation(a: Relation | undefined, b: Relation): boolean {
  if (!a) return false;
  const seen = ({
    userId,
    remark,
    description,
    remarkCorpName,
    mobileIndexes,
    addedAt,
    addWay,
    state,
    tagIds,
    status,
  }: Relation) => [
    userId,
    remark,
    description,
    remarkCorpName,
    mobileIndexes,
    addedAt,
    addWay,
    state,
    tagIds.toSorted(),
    status,
  ];
  return isSame(seen(a), seen(b));
}

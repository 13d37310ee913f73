import { expect, test } from "vitest";
import { gathered, planOf } from "./contact.plan.ts";
import type { Known, News, RelationFacts } from "./contact.plan.ts";
import { endVerdict } from "./relation.rules.ts";

const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1_000);
const contact = {
  name: "王芳",
  type: 1,
  gender: 2,
  avatarUrl: null,
  corpName: null,
  corpFullName: null,
  position: null,
  unionId: null,
};
function relation(userKey: string, more: Partial<RelationFacts> = {}): RelationFacts {
  return {
    userKey,
    userId: userKey,
    remark: "",
    description: "",
    remarkCorpName: null,
    mobilesSealed: null,
    mobilesMasked: [],
    mobileIndexes: [],
    operatorId: null,
    addedAt: at(0),
    addWay: 1,
    state: "",
    tagIds: [],
    ...more,
  };
}
function after(...news: News[]): Known | null {
  return news.reduce<Known | null>((known, each) => {
    const plan = planOf(known, each);
    if (!plan) return known;
    return { ...plan.contact, id: "c", status: plan.status, asOf: plan.asOf, relations: plan.relations };
  }, null);
}

test("an older reading that arrives later changes nothing", () => {
  const newer: News = {
    asOf: at(20),
    contact: { ...contact, name: "new" },
    relations: [relation("a", { remark: "new" })],
  };
  const older: News = {
    asOf: at(10),
    contact: { ...contact, name: "old" },
    relations: [relation("a", { remark: "old" })],
  };
  expect(after(newer, older)).toEqual(after(newer));
});

test("a contact that is read again unchanged is no change", () => {
  const read: News = { asOf: at(10), contact, relations: [relation("a", { tagIds: ["y", "x"] })] };
  const known = after(read);
  const again = planOf(known, { ...read, asOf: at(20), relations: [relation("a", { tagIds: ["x", "y"] })] });
  expect(again?.change).toBeUndefined();
});

test("whoever is missing from a complete reading has removed the contact; from a page of one employee, nobody is", () => {
  const both: News = { asOf: at(10), contact, relations: [relation("a"), relation("b")] };
  const onlyA = { asOf: at(20), contact, relations: [relation("a")] };
  expect(after(both, { ...onlyA, isComplete: true })?.relations).toMatchObject([
    { userKey: "a", status: "ACTIVE" },
    { userKey: "b", status: "REMOVED" },
  ]);
  expect(after(both, onlyA)?.relations).toMatchObject([{ status: "ACTIVE" }, { status: "ACTIVE" }]);
});

test("a contact that deleted the employee stays lost however often WeCom goes on listing it, until it is added again", () => {
  const read: News = { asOf: at(10), contact, relations: [relation("a")] };
  const lost: News = { asOf: at(20), ended: [{ userKey: "a", status: "LOST", at: at(19) }] };
  const listed: News = { asOf: at(30), contact, relations: [relation("a")] };
  expect(after(read, lost, listed)?.status).toBe("LOST");
  expect(after(read, lost, { ...listed, began: { userKey: "a", at: at(29) } })?.status).toBe("ACTIVE");
  expect(after(read, lost, { ...listed, relations: [relation("a", { addedAt: at(25) })] })?.status).toBe(
    "ACTIVE",
  );
});

test("a contact is there while one employee has it, and the change says which way it went", () => {
  const both: News = { asOf: at(10), contact, relations: [relation("a"), relation("b")] };
  const without = (userKey: string): News => ({
    asOf: at(20),
    ended: [{ userKey, status: "REMOVED", at: at(20) }],
  });
  expect(planOf(null, both)?.change).toBe("ADDED");
  expect(planOf(after(both), without("a"))).toMatchObject({ status: "ACTIVE", change: "CHANGED" });
  expect(planOf(after(both, without("a")), without("b"))).toMatchObject({
    status: "REMOVED",
    change: "REMOVED",
  });
  expect(planOf(null, without("a"))).toBeNull();
});

test("lists find a contact by what its present employees noted, and by nothing of those that are gone", () => {
  const read: News = {
    asOf: at(10),
    contact,
    relations: [
      relation("a", { remark: "王总", tagIds: ["t1"], state: "s1", addedAt: at(5) }),
      relation("b", { remark: "Gone", tagIds: ["t2"], state: "s2", addedAt: at(1) }),
    ],
  };
  const plan = planOf(after(read), {
    asOf: at(20),
    ended: [{ userKey: "b", status: "REMOVED", at: at(20) }],
  });
  expect(plan && gathered(plan)).toEqual({
    followerIds: ["a"],
    tagIds: ["t1"],
    states: ["s1"],
    mobileIndexes: [],
    searchText: "王芳\n王总",
    addedAt: at(5),
  });
});

const known = { status: "ACTIVE" as const, addedAt: at(0), newsAt: null, asOf: at(10) };

test.each([
  ["later than all that is known", known, at(11), "REMOVED", "apply"],
  ["at about the time of a reading", known, at(10 - 1), "REMOVED", "ask"],
  ["before the relation was begun again", { ...known, addedAt: at(20) }, at(19), "REMOVED", "late"],
  ["older than the news of a new beginning", { ...known, newsAt: at(15) }, at(14), "LOST", "late"],
  ["of a relation that is over", { ...known, status: "REMOVED" as const }, at(30), "REMOVED", "late"],
  ["a second time", { ...known, status: "LOST" as const }, at(30), "LOST", "late"],
  ["of a relation nobody knows", undefined, at(30), "LOST", "late"],
  ["by a contact, whom WeCom goes on listing", known, at(5), "LOST", "apply"],
] as const)("the end of a relation, %s", (_, relationKnown, sentAt, kind, verdict) => {
  expect(endVerdict(relationKnown, sentAt, kind)).toBe(verdict);
});

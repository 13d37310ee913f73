import { inTenant } from "@wegraph/database/scope";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openContactWorld } from "../../testing/contactWorld.ts";
import type { ContactWorld } from "../../testing/contactWorld.ts";

let at: ContactWorld;
let users: string[];

beforeAll(async () => {
  at = await openContactWorld(await startSimulator({ secret: "s", seed: "contacts", life: false }), {
    members: 6,
    departments: 2,
    customers: 60,
    groups: 3,
  });
  users = await at.wecom.members();
  await at.sync();
});
afterAll(() => at?.close());

const tenant = <T>(work: (db: ContactWorld["world"]["db"]["tenant"]) => Promise<T>): Promise<T> =>
  inTenant(at.tenantId, async () => await work(at.world.db.tenant));
const seconds = (count: number): Date => new Date(Date.now() + count * 1_000);
const found = (externalUserId: string) =>
  tenant((db) => db.contact.findFirst({ where: { externalUserId }, include: { follows: true } }));

async function addOne(): Promise<{ externalUserId: string; userId: string }> {
  const [userId = ""] = users;
  const { externalUserIds } = await at.wecom.corp<{ externalUserIds: string[] }>("POST", "/customers", {
    userId,
    state: "lobby",
  });
  return { userId, externalUserId: externalUserIds[0] ?? "" };
}
const customer = (change: string, who: { externalUserId: string; userId: string }, sentAt?: Date) =>
  at.hear({ kind: "customer", change, ...who } as never, sentAt);

/** What a relation came to, times aside. */
async function standing(externalUserId: string) {
  const row = await found(externalUserId);
  return (
    row && { status: row.status, follows: row.follows.map(({ status, remark }) => ({ status, remark })) }
  );
}

test("a contact is added, changed, lost and removed as callbacks tell; told twice, nothing happens twice", async () => {
  const who = await addOne();
  expect(await customer("add_external_contact", who)).toBe("applied");
  expect(await customer("add_external_contact", who)).toBe("late");
  expect(await found(who.externalUserId)).toMatchObject({ status: "ACTIVE", states: ["lobby"] });

  await at.wecom.corp("PATCH", `/customers/${who.externalUserId}`, { userId: who.userId, remark: "VIP" });
  expect(await customer("edit_external_contact", who)).toBe("applied");
  expect(await standing(who.externalUserId)).toEqual({
    status: "ACTIVE",
    follows: [{ status: "ACTIVE", remark: "VIP" }],
  });

  await at.wecom.corp("POST", `/customers/${who.externalUserId}/part`, {
    userId: who.userId,
    by: "customer",
  });
  expect(await customer("del_follow_user", who, seconds(5))).toBe("applied");
  expect(await customer("del_follow_user", who, seconds(5))).toBe("late");
  expect(await standing(who.externalUserId)).toMatchObject({ status: "LOST" });
  // WeCom goes on listing it for the employee.
  expect(await customer("edit_external_contact", who, seconds(6))).toBe("late");
  expect(await standing(who.externalUserId)).toMatchObject({ status: "LOST" });

  await at.wecom.corp("POST", `/customers/${who.externalUserId}/part`, { userId: who.userId, by: "member" });
  expect(await customer("del_external_contact", who, seconds(8))).toBe("applied");
  expect(await standing(who.externalUserId)).toMatchObject({ status: "REMOVED" });
});

test("callbacks about a contact lead to the same end in every order, each of them twice", async () => {
  const orders = permutations(["add_external_contact", "edit_external_contact", "del_external_contact"]);
  const sent = { add_external_contact: 1, edit_external_contact: 2, del_external_contact: 3 };
  for (const order of orders) {
    const who = await addOne();
    // Known from a sync, as most are when something happens to them.
    await customer("edit_external_contact", who);
    // It all happened before the first of them is handled.
    await at.wecom.corp("POST", `/customers/${who.externalUserId}/part`, {
      userId: who.userId,
      by: "member",
    });
    for (const change of [...order, ...order])
      await customer(change, who, seconds(sent[change as keyof typeof sent]));
    expect(await standing(who.externalUserId), order.join(" ")).toMatchObject({ status: "REMOVED" });
  }
});

test("deleted and added again, in either order of arrival, a contact is there", async () => {
  for (const order of [
    ["del", "add"],
    ["add", "del"],
  ]) {
    const who = await addOne();
    await customer("edit_external_contact", who);
    for (const step of order)
      await (step === "del"
        ? customer("del_follow_user", who, seconds(10))
        : customer("add_external_contact", who, seconds(20)));
    expect(await standing(who.externalUserId), order.join(" ")).toMatchObject({ status: "ACTIVE" });
  }
});

test("a removal that is older than what was read since is asked about, not believed", async () => {
  const who = await addOne();
  await customer("edit_external_contact", who);
  // Sent by somebody else's clock, about the time of the reading: WeCom still lists it.
  expect(await customer("del_external_contact", who, seconds(-0.5))).toBe("late");
  expect(await standing(who.externalUserId)).toMatchObject({ status: "ACTIVE" });
});

test("members of a group come and go; a version that is known is nothing new, and what is missed is read", async () => {
  const [owner = ""] = users;
  const who = [await addOne(), await addOne(), await addOne()].map(({ externalUserId }) => externalUserId);
  const [a = "", b = "", c = ""] = who;
  const { chatId } = await at.wecom.corp<{ chatId: string }>("POST", "/groups", {
    owner,
    name: "春风",
    members: [a],
  });
  const hear = (event: object, sentAt?: Date) =>
    at.hear({ kind: "customer_group", chatId, memberIds: [], ...event } as never, sentAt);
  expect(await hear({ change: "create" })).toBe("applied");
  expect(await hear({ change: "create" })).toBe("late");
  const present = async () => {
    const group = await tenant((db) =>
      db.customerGroup.findFirstOrThrow({ where: { chatId }, include: { members: true } }),
    );
    const ids = group.members.filter(({ leftAt }) => leftAt === null).map(({ memberId }) => memberId);
    return { version: group.memberVersion ?? "", count: group.memberCount, ids: ids.toSorted() };
  };
  const v1 = (await present()).version;
  await at.wecom.corp("POST", `/groups/${chatId}/join`, { ids: [b, c] });
  const joined = {
    change: "update",
    detail: "add_member",
    memberIds: [b, c],
    lastMemberVersion: v1,
    memberVersion: "v2",
  };
  expect(await hear(joined)).toBe("applied");
  const afterJoin = await present();
  expect(afterJoin).toMatchObject({ count: 3, ids: [a, b, c].toSorted() });

  // The next version follows on ours: nobody is asked.
  const callsBefore = await groupCalls();
  const left = {
    change: "update",
    detail: "del_member",
    memberIds: [b],
    lastMemberVersion: afterJoin.version,
    memberVersion: "v3",
  };
  await at.wecom.corp("POST", `/groups/${chatId}/leave`, { ids: [b] });
  expect(await hear(left)).toBe("applied");
  expect(await groupCalls()).toBe(callsBefore);
  expect(await hear(left)).toBe("late");
  expect(await present()).toMatchObject({ version: "v3", count: 2, ids: [a, c].toSorted() });

  // A version is missing in between: WeCom is asked, and what it says stands.
  await at.wecom.corp("POST", `/groups/${chatId}/leave`, { ids: [c] });
  const gap = {
    change: "update",
    detail: "del_member",
    memberIds: [c],
    lastMemberVersion: "unknown",
    memberVersion: "v9",
  };
  expect(await hear(gap)).toBe("applied");
  expect(await present()).toMatchObject({ count: 1, ids: [a] });

  await at.wecom.corp("PATCH", `/groups/${chatId}`, { name: "秋月" });
  expect(await hear({ change: "update", detail: "change_name" })).toBe("applied");
  await at.wecom.corp("DELETE", `/groups/${chatId}`);
  expect(await hear({ change: "dismiss" })).toBe("applied");
  expect(await hear({ change: "dismiss" })).toBe("late");
  expect(await hear({ change: "update", detail: "change_name" })).toBe("late");
  const row = await tenant((db) => db.customerGroup.findFirstOrThrow({ where: { chatId } }));
  expect(row).toMatchObject({ name: "秋月", dismissedAt: expect.any(Date) });
});

test("tags and members are read again when something about them changed", async () => {
  const tag = await tenant((db) => db.contactTag.findFirstOrThrow());
  // One that WeCom does not list any more.
  await tenant((db) =>
    db.contactTag.create({ data: { ...tag, tagId: "gone", name: "Gone", sortOrder: 0, asOf: new Date(0) } }),
  );
  await at.hear({ kind: "customer_tag", change: "delete", id: "gone", tagType: "tag" } as never);
  expect(await tenant((db) => db.contactTag.count({ where: { tagId: "gone", deletedAt: null } }))).toBe(0);
  expect(await tenant((db) => db.contactTag.count({ where: { tagId: tag.tagId, deletedAt: null } }))).toBe(1);

  await at.wecom.corp("PUT", "/members/NewOne", { name: "新人" });
  await at.hear({ kind: "member", change: "create_user", userId: "NewOne", departments: [] } as never);
  expect(await tenant((db) => db.member.findFirst({ where: { userKey: "newone" } }))).toMatchObject({
    name: "新人",
  });
  await at.wecom.corp("DELETE", "/members/NewOne");
  const gone = { kind: "member", change: "delete_user", userId: "NewOne", departments: [] } as never;
  expect(await at.hear(gone)).toBe("applied");
  expect(await at.hear(gone)).toBe("late");
});

test("people see the contacts their rights reach, and other tenants none", async () => {
  const { reader } = at.world.parts.contacts;
  const total = await tenant((db) => db.contact.count({ where: { status: { not: "REMOVED" } } }));
  const seen = (context: ContactWorld["caller"]) =>
    at.world.as(context, async (each) => (await reader.page(each, {}, null, { first: 200 })).nodes);
  expect(await seen(at.caller)).toHaveLength(total);
  const bound = at.world.caller(at.tenantId, { scope: "BOUND" });
  expect(await seen(bound)).toEqual([]);
  const [userId = ""] = users;
  await tenant((db) =>
    db.account.update({
      where: { id: at.accountId },
      data: { boundUserIds: [bound.principal.id], wecomUserId: userId },
    }),
  );
  const mine = await tenant((db) =>
    db.contact.count({ where: { followerIds: { has: userId.toLowerCase() }, status: { not: "REMOVED" } } }),
  );
  expect(await seen(at.world.caller(at.tenantId, { scope: "BOUND", id: bound.principal.id }))).toHaveLength(
    mine,
  );
  expect(mine).toBeLessThan(total);
  expect(await seen(at.world.caller(v7()))).toEqual([]);
});

test("a name is found by one or two of its characters, capitals aside, and % is a character", async () => {
  const who = await addOne();
  await at.wecom.corp("PATCH", `/customers/${who.externalUserId}`, {
    userId: who.userId,
    remark: "鸾凤Plus%号",
  });
  await customer("add_external_contact", who);
  const search = (text: string) =>
    at.world.as(at.caller, async (context) => {
      const page = await at.world.parts.contacts.reader.page(context, { search: text }, null, {});
      return page.nodes.map(({ externalUserId }) => externalUserId);
    });
  for (const text of ["鸾", "鸾凤", "凤p", "plus%"])
    expect(await search(text), text).toEqual([who.externalUserId]);
  expect(await search("鸾%号")).toEqual([]);
});

test("tags and remarks are written to WeCom first; a lost answer is found out by reading", async () => {
  const tag = await tenant((db) => db.contactTag.findFirstOrThrow({ where: { deletedAt: null } }));
  const { acts } = at.world.parts.contacts;
  const who = await addOne();
  await customer("add_external_contact", who);
  const contactId = (await found(who.externalUserId))?.id ?? "";
  const mark = (input: object) =>
    at.world.as(at.caller, (context) => acts.markTags(context, { contactIds: [contactId], ...input }));
  expect(await mark({ addTagIds: [tag.tagId] })).toMatchObject([{ done: true, code: null }]);
  expect((await found(who.externalUserId))?.tagIds).toEqual([tag.tagId]);
  expect(await mark({ addTagIds: ["no-such-tag"] })).toMatchObject([
    { done: false, code: "WECOM_40068", messageZh: expect.any(String) },
  ]);

  await at.wecom.corp("PUT", "/faults", { apis: { "externalcontact/mark_tag": { lostAnswerRate: 1 } } });
  expect(await mark({ removeTagIds: [tag.tagId] })).toMatchObject([{ done: true }]);
  await at.wecom.corp("PUT", "/faults", { apis: { "externalcontact/mark_tag": { serverErrorRate: 1 } } });
  expect(await mark({ addTagIds: [tag.tagId] })).toMatchObject([{ done: false, code: "CHANGE_UNVERIFIED" }]);
  await at.wecom.corp("PUT", "/faults", {});
  expect((await found(who.externalUserId))?.tagIds).toEqual([]);

  await at.world.as(at.caller, (context) =>
    acts.updateRemark(context, {
      contactId,
      userId: who.userId,
      remark: "老客户",
      mobiles: ["138 0000 1111"],
    }),
  );
  const row = await found(who.externalUserId);
  expect(row?.follows).toMatchObject([{ remark: "老客户", mobilesMasked: ["138****1111"] }]);
  expect(row?.searchText).toContain("老客户");
  const revealed = await at.world.as(at.caller, (context) =>
    acts.revealMobiles(context, { contactId, userId: who.userId }),
  );
  expect(revealed).toEqual(["13800001111"]);
  const viewer = at.world.caller(at.tenantId, { permissions: ["contact:read"] });
  await expect(
    at.world.as(viewer, (context) => acts.revealMobiles(context, { contactId, userId: who.userId })),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  const audited = await at.world.db
    .system("test")
    .outboxMessage.findMany({ where: { tenantId: at.tenantId, subject: { endsWith: "audit.recorded.v1" } } });
  const actions = audited.map(({ payload }) => JSON.stringify(payload));
  expect(actions.filter((text) => text.includes("contact.mobiles-revealed"))).toHaveLength(1);
  expect(actions.join()).not.toMatch(/老客户|13800001111/);
});

async function groupCalls(): Promise<number> {
  const { calls } = await at.wecom.corp<{ calls: Record<string, number> }>("GET", "/calls");
  return calls["externalcontact/groupchat/get ok"] ?? 0;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [first, ...rest]),
  );
}

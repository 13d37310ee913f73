import { inTenant } from "@wegraph/database/scope";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openContactWorld, quickContacts } from "../../testing/contactWorld.ts";
import type { ContactWorld } from "../../testing/contactWorld.ts";
import { app } from "../../testing/wecomApi.ts";

const sizes = { members: 30, departments: 4, customers: 1_200, groups: 20 };

let at: ContactWorld;
let userId: string;

beforeAll(async () => {
  at = await openContactWorld(await startSimulator({ secret: "s", seed: "contacts", life: false }), sizes);
  [userId = ""] = await at.wecom.members();
});
beforeEach(() => at.wecom.corp("PUT", "/faults", {}));
afterAll(() => at?.close());

const tenant = <T>(work: (db: ContactWorld["world"]["db"]["tenant"]) => Promise<T>): Promise<T> =>
  inTenant(at.tenantId, async () => await work(at.world.db.tenant));

/** What WeCom lists, member by member. */
async function listed(): Promise<{ contacts: Set<string>; pairs: number }> {
  const { customers } = at.wecom.client();
  const users = await customers.followUsers(app);
  const contacts = new Set<string>();
  let pairs = 0;
  for (const user of users.kind === "accepted" ? users.value : []) {
    const ids = await customers.customerIds(app, user);
    for (const id of ids.kind === "accepted" ? ids.value : []) {
      contacts.add(id);
      pairs += 1;
    }
  }
  return { contacts, pairs };
}

test("a full sync brings every contact, relation, tag, member, department and group", async () => {
  const expected = await listed();
  const run = await at.sync();
  expect(run).toMatchObject({
    status: "DONE",
    phase: "DONE",
    contactsNew: expected.contacts.size,
    contactsRead: expected.pairs,
    contactsChanged: 0,
    contactsRemoved: 0,
    groupsNew: 20,
    failed: 0,
  });
  const followers = await tenant((db) => db.member.count({ where: { isFollower: true } }));
  expect(run).toMatchObject({ membersTotal: followers, membersDone: followers });
  const counts = await tenant((db) =>
    Promise.all([
      db.contact.count({ where: { status: "ACTIVE" } }),
      db.contactFollow.count(),
      db.member.count(),
      db.department.count(),
      db.customerGroup.count({ where: { memberVersion: { not: null } } }),
    ]),
  );
  expect(counts).toEqual([expected.contacts.size, expected.pairs, 30, 4, 20]);
  expect(await tenant((db) => db.contactTag.count({ where: { deletedAt: null } }))).toBeGreaterThan(5);
  const group = await tenant((db) => db.customerGroup.findFirstOrThrow({ include: { members: true } }));
  expect(group.members).toHaveLength(group.memberCount);
}, 60_000);

test("phone numbers are not readable in the database, and found by whole number all the same", async () => {
  const row = await tenant((db) =>
    db.contactFollow.findFirstOrThrow({ where: { mobilesSealed: { not: null } } }),
  );
  expect(row.mobilesMasked[0]).toMatch(/^138\*{4}\d{4}$/);
  expect(JSON.stringify(row)).not.toMatch(/138\d{8}/);
  const { acts, reader } = at.world.parts.contacts;
  const [mobile = ""] = await at.world.as(at.caller, (context) =>
    acts.revealMobiles(context, { contactId: row.contactId, userId: row.userId }),
  );
  expect(mobile).toMatch(/^138\d{8}$/);
  const page = await at.world.as(at.caller, (context) => reader.page(context, { search: mobile }, null, {}));
  expect(page.nodes.map(({ id }) => id)).toContain(row.contactId);
});

test("a second sync finds nothing new, and marks who is gone without removing them", async () => {
  const before = await at.sync();
  expect(before).toMatchObject({
    status: "DONE",
    contactsNew: 0,
    contactsChanged: 0,
    contactsRemoved: 0,
    groupsNew: 0,
    groupsChanged: 0,
  });
  const follow = await tenant((db) =>
    db.contactFollow.findFirstOrThrow({
      where: { status: "ACTIVE", contact: { followerIds: { equals: [userId.toLowerCase()] } } },
      include: { contact: true },
    }),
  );
  const { externalUserId } = follow.contact;
  await at.wecom.corp("POST", `/customers/${externalUserId}/part`, { userId, by: "member" });
  const run = await at.sync();
  expect(run).toMatchObject({ contactsRemoved: 1, contactsNew: 0 });
  const gone = await tenant((db) => db.contact.findUniqueOrThrow({ where: { id: follow.contactId } }));
  expect(gone).toMatchObject({ status: "REMOVED", followerIds: [] });
}, 60_000);

test("an incremental sync reads what is new and marks what is gone, with few calls", async () => {
  const added = await at.wecom.corp<{ externalUserIds: string[] }>("POST", "/customers", {
    userId,
    count: 3,
  });
  const run = await at.sync("INCREMENTAL");
  expect(run).toMatchObject({ status: "DONE", contactsNew: 3, contactsChanged: 0, contactsRemoved: 0 });
  const found = await tenant((db) =>
    db.contact.count({ where: { externalUserId: { in: added.externalUserIds } } }),
  );
  expect(found).toBe(3);
  // Thirty lists, three contacts, and the directory.
  expect(run.calls).toBeLessThan(50);
}, 60_000);

test("frequency limits, busy servers, lost answers and broken connections delay a sync and change nothing", async () => {
  const faults = {
    frequencyRate: 0.05,
    busyRate: 0.05,
    concurrencyRate: 0.05,
    serverErrorRate: 0.05,
    resetBeforeRate: 0.05,
    lostAnswerRate: 0.05,
    malformedRate: 0.03,
  };
  await at.wecom.corp("PUT", "/faults", { apis: { "*": faults } });
  const run = await at.sync();
  expect(run).toMatchObject({
    status: "DONE",
    contactsNew: 0,
    contactsChanged: 0,
    contactsRemoved: 0,
    failed: 0,
  });
}, 60_000);

test("one run at a time for a corporation, in all processes together", async () => {
  await at.wecom.corp("PUT", "/faults", { apis: { "*": { delayMs: 50 } } });
  const { syncs } = at.world.parts.contacts;
  const start = () =>
    at.world.as(at.caller, (context) => syncs.start(context, { corpId: at.corpId, kind: "FULL" }));
  const results = await Promise.allSettled([start(), start(), start()]);
  const begun = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(begun).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected")
      expect(result.reason).toMatchObject({ code: "CONFLICT", reason: "SYNC_RUNNING" });
  const [id = ""] = begun;
  await at.world.as(at.caller, (context) => syncs.cancel(context, id));
  expect(await at.run(id)).toMatchObject({ status: "CANCELLED", dueAt: null });
  // Whoever was at work on it writes nothing more.
  const { contactsRead, calls } = await at.run(id);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await at.run(id)).toMatchObject({ status: "CANCELLED", contactsRead, calls });
});

test("an application without the right ends the sync at once, and says what to do", async () => {
  await at.wecom.corp("PUT", "/faults", {
    apis: { "externalcontact/get_follow_user_list": { errcode: 84_074, errcodeRate: 1 } },
  });
  const run = await at.sync();
  expect(run).toMatchObject({ status: "FAILED", errorCode: "WECOM_84074" });
  const shown = await at.world.as(at.caller, (context) => at.world.parts.contacts.runs.find(context, run.id));
  expect(shown?.problem).toMatchObject({
    code: "WECOM_84074",
    action: expect.any(String),
    actionZh: expect.any(String),
  });
});

test("a member whose contacts WeCom keeps back loses none here, and is named", async () => {
  const [, other = ""] = await at.wecom.members();
  await at.wecom.corp("PUT", `/members/${other}`, { isLicensed: false });
  const before = await tenant((db) =>
    db.contactFollow.count({ where: { userKey: other.toLowerCase(), status: "ACTIVE" } }),
  );
  const run = await at.sync();
  expect(run).toMatchObject({ status: "DONE", contactsRemoved: 0, failed: 1 });
  expect(run.failures).toEqual([{ kind: "MEMBER", id: other.toLowerCase(), code: "MEMBER_UNLICENSED" }]);
  const after = await tenant((db) =>
    db.contactFollow.count({ where: { userKey: other.toLowerCase(), status: "ACTIVE" } }),
  );
  expect(after).toBe(before);
  await at.wecom.corp("PUT", `/members/${other}`, { isLicensed: true });
}, 60_000);

test("the schedule begins the first run of a corporation, once, whoever looks", async () => {
  const second = at.world.assembled({ contacts: quickContacts });
  await at.world.db.system("test").contactSyncRun.deleteMany({ where: { corpId: at.corpId } });
  const begun = await Promise.all([at.world.parts.contacts.schedule.look(), second.contacts.schedule.look()]);
  expect(begun.toSorted((a, b) => a - b)).toEqual([0, 1]);
  await until(
    "scheduled run over",
    async () => {
      const run = await tenant((db) => db.contactSyncRun.findFirst({ where: { corpId: at.corpId } }));
      return run?.status === "DONE" && run.cause === "ONLINE";
    },
    30_000,
  );
  expect(await second.contacts.schedule.look()).toBe(0);
  await second.messages.apis.close();
}, 40_000);

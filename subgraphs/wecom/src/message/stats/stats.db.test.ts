import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { wecomSchema } from "../../schema.ts";
import { FakeWecom } from "../../testing/fakeWecom.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import { emptyHistogram } from "./latency.rules.ts";

const hour = 3_600_000;
const now = new Date("2026-11-22T04:30:00Z"); // 12:30 in China
let world: World;
let wecom: FakeWecom;
let graph: LocalSubgraph;
let caller: RequestContext;
let corpId: string;
let accounts: string[];

beforeAll(async () => {
  wecom = await FakeWecom.start();
  world = await openWorld({ trustedProviders: [wecom.url], clock: () => now });
  const { parts, runtime } = world;
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
  await parts.messages.keeper.tidy();
  await parts.messages.limits.seed();
});

beforeEach(async () => {
  caller = world.caller(v7());
  corpId = await world.corp(caller, "https://provider.example", "a-secret");
  accounts = await world.accounts(caller.principal.tenantId, corpId, 3, "ONLINE");
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.close();
  await wecom?.stop();
});

async function ask(query: string, variables: object = {}, as = caller.principal) {
  const { data, errors } = await graph.execute({
    query,
    variables: { ...variables },
    principal: as,
    correlationId: v7(),
  });
  return { data: JSON.parse(JSON.stringify(data ?? {})), error: errors?.[0]?.extensions };
}

async function counted(given: {
  account?: number;
  agoHours?: number;
  type?: string;
  [sum: string]: unknown;
}) {
  const { account = 0, agoHours = 0, type = "TEXT", latencyBucket = 0, ...sums } = given;
  const latency = emptyHistogram();
  latency[Number(latencyBucket)] = Number(sums["sent"] ?? 0);
  await world.db.system("test").messageStat.create({
    data: {
      tenantId: caller.principal.tenantId,
      accountId: accounts[account] ?? "",
      type,
      hour: new Date(Math.floor((now.getTime() - agoHours * hour) / hour) * hour),
      latency,
      ...sums,
    },
  });
}

const wish = (given: object = {}) => ({
  input: { from: new Date(now.getTime() - 24 * hour), to: now, ...given },
});
const sums = "accepted sent failed cancelled delivered read successRate p50Ms p95Ms";

test("sums by hour, account and type agree with each other, and latencies are those of all their messages", async () => {
  await counted({ account: 0, accepted: 10, sent: 9, failed: 1, latencyBucket: 2 });
  await counted({ account: 1, agoHours: 2, accepted: 3, sent: 1, cancelled: 2, latencyBucket: 20 });
  await counted({
    account: 0,
    agoHours: 2,
    type: "IMAGE",
    sent: 90,
    delivered: 80,
    read: 40,
    latencyBucket: 2,
  });
  await counted({ account: 0, agoHours: 30, sent: 1_000 });

  const { data } = await ask(
    `query($input: MessageStatisticsInput!) { messageStatistics(input: $input) {
      total { ${sums} } hours { hour ${sums} } accounts { accountId ${sums} } types { type ${sums} } } }`,
    wish(),
  );

  const { total, hours, accounts: byAccount, types } = data.messageStatistics;
  expect(total).toMatchObject({ accepted: 13, sent: 100, failed: 1, cancelled: 2, delivered: 80, read: 40 });
  expect(total.successRate).toBeCloseTo(100 / 101);
  expect(total.p50Ms).toBe(18);
  expect(byAccount[1].p50Ms).toBeGreaterThan(1_000);
  for (const groups of [hours, byAccount, types])
    expect(groups.reduce((sum: number, { sent }: { sent: number }) => sum + sent, 0)).toBe(100);
  expect(byAccount.map(({ accountId }: { accountId: string }) => accountId)).toEqual([
    accounts[0],
    accounts[1],
  ]);
  expect(types.map(({ type }: { type: string }) => type)).toEqual(["TEXT", "IMAGE"]);
});

test("nothing at all adds up to nothing, without a rate or a latency", async () => {
  const { data } = await ask(
    `query($input: MessageStatisticsInput!) { messageStatistics(input: $input) { total { ${sums} } hours { sent } } }`,
    wish(),
  );
  expect(data.messageStatistics).toEqual({
    total: {
      accepted: 0,
      sent: 0,
      failed: 0,
      cancelled: 0,
      delivered: 0,
      read: 0,
      successRate: null,
      p50Ms: null,
      p95Ms: null,
    },
    hours: [],
  });
});

test("another tenant's sums are never among one's own, and whoever sees only some accounts sees their sums", async () => {
  await counted({ account: 0, sent: 5 });
  await counted({ account: 1, sent: 7 });
  const funnel = "query($input: MessageStatisticsInput!) { messageFunnel(input: $input) { sent } }";
  const stranger = world.caller(v7());
  const owner = world.caller(caller.principal.tenantId, { scope: "OWN" });
  await world.db
    .system("test")
    .account.update({ where: { id: accounts[1] ?? "" }, data: { ownerUserId: owner.principal.id } });

  expect((await ask(funnel, wish(), stranger.principal)).data.messageFunnel.sent).toBe(0);
  expect((await ask(funnel, wish(), owner.principal)).data.messageFunnel.sent).toBe(7);
  expect((await ask(funnel, wish())).data.messageFunnel.sent).toBe(12);
  expect((await ask("{ tenantUsage { day } }", {}, owner.principal)).error).toMatchObject({
    code: "FORBIDDEN",
  });
});

test("what is accepted is counted with its acceptance, what is cancelled with its cancelling", async () => {
  const [accountId = ""] = accounts;
  const app = { accountId, agentId: 1, secret: "app-secret", apiUrl: wecom.url, memberLimit: 10 };
  await world.as(caller, (context) => world.parts.messages.apps.set(context, app));
  const content = { type: "TEXT", text: "hello {{name}}" };
  const recipients = ["a", "b", "c"].map((id) => ({
    recipient: { kind: "MEMBER" as const, id },
    variables: [{ name: "name", value: id }],
  }));
  const batchId = await world.as(caller, (context) =>
    world.parts.messages.service.sendBatch(context, {
      name: "Three",
      accountId,
      content,
      recipients,
      scheduledAt: new Date(now.getTime() + hour),
      idempotencyKey: v7(),
    }),
  );
  await world.as(caller, (context) => world.parts.messages.acts.cancelBatch(context, batchId));

  const { data, error } = await ask(
    `query($id: ID!, $input: MessageStatisticsInput!) {
      messageFunnel(input: $input) { accepted sent cancelled }
      account(id: $id) { dashboard { today { accepted cancelled } waiting promisedToday quotaPerDay } } }`,
    { id: accountId, ...wish({ to: new Date(now.getTime() + hour) }) },
  );
  expect(data.messageFunnel).toEqual({ accepted: 3, sent: 0, cancelled: 3 });
  expect(error).toBeUndefined();
  expect(data.account.dashboard).toEqual({
    today: { accepted: 3, cancelled: 3 },
    waiting: 0,
    promisedToday: 3,
    quotaPerDay: 2_000,
  });
});

test("an account's days are those of the zone asked for", async () => {
  await counted({ account: 2, agoHours: 3, sent: 4 }); // 01:00Z, 09:00 in China
  await counted({ account: 2, agoHours: 11, sent: 2 }); // 17:00Z the day before, 01:00 in China
  const days = (zone: string) =>
    ask(
      `query($id: ID!, $zone: String!) { account(id: $id) { messageDays(days: 2, timeZone: $zone) { day sent } } }`,
      {
        id: accounts[2],
        zone,
      },
    );

  expect((await days("Asia/Shanghai")).data.account.messageDays).toEqual([{ day: "2026-11-22", sent: 6 }]);
  expect((await days("UTC")).data.account.messageDays).toEqual([
    { day: "2026-11-21", sent: 2 },
    { day: "2026-11-22", sent: 4 },
  ]);
  expect((await days("Mars/Base")).error).toMatchObject({ code: "INVALID_INPUT" });
});

test("usage is rolled up by China's day, and again without counting twice", async () => {
  await counted({ account: 0, sent: 5, accepted: 6 });
  await counted({ account: 0, agoHours: 13, sent: 3 }); // 23:00 of the day before in China
  const { usageKeeper } = world.parts.messages;

  await usageKeeper.rollUp(1);
  await world.db
    .system("test")
    .account.update({ where: { id: accounts[0] ?? "" }, data: { status: "OFFLINE" } });
  await usageKeeper.rollUp(1);

  const { data } = await ask("{ tenantUsage(days: 7) { day accounts accountsOnlineMax accepted sent } }");
  expect(data.tenantUsage).toEqual([
    { day: "2026-11-21", accounts: 0, accountsOnlineMax: 0, accepted: 0, sent: 3 },
    { day: "2026-11-22", accounts: 3, accountsOnlineMax: 3, accepted: 6, sent: 5 },
  ]);
});

test("a plan tells what an order would come to, and promises nothing", async () => {
  for (const accountId of accounts) {
    const app = { accountId, agentId: 1, secret: "app-secret", apiUrl: wecom.url, memberLimit: 1 };
    await world.as(caller, (context) => world.parts.messages.apps.set(context, app));
  }
  const plan = (count: number, given: object = {}) =>
    ask(
      `query($input: PlanMessagesInput!) { planMessages(input: $input) { total atOnce later overflow predictedEndAt
        accounts { messages known isNamed quotaLeft quotaPerDay account { id } } } }`,
      {
        input: {
          content: { type: "TEXT", text: "hello" },
          recipients: Array.from({ length: count }, (_, i) => ({
            recipient: { kind: "MEMBER", id: `p${i}` },
          })),
          ...given,
        },
      },
    );

  const spread = (await plan(260, { accountId: accounts[0] })).data.planMessages;
  expect(spread).toMatchObject({ total: 260, atOnce: 200, later: 60, overflow: 0 });
  expect(spread.accounts).toEqual([
    {
      messages: 260,
      known: 0,
      isNamed: true,
      quotaLeft: 200,
      quotaPerDay: 200,
      account: { id: accounts[0] },
    },
  ]);
  expect(
    (await plan(9)).data.planMessages.accounts.map((each: { messages: number }) => each.messages),
  ).toEqual([3, 3, 3]);
  const refused = (await plan(1_500, { accountId: accounts[0] })).data.planMessages;
  expect(refused).toMatchObject({ overflow: 100, predictedEndAt: null });
  expect((await plan(1, { content: { type: "TEXT", text: "" } })).error).toMatchObject({
    code: "INVALID_INPUT",
    issues: [{ path: ["input", "recipients", 0, "content", "text"] }],
  });
});

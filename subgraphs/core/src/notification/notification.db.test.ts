import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import { startSimulator } from "@wegraph/simulators/simulator";
import type { Simulator } from "@wegraph/simulators/simulator";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { startSenderProcess } from "../testing/ownProcess.ts";
import { leaseMs } from "../channel/sending/claims.ts";
import type { Notice } from "./notice.ts";
import { notificationJobs } from "./notification.jobs.ts";

let simulator: Simulator;
let core: TestCore;
let relay: OutboxRelay;
let serial = 0;
/** Of those that only try channels out: nothing is posted to it. */
let tester: Person | undefined;

beforeAll(async () => {
  simulator = await startSimulator({
    secret: "secret",
    seed: "seed",
    life: false,
    now: () => core?.clock().getTime() ?? Date.now(),
  });
  core = await openTestCore({
    channels: {
      trustedOrigins: [simulator.url, simulator.smtpUrl],
      publicUrl: "https://console.example",
      timeoutMs: 1_500,
      sweepMs: 40,
    },
  });
  await core.bus.feed.start();
  relay = new OutboxRelay(core.opened.system, core.bus, core.log);
  relay.start();
  core.parts.notifications.start();
});
afterAll(async () => {
  await core?.parts.notifications.stop();
  await relay?.stop();
  await core?.close();
  await simulator?.close();
});

/** On a busy machine soon may be late. */
function soon<T>(check: () => Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 30 });
}

interface Arrival {
  receiver: string;
  to: string;
  title: string;
  text: string;
  id: string;
}

const at = (path: string, method = "GET", body?: object) =>
  fetch(`${simulator.url}/control/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  }).then((answer) => answer.json());

async function arrivals(to: string): Promise<Arrival[]> {
  const { arrivals: all } = (await at("arrivals")) as { arrivals: Arrival[] };
  return all.filter((arrival) => arrival.to === to);
}

/** What the simulated WeCom accepted of a robot. */
async function atRobot(): Promise<number> {
  const { accepted } = (await at("wecom/corps/wwsimulator/accepted")) as { accepted: number };
  return accepted;
}

const faults = (receiver: string, plan: object) => at(`receivers/${receiver}/faults`, "PUT", plan);

function settingsOf(kind: string, name: string): Record<string, string> {
  const { port } = new URL(simulator.smtpUrl);
  const there = `${simulator.url}/receivers`;
  switch (kind) {
    case "WECOM_ROBOT":
      return { webhookUrl: `${simulator.url}/cgi-bin/webhook/send?key=robot` };
    case "DINGTALK_ROBOT":
      return {
        webhookUrl: `${there}/dingtalk/robot/send?access_token=signed-${name}`,
        secret: "SECsimulator",
      };
    case "FEISHU_BOT":
      return {
        webhookUrl: `${there}/feishu/open-apis/bot/v2/hook/signed-${name}`,
        secret: "feishu-simulator",
      };
    case "EMAIL":
      return {
        host: "127.0.0.1",
        port,
        security: "NONE",
        from: "alerts@wegraph.example",
        username: "simulator",
        password: "smtp-simulator-password",
      };
    case "ALIYUN_SMS":
      return {
        accessKeyId: "simulator",
        accessKeySecret: "aliyun-simulator-secret",
        signName: "晨曦健康",
        templateCode: "SMS_1",
        endpoint: `${there}/aliyun/`,
      };
    case "TENCENT_SMS":
      return {
        secretId: "simulator",
        secretKey: "tencent-simulator-secret",
        sdkAppId: "1400006666",
        signName: "晨曦健康",
        templateId: "1110",
        endpoint: `${there}/tencent/`,
      };
    default:
      return { url: `${there}/webhook/${name}`, secret: `whsec_${"A".repeat(43)}=` };
  }
}

const createDocument = `mutation ($input: CreateNotificationChannelInput!) { createNotificationChannel(input: $input) {
  channel { id target health severities settings { name isSecret value } } } }`;

interface Channel {
  id: string;
  target: string;
  severities: string[];
}

async function channel(admin: Person, kind: string, name: string, part: object = {}): Promise<Channel> {
  const settings = Object.entries(settingsOf(kind, name)).map(([key, value]) => ({ name: key, value }));
  const { data, errors } = await core.execute(
    createDocument,
    { input: { kind, name, settings, ...part } },
    admin.principal,
  );
  expect(errors).toBeUndefined();
  return (data as { createNotificationChannel: { channel: Channel } }).createNotificationChannel.channel;
}

async function tenant(): Promise<Person> {
  return (await core.given.tenant(`notified-${(serial += 1)}`)).admin;
}

const noticeTo = ({ principal: { tenantId } }: Person, part: Partial<Notice> = {}): Notice => ({
  tenantId,
  kind: "system-alert",
  severity: "CRITICAL",
  title: { zh: "发送失败率过高", en: "Failure rate too high" },
  body: { zh: "当前 2.4%，自 13:02 起", en: "Now 2.4 %, since 13:02" },
  path: "/alerts/1",
  subject: { type: "alert", id: "1" },
  audience: {},
  channels: "BY_SEVERITY",
  dedupeKey: `key-${(serial += 1)}`,
  ...part,
});

const post = (notice: Notice): Promise<string> =>
  core.db.system("test").$transaction((tx) => core.parts.notifications.notices.post(tx, notice));

const deliveriesOf = (noticeId: string) =>
  core.db.system("test").notificationDelivery.findMany({
    where: { noticeId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });

/** Until all of it is decided, with so many deliveries of it. */
async function ended(noticeId: string, count: number) {
  return await soon(async () => {
    const rows = await deliveriesOf(noticeId);
    expect(
      rows.map(({ status, channelKind, lastFailure }) => `${channelKind} ${status} ${lastFailure}`),
    ).toHaveLength(count);
    expect(
      rows.every(({ finishedAt }) => finishedAt !== null),
      JSON.stringify(rows.map(({ status }) => status)),
    ).toBe(true);
    return rows;
  });
}

/** Lets the schedule of retries pass, attempt by attempt, until everything is decided. */
async function endedInTime(noticeId: string, count: number) {
  const isDecided = (rows: Awaited<ReturnType<typeof deliveriesOf>>) =>
    rows.length >= count && rows.every(({ finishedAt }) => finishedAt !== null);
  let begun = 0;
  for (;;) {
    const rows = await soon(async () => {
      const known = await deliveriesOf(noticeId);
      const attempts = known.reduce((sum, row) => sum + row.attempts, 0);
      const isResting = known.length > 0 && known.every(({ status }) => status !== "SENDING");
      expect(isDecided(known) || (isResting && attempts > begun)).toBe(true);
      begun = attempts;
      return known;
    });
    if (isDecided(rows)) return rows;
    core.wait(120_000);
  }
}

async function phone(person: Person, number: string): Promise<void> {
  const { errors } = await core.execute(
    `mutation { setNotificationPhone(input: { phone: "${number}" }) { preferences { phone } } }`,
    {},
    person.principal,
  );
  expect(errors).toBeUndefined();
}

test("a critical notice reaches every channel by its vendor's protocol, once however often it is posted", async () => {
  const admin = await tenant();
  const name = `all${serial}`;
  await phone(admin, "13800138000");
  for (const kind of [
    "WECOM_ROBOT",
    "EMAIL",
    "DINGTALK_ROBOT",
    "FEISHU_BOT",
    "ALIYUN_SMS",
    "TENCENT_SMS",
    "WEBHOOK",
  ])
    await channel(admin, kind, name);
  const before = await atRobot();
  const notice = noticeTo(admin);
  const ids = await Promise.all([post(notice), post(notice), post(notice)]);
  expect(new Set(ids).size).toBe(1);
  const rows = await ended(ids[0] ?? "", 7);

  expect(
    rows
      .map(({ channelKind, status, lastFailure }) => `${channelKind} ${status} ${lastFailure ?? ""}`)
      .toSorted(),
  ).toEqual(
    ["ALIYUN_SMS", "DINGTALK_ROBOT", "EMAIL", "FEISHU_BOT", "TENCENT_SMS", "WEBHOOK", "WECOM_ROBOT"].map(
      (kind) => `${kind} SENT `,
    ),
  );
  expect(await atRobot()).toBe(before + 1);
  expect(await arrivals(`signed-${name}`)).toHaveLength(2);
  const [mail] = await arrivals(admin.email);
  expect(mail?.title).toBe("发送失败率过高");
  expect(mail?.text).toContain("https://console.example/alerts/1");
  expect(mail?.id).toContain(rows.find(({ channelKind }) => channelKind === "EMAIL")?.id);
  const [hook] = await arrivals(`/${name}`);
  expect(JSON.parse(hook?.text ?? "")).toMatchObject({
    type: "notice.posted.v1",
    data: { severity: "CRITICAL" },
  });
});

test("a warning goes to WeCom and e-mail, a mere fact to WeCom, and some things to nobody but the inbox", async () => {
  const admin = await tenant();
  for (const kind of ["WECOM_ROBOT", "EMAIL", "DINGTALK_ROBOT"]) await channel(admin, kind, `sev${serial}`);
  const kinds = async (part: Partial<Notice>, count: number) =>
    (await ended(await post(noticeTo(admin, part)), count)).map(({ channelKind }) => channelKind).toSorted();

  expect(await kinds({ severity: "WARNING" }, 2)).toEqual(["EMAIL", "WECOM_ROBOT"]);
  expect(await kinds({ severity: "INFO" }, 1)).toEqual(["WECOM_ROBOT"]);
  const inApp = await post(noticeTo(admin, { channels: "IN_APP" }));
  await soon(async () =>
    expect(
      (await core.db.system("test").notice.findUnique({ where: { id: inApp } }))?.dispatchedAt,
    ).not.toBeNull(),
  );
  expect(await deliveriesOf(inApp)).toEqual([]);
});

test("a notice is told live to those it is for, counted until read, and nobody else's", async () => {
  const admin = await tenant();
  const { tenantId } = admin.principal;
  const operator = await core.given.user(tenantId, ["operator"]);
  const viewer = await core.given.user(tenantId, ["customer"]);
  const stream = await core.subscribe(
    "subscription { notificationReceived { id title { en } path subject { type } } }",
    operator.principal,
  );
  const counts = await core.subscribe("subscription { unreadNotificationCountChanged }", operator.principal);
  if (!isStream(stream) || !isStream(counts)) return expect.fail("no stream");

  await post(noticeTo(admin, { audience: { permission: "alert:read" }, channels: "IN_APP" }));
  const { value } = await stream.next();
  expect(value?.data).toMatchObject({
    notificationReceived: {
      title: { en: "Failure rate too high" },
      path: "/alerts/1",
      subject: { type: "alert" },
    },
  });
  const { id } = (value as { data: { notificationReceived: { id: string } } }).data.notificationReceived;
  const list = "{ unreadNotificationCount notifications { totalCount nodes { id readAt } } }";
  const seenBy = async ({ principal }: Person) => (await core.execute(list, {}, principal)).data;
  expect(await seenBy(operator)).toMatchObject({
    unreadNotificationCount: 1,
    notifications: { totalCount: 1 },
  });
  expect(await seenBy(viewer)).toMatchObject({
    unreadNotificationCount: 0,
    notifications: { totalCount: 0 },
  });

  const mark = (isRead: boolean, person: Person) =>
    core.execute(
      `mutation { markNotificationsRead(input: { notificationIds: ["${id}"], isRead: ${isRead} }) { unreadCount notifications { readAt } } }`,
      {},
      person.principal,
    );
  expect((await mark(true, viewer)).data).toMatchObject({ markNotificationsRead: { notifications: [] } });
  expect((await mark(true, operator)).data).toMatchObject({ markNotificationsRead: { unreadCount: 0 } });
  expect((await counts.next()).value?.data).toEqual({ unreadNotificationCountChanged: 0 });
  expect((await mark(false, operator)).data).toMatchObject({ markNotificationsRead: { unreadCount: 1 } });
  const all = "mutation { markAllNotificationsRead(input: {}) { markedCount unreadCount } }";
  expect((await core.execute(all, {}, operator.principal)).data).toEqual({
    markAllNotificationsRead: { markedCount: 1, unreadCount: 0 },
  });
  await stream.return?.();
  await counts.return?.();
});

test("a channel that fails is retried, then the next one tells, and its owners hear that it is sick", async () => {
  const admin = await tenant();
  const name = `fail${serial}`;
  const failing = await channel(admin, "DINGTALK_ROBOT", name);
  await channel(admin, "FEISHU_BOT", name, { severities: [] });
  await faults("dingtalk", { always: "server_error" });
  const id = await post(noticeTo(admin));
  const [first, second] = await endedInTime(id, 2);

  expect(first).toMatchObject({
    channelId: failing.id,
    status: "FAILED",
    attempts: 4,
    lastFailure: "SERVER_ERROR",
  });
  expect(second).toMatchObject({
    channelKind: "FEISHU_BOT",
    status: "SENT",
    reason: "STANDS_IN",
    standsInFor: first?.id,
  });

  const next = await post(noticeTo(admin));
  await endedInTime(next, 2);
  await soon(async () => {
    const { data } = await core.execute(
      '{ notifications(filter: { kinds: ["channel-sick"] }) { nodes { path } } }',
      {},
      admin.principal,
    );
    expect(data).toMatchObject({
      notifications: { nodes: [{ path: `/notification-channels/${failing.id}` }] },
    });
  });
  const health = async () =>
    (await core.execute(`{ notificationChannel(id: "${failing.id}") { health } }`, {}, admin.principal)).data;
  expect(await health()).toEqual({ notificationChannel: { health: "SICK" } });

  await faults("dingtalk", {});
  const stream = await core.subscribe(
    `subscription { notificationDeliveryChanged(channelId: "${failing.id}") { status noticeId } }`,
    admin.principal,
  );
  if (!isStream(stream)) return expect.fail("no stream");
  await core.execute(
    `mutation { testNotificationChannel(input: { channelId: "${failing.id}" }) { delivery { id } } }`,
    {},
    admin.principal,
  );
  expect((await stream.next()).value?.data).toEqual({
    notificationDeliveryChanged: { status: "SENT", noticeId: null },
  });
  await stream.return?.();
  expect(await health()).toEqual({ notificationChannel: { health: "HEALTHY" } });
});

test.each([
  ["DINGTALK_ROBOT", "dingtalk", "refuse", "CREDENTIAL_REFUSED"],
  ["FEISHU_BOT", "feishu", "refuse", "CREDENTIAL_REFUSED"],
  ["ALIYUN_SMS", "aliyun", "refuse", "CREDENTIAL_REFUSED"],
  ["TENCENT_SMS", "tencent", "refuse", "CREDENTIAL_REFUSED"],
  ["WEBHOOK", "webhook", "refuse", "CREDENTIAL_REFUSED"],
  ["EMAIL", "smtp", "refuse", "CONTENT_REFUSED"],
  ["EMAIL", "smtp", "limit", "RATE_LIMITED"],
  ["TENCENT_SMS", "tencent", "limit", "RATE_LIMITED"],
  ["FEISHU_BOT", "feishu", "limit", "RATE_LIMITED"],
])("%s says by test when %s answers %s: %s", async (kind, receiver, fate, failure) => {
  const admin = (tester ??= await tenant());
  await phone(admin, "13900139000");
  serial += 1;
  const { id } = await channel(admin, kind, `test${serial}`);
  await faults(receiver, { next: [fate] });
  const { data } = await core.execute(
    `mutation { testNotificationChannel(input: { channelId: "${id}" }) { delivery { id } } }`,
    {},
    admin.principal,
  );
  const { delivery } = (data as { testNotificationChannel: { delivery: { id: string } } })
    .testNotificationChannel;
  await soon(async () => {
    const { data: seen } = await core.execute(
      `{ notificationDelivery(id: "${delivery.id}") { status lastFailure attempts { failure } } }`,
      {},
      admin.principal,
    );
    expect(seen).toMatchObject({
      notificationDelivery: { status: "FAILED", lastFailure: failure, attempts: [{ failure }] },
    });
  });
});

test("an SMS whose answer was lost is asked for and not sent again; one that cannot be asked for stays unknown", async () => {
  const admin = await tenant();
  const number = "13700137001";
  await phone(admin, number);
  await channel(admin, "ALIYUN_SMS", "lost");
  await faults("aliyun", { next: ["lost_answer"] });
  const [aliyun] = await endedInTime(await post(noticeTo(admin)), 1);
  expect(aliyun).toMatchObject({ status: "SENT", attempts: 2 });
  expect(await arrivals(number)).toHaveLength(1);

  const other = await tenant();
  await phone(other, "13700137002");
  await channel(other, "TENCENT_SMS", "lost");
  await channel(other, "WEBHOOK", "stands-in", { severities: [] });
  await faults("tencent", { next: ["lost_answer"] });
  const [tencent, webhook] = await endedInTime(await post(noticeTo(other)), 2);
  expect(tencent).toMatchObject({ status: "UNKNOWN", attempts: 1, lastFailure: "CONNECTION_FAILED" });
  expect(webhook).toMatchObject({ status: "SENT", standsInFor: tencent?.id });
  expect(await arrivals("13700137002")).toHaveLength(1);
});

test("a burst is sent as fast as the vendor takes it and no faster: DingTalk never has to refuse", async () => {
  const admin = await tenant();
  const name = `burst${serial}`;
  const { id: channelId } = await channel(admin, "DINGTALK_ROBOT", name);
  for (let n = 0; n < 30; n += 1) await post(noticeTo(admin));
  await soon(async () => expect(await arrivals(`signed-${name}`)).toHaveLength(20));
  await soon(async () =>
    expect(await core.db.system("test").notificationDelivery.count({ where: { channelId } })).toBe(30),
  );
  expect(await arrivals(`signed-${name}`)).toHaveLength(20);
  core.wait(61_000);
  await soon(async () => expect(await arrivals(`signed-${name}`)).toHaveLength(30));
  const failed = await core.db
    .system("test")
    .notificationDelivery.count({ where: { channelId, failures: { gt: 0 } } });
  expect(failed).toBe(0);
});

test("a process killed amid an SMS leaves one message and one record of it", async () => {
  const admin = await tenant();
  const number = "13600136000";
  await phone(admin, number);
  await channel(admin, "ALIYUN_SMS", "kill");
  const { lanes } = core.parts.notifications.channels;
  await lanes.stop();
  await faults("aliyun", { delayMs: 600 });
  const { calls } = (await at("receivers/aliyun")) as { calls: number };
  const id = await post(noticeTo(admin));
  const sender = await startSenderProcess(core, simulator.url);
  await soon(async () => expect(await at("receivers/aliyun")).toEqual({ calls: calls + 1 }));
  await sender.kill();
  await soon(async () => expect(await arrivals(number)).toHaveLength(1));
  await faults("aliyun", {});

  core.wait(leaseMs + 1_000);
  lanes.start();
  const [row] = await ended(id, 1);
  expect(row).toMatchObject({ status: "SENT", attempts: 2 });
  expect(await arrivals(number)).toHaveLength(1);
});

test("what somebody has switched off is not mailed to them, and the log says why; what must be seen stays", async () => {
  const admin = await tenant();
  await channel(admin, "EMAIL", "off");
  const change = (kind: string, channelName: string) =>
    core.execute(
      `mutation ($input: UpdateNotificationPreferencesInput!) { updateNotificationPreferences(input: $input) {
        preferences { available kinds { kind enabled } } } }`,
      { input: { changes: [{ kind, channel: channelName, isEnabled: false }] } },
      admin.principal,
    );
  expect((await change("system-alert", "IN_APP")).errors?.[0]?.extensions).toMatchObject({
    reason: "NOTIFICATION_MANDATORY",
    issues: [{ path: ["input", "changes", 0, "isEnabled"] }],
  });
  const { data } = await change("account-alert", "EMAIL");
  expect(data).toMatchObject({
    updateNotificationPreferences: { preferences: { available: ["IN_APP", "EMAIL"] } },
  });

  const [skipped] = await ended(
    await post(noticeTo(admin, { kind: "account-alert", severity: "WARNING" })),
    1,
  );
  expect(skipped).toMatchObject({ status: "SKIPPED", reason: "PREFERENCE" });
  const until = new Date(core.clock().getTime() + 3_600_000).toISOString();
  await core.execute(
    `mutation { muteNotifications(input: { until: "${until}" }) { preferences { mutedUntil } } }`,
    {},
    admin.principal,
  );
  const [muted] = await ended(await post(noticeTo(admin, { severity: "WARNING" })), 1);
  expect(muted).toMatchObject({ status: "SKIPPED", reason: "MUTED" });
  const [critical] = await ended(await post(noticeTo(admin)), 1);
  expect(critical).toMatchObject({ status: "SENT" });

  const retry = `mutation ($id: ID!) { retryNotificationDelivery(input: { deliveryId: $id }) { delivery { status } } }`;
  expect(
    (await core.execute(retry, { id: critical?.id }, admin.principal)).errors?.[0]?.extensions,
  ).toMatchObject({
    code: "CONFLICT",
    reason: "DELIVERY_ARRIVED",
  });
  expect((await core.execute(retry, { id: muted?.id }, admin.principal)).errors).toBeUndefined();
  await soon(async () => expect((await deliveriesOf(muted?.noticeId ?? ""))[0]?.status).toBe("SENT"));
});

test("a tenant's own words are sent in place of the shipped ones, until it takes those again", async () => {
  const admin = await tenant();
  await channel(admin, "WECOM_ROBOT", "words");
  const set = (title: string) =>
    core.execute(
      "mutation ($input: NotificationTemplateInput!) { setNotificationTemplate(input: $input) { template { isOwn } } }",
      { input: { kind: "report", language: "zh", title, body: "{{body}} · {{tenant}}" } },
      admin.principal,
    );
  expect((await set("{{titel}}")).errors?.[0]?.extensions).toMatchObject({
    reason: "TEMPLATE_VARIABLE_UNKNOWN",
    issues: [{ path: ["input", "title"] }],
  });
  expect((await set("日报：{{title}}")).data).toEqual({
    setNotificationTemplate: { template: { isOwn: true } },
  });
  const titleOf = async () =>
    (await ended(await post(noticeTo(admin, { kind: "report", severity: "INFO" })), 1))[0]?.title;
  expect(await titleOf()).toBe("日报：发送失败率过高");
  await core.execute(
    'mutation { resetNotificationTemplate(input: { kind: "report", language: zh }) { template { isOwn } } }',
    {},
    admin.principal,
  );
  expect(await titleOf()).toBe("发送失败率过高");
});

test("secrets stand nowhere readable, a wrong setting is refused at its place, and another tenant sees nothing", async () => {
  const admin = await tenant();
  const { id } = await channel(admin, "DINGTALK_ROBOT", "sealed-away");
  await phone(admin, "13512345678");
  for (const plain of ["sealed-away", "SECsimulator", "13512345678"])
    for (const table of [
      "saas_notification_channels",
      "saas_notification_settings",
      "wegraph_outbox",
      "wegraph_idempotency_keys",
    ]) {
      const { rows } = await core.opened.system.query(
        `SELECT count(*)::int AS found FROM ${table} t WHERE t.tenant_id = $2 AND position($1 in to_jsonb(t)::text) > 0
           AND NOT (to_jsonb(t)->>'name' IS NOT DISTINCT FROM $1 OR to_jsonb(t)->>'payload' LIKE '%notification-channel.created%')`,
        [plain, admin.principal.tenantId],
      );
      expect(rows[0].found, `${plain} in ${table}`).toBe(0);
    }
  const { errors } = await core.execute(
    "mutation ($input: UpdateNotificationChannelInput!) { updateNotificationChannel(input: $input) { channel { id } } }",
    { input: { channelId: id, settings: [{ name: "webhookUrl", value: "https://example.com/" }] } },
    admin.principal,
  );
  expect(errors?.[0]?.extensions).toMatchObject({
    code: "INVALID_INPUT",
    reason: "NOTIFICATION_CHANNEL_SETTING_REFUSED",
    issues: [{ path: ["input", "settings", 0, "value"] }],
  });

  const stranger = await tenant();
  const seen = `{ notificationChannel(id: "${id}") { id } notificationChannels { nodes { id } } notificationDeliveries { nodes { id } } }`;
  expect((await core.execute(seen, {}, stranger.principal)).data).toEqual({
    notificationChannel: null,
    notificationChannels: { nodes: [] },
    notificationDeliveries: { nodes: [] },
  });
  const operator = await core.given.user(admin.principal.tenantId, ["operator"]);
  const remove = `mutation { deleteNotificationChannel(input: { channelId: "${id}" }) { removedId } }`;
  expect((await core.execute(remove, {}, operator.principal)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
  });
  expect((await core.execute(remove, {}, stranger.principal)).errors?.[0]?.extensions).toMatchObject({
    code: "NOT_FOUND",
  });
  expect((await core.execute(remove, {}, admin.principal)).errors).toBeUndefined();
});

test("a notice that cannot be dispatched keeps no other from being told", async () => {
  const admin = await tenant();
  const broken = await post(noticeTo(admin, { channels: "IN_APP" }));
  // A kind that this version does not know: another, newer process posted it.
  await core.db
    .system("test")
    .notice.update({ where: { id: broken }, data: { kind: "unheard-of", dispatchedAt: null } });
  const next = await post(noticeTo(admin, { channels: "IN_APP" }));
  await soon(async () =>
    expect(await core.db.system("test").notification.count({ where: { noticeId: next } })).toBe(1),
  );
});

test("notices go after 90 days, with all that came of them", async () => {
  const admin = await tenant();
  const id = await post(noticeTo(admin, { channels: "IN_APP" }));
  const where = { noticeId: id };
  await soon(async () => expect(await core.db.system("test").notification.count({ where })).toBe(1));
  const later = () => new Date(core.clock().getTime() + 91 * 24 * 3_600_000);
  const [job] = notificationJobs(core.db, later);
  await job?.run({
    id: "1",
    scheduledFor: later(),
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  expect(await core.db.system("test").notification.count({ where })).toBe(0);
});

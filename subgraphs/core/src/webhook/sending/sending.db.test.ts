import { v7 } from "uuid";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { natsSubject } from "@wegraph/kit/events";
import { OutboxRelay } from "@wegraph/kit/relay";
import { openReceiver } from "../../testing/receiver.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { openTestCore } from "../../testing/testCore.ts";
import type { TestCore } from "../../testing/testCore.ts";
import type { NewEndpoint } from "../endpoint/endpoint.service.ts";
import { givenUpAfterMs, retryDelaysMs } from "./retry.rules.ts";

let core: TestCore;
let receiver: Receiver;
let relay: OutboxRelay;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;
const accountId = "0192f6c1-6f5e-7b43-8c0e-3d1c52b2b0a1";

beforeAll(async () => {
  receiver = await openReceiver();
  core = await openTestCore({ webhooks: { trustedOrigins: [receiver.origin], timeoutMs: 700, sweepMs: 50 } });
  home = await core.given.tenant("home");
  relay = new OutboxRelay(core.opened.system, core.bus, core.log);
  relay.start();
  await core.parts.webhooks.start(core.bus, core.queue);
});
afterAll(async () => {
  await core?.parts.webhooks.stop();
  await relay?.stop();
  await core?.close();
  await receiver?.close();
});

let count = 0;
async function endpoint(input: Partial<NewEndpoint> = {}) {
  const path = `/hook-${(count += 1)}`;
  const made = await core.as(home.admin.principal, (context) =>
    core.parts.webhooks.endpoints.create(context, {
      url: `${receiver.origin}${path}`,
      eventTypes: ["account.status-changed.v1"],
      ...input,
    }),
  );
  return { path, id: made.endpoint.id, secret: made.secret };
}

const statusChanged = (id = v7(), about = accountId) => ({
  id,
  subject: "wecom.account.status-changed.v1",
  tenantId: home.tenant.id,
  at: core.clock().toISOString(),
  correlationId: v7(),
  actor: { kind: "SYSTEM" as const, id: "test", name: "test", address: null },
  payload: {
    accountId: about,
    from: "OFFLINE",
    to: "ONLINE",
    event: "CONFIRMED",
    reason: null,
    version: 1,
    group: "vip",
    ownerUserId: v7(),
    boundUserIds: [v7()],
    department: "sales",
    changeId: v7(),
  },
});

/** As the relay of another domain does. */
const publish = (event: ReturnType<typeof statusChanged>) =>
  core.bus.js.publish(natsSubject(event.tenantId, event.subject), JSON.stringify(event), { msgID: event.id });

const deliveriesTo = (endpointId: string) =>
  core.db
    .system("test")
    .webhookDelivery.findMany({ where: { endpointId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
const endpointRow = (id: string) =>
  core.db.system("test").webhookEndpoint.findUniqueOrThrow({ where: { id } });

async function settled(endpointId: string, wanted: Record<string, number>): Promise<void> {
  await vi.waitFor(
    async () => {
      const counts: Record<string, number> = {};
      for (const { status } of await deliveriesTo(endpointId)) counts[status] = (counts[status] ?? 0) + 1;
      expect(counts).toEqual(wanted);
    },
    { timeout: 15_000, interval: 40 },
  );
}

test("an event arrives once, signed so that the official library accepts it, and says only what is public", async () => {
  const { path, id, secret } = await endpoint({ headers: [{ name: "X-Api-Key", value: "tok-123" }] });
  const event = statusChanged();
  await publish(event);
  await settled(id, { SUCCEEDED: 1 });

  const [got, ...more] = receiver.at(path);
  expect(more).toEqual([]);
  expect(new Webhook(secret).verify(got?.body ?? "", got?.headers ?? {})).toEqual({
    id: event.id,
    type: "account.status-changed.v1",
    timestamp: event.at,
    data: { accountId, from: "OFFLINE", to: "ONLINE", event: "CONFIRMED", reason: null, version: 1 },
  });
  expect(got?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": event.id,
    "x-api-key": "tok-123",
  });
  const [delivery] = await deliveriesTo(id);
  expect(delivery).toMatchObject({ attempts: 1, lastStatusCode: 204, lastFailure: null, dueAt: null });
  expect(JSON.stringify(delivery?.attemptLog)).not.toContain("tok-123");
  expect((await endpointRow(id)).lastSucceededAt).not.toBeNull();
});

test("an event that comes again, or that a redelivery repeats, is delivered once", async () => {
  const { path, id } = await endpoint();
  const event = statusChanged();
  await Promise.all([1, 2, 3].map(() => core.parts.webhooks.intake.take(event)));
  await settled(id, { SUCCEEDED: 1 });
  await core.parts.webhooks.intake.take(event);
  await settled(id, { SUCCEEDED: 1 });

  expect(receiver.at(path)).toHaveLength(1);
});

test("an endpoint hears of its accounts and types, and of nothing before its time", async () => {
  const before = statusChanged();
  core.wait(1_000);
  const one = await endpoint({ accountIds: [v7()] });
  const other = await endpoint({ eventTypes: ["account.deleted.v1"] });
  const all = await endpoint();
  await core.parts.webhooks.intake.take(before);
  await core.parts.webhooks.intake.take(statusChanged());
  await settled(all.id, { SUCCEEDED: 1 });

  expect(await deliveriesTo(one.id)).toEqual([]);
  expect(await deliveriesTo(other.id)).toEqual([]);
});

test.each([
  [
    "500",
    (path: string) => receiver.behave(path, (response) => response.writeHead(500).end("boom")),
    "STATUS",
    500,
  ],
  [
    "a redirect",
    (path: string) =>
      receiver.behave(path, (response) =>
        response.writeHead(307, { location: `${receiver.origin}/elsewhere` }).end(),
      ),
    "REDIRECT",
    307,
  ],
  ["silence", (path: string) => receiver.behave(path, () => undefined), "TIMEOUT", null],
  [
    "a reset",
    (path: string) => receiver.behave(path, (response) => response.socket?.resetAndDestroy()),
    "CONNECTION_FAILED",
    null,
  ],
])(
  "after %s the same delivery comes again, later, under the same id",
  async (_, break_, failure, statusCode) => {
    const { path, id } = await endpoint();
    break_(path);
    await core.parts.webhooks.intake.take(statusChanged());
    await vi.waitFor(
      async () => expect((await deliveriesTo(id))[0]).toMatchObject({ failures: 1, status: "PENDING" }),
      {
        timeout: 10_000,
      },
    );
    const [waiting] = await deliveriesTo(id);
    expect(waiting).toMatchObject({ lastFailure: failure, lastStatusCode: statusCode });
    const waitMs = (waiting?.dueAt?.getTime() ?? 0) - core.clock().getTime();
    expect(waitMs).toBeGreaterThan(retryDelaysMs[0] - 3_000);
    expect((await endpointRow(id)).failingSince).not.toBeNull();

    receiver.behave(path, undefined);
    core.wait(retryDelaysMs[0] * 1.3);
    await settled(id, { SUCCEEDED: 1 });

    const [first, second, ...more] = receiver.at(path);
    expect(more).toEqual([]);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect((await endpointRow(id)).failingSince).toBeNull();
    expect(receiver.at("/elsewhere")).toEqual([]);
  },
);

test("what never succeeds is given up after eight attempts, all of them in the log", async () => {
  const { path, id } = await endpoint();
  receiver.behave(path, (response) => response.writeHead(500).end("still broken"));
  await core.parts.webhooks.intake.take(statusChanged());
  for (const [failed, delay] of retryDelaysMs.entries()) {
    await vi.waitFor(async () => expect((await deliveriesTo(id))[0]?.failures).toBe(failed + 1), {
      timeout: 10_000,
    });
    core.wait(delay * 1.3);
  }
  await settled(id, { FAILED: 1 });

  expect(receiver.at(path)).toHaveLength(8);
  const { data } = await core.execute(
    "query ($id: ID!) { webhookDelivery(id: $id) { status attemptCount finishedAt attempts { number failure statusCode responseExcerpt requestHeaders { name value } } } }",
    { id: (await deliveriesTo(id))[0]?.id },
    home.admin.principal,
  );
  expect(data).toMatchObject({ webhookDelivery: { status: "FAILED", attemptCount: 8 } });
  const { attempts } = (data as { webhookDelivery: { attempts: { number: number }[] } }).webhookDelivery;
  expect(attempts.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(attempts[0]).toMatchObject({ failure: "STATUS", statusCode: 500, responseExcerpt: "still broken" });
});

test("429 with Retry-After pauses the endpoint as long as it asks", async () => {
  const { path, id } = await endpoint();
  receiver.behave(path, (response) => response.writeHead(429, { "retry-after": "120" }).end());
  await core.parts.webhooks.intake.take(statusChanged());
  await vi.waitFor(async () => expect((await endpointRow(id)).pausedUntil).not.toBeNull(), {
    timeout: 10_000,
  });
  receiver.behave(path, undefined);
  await core.parts.webhooks.intake.take(statusChanged());
  core.wait(60_000);
  core.parts.webhooks.lanes.wake(id);
  await core.parts.webhooks.intake.take({ ...statusChanged(), at: core.clock().toISOString() });
  expect(receiver.at(path)).toHaveLength(1);

  core.wait(61_000);
  await settled(id, { SUCCEEDED: 3 });
});

test("410 disables the endpoint, with the reason, and audited; what comes then is kept and can be replayed", async () => {
  const { path, id } = await endpoint();
  receiver.behave(path, (response) => response.writeHead(410).end());
  await core.parts.webhooks.intake.take(statusChanged());
  await vi.waitFor(async () => expect((await endpointRow(id)).status).toBe("DISABLED"), { timeout: 10_000 });
  expect(await endpointRow(id)).toMatchObject({ disabledReason: "GONE" });
  expect((await core.events("core.audit.recorded.v1")).at(-1)?.payload).toMatchObject({
    actor: { kind: "SYSTEM", id: "webhook-sender" },
    payload: { action: "webhook-endpoint.disabled", resourceId: id },
  });
  receiver.behave(path, undefined);
  await core.parts.webhooks.intake.take(statusChanged());
  await settled(id, { FAILED: 1, SKIPPED: 1 });

  const { endpoints, replays } = core.parts.webhooks;
  const since = new Date(core.clock().getTime() - 3_600_000);
  const ask = () =>
    core.as(home.admin.principal, (context) =>
      replays.start(context, { endpointId: id, since, idempotencyKey: `replay ${id}` }),
    );
  await expect(ask()).rejects.toMatchObject({ reason: "WEBHOOK_ENDPOINT_DISABLED" });
  await core.as(home.admin.principal, (context) => endpoints.enable(context, id));
  core.wait(10);
  const replay = await core.as(home.admin.principal, (context) =>
    replays.start(context, { endpointId: id, since }),
  );
  expect(replay).toMatchObject({ total: 2, status: "RUNNING" });
  await settled(id, { SUCCEEDED: 2 });
  await vi.waitFor(async () =>
    expect(await core.as(home.admin.principal, (context) => replays.find(context, replay.id))).toMatchObject({
      status: "DONE",
      queued: 2,
    }),
  );
});

test("an endpoint without a success for three days is disabled; what waits is skipped, not lost", async () => {
  const { path, id } = await endpoint();
  receiver.behave(path, (response) => response.writeHead(500).end());
  await core.parts.webhooks.intake.take(statusChanged());
  await vi.waitFor(async () => expect((await endpointRow(id)).failingSince).not.toBeNull(), {
    timeout: 10_000,
  });
  core.wait(givenUpAfterMs);
  await core.parts.webhooks.intake.take(statusChanged());
  await vi.waitFor(async () => expect((await endpointRow(id)).disabledReason).toBe("FAILING"), {
    timeout: 10_000,
  });

  await settled(id, { SKIPPED: 2 });
});

test("a slow endpoint holds up no other, and each keeps to its limits", async () => {
  const slow = await endpoint({ maxConcurrent: 3 });
  const quick = await endpoint({ maxConcurrent: 4 });
  receiver.behave(slow.path, (response) => void setTimeout(() => response.writeHead(204).end(), 400));
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 12 }, () => core.parts.webhooks.intake.take(statusChanged())));
  await settled(quick.id, { SUCCEEDED: 12 });
  const quickMs = performance.now() - startedAt;
  expect((await deliveriesTo(slow.id)).some(({ status }) => status !== "SUCCEEDED")).toBe(true);
  await settled(slow.id, { SUCCEEDED: 12 });

  expect(performance.now() - startedAt).toBeGreaterThan(quickMs);
  expect(receiver.mostAtOnce(slow.path)).toBe(3);
  expect(receiver.mostAtOnce(quick.path)).toBeLessThanOrEqual(4);
});

test("a test goes out even to a disabled endpoint, once, and is none of its health's business", async () => {
  const { path, id } = await endpoint();
  const { endpoints, deliveries, endpointReader } = core.parts.webhooks;
  await core.as(home.admin.principal, (context) => endpoints.disable(context, id));
  receiver.behave(path, (response) => response.writeHead(500).end());
  const test_ = () =>
    core.as(home.admin.principal, (context) =>
      deliveries.sendTest(context, {
        endpointId: id,
        eventType: "message-batch.finished.v1",
        idempotencyKey: `test ${id}`,
      }),
    );
  const first = await test_();
  const repeated = await test_();
  expect(repeated.id).toBe(first.id);
  await settled(id, { FAILED: 1 });

  const [got] = receiver.at(path);
  expect(JSON.parse(got?.body ?? "")).toMatchObject({ type: "message-batch.finished.v1", test: true });
  expect(await endpointRow(id)).toMatchObject({ failingSince: null, lastFailedAt: null });
  expect(await core.as(home.admin.principal, (context) => endpointReader.health(context, id))).toEqual({
    succeeded: 0,
    failed: 0,
    pending: 0,
    skipped: 0,
  });
});

test("after a rotation deliveries carry both signatures until the overlap is over, then one", async () => {
  const { path, id, secret: old } = await endpoint();
  const { secret: fresh } = await core.as(home.admin.principal, (context) =>
    core.parts.webhooks.endpoints.rotateSecret(context, id, 24),
  );
  const signatures = () => receiver.at(path).at(-1)?.headers["webhook-signature"]?.split(" ") ?? [];
  // The library looks at the real clock; the test's runs ahead of it by days.
  const isSignedWith = (secret: string) => {
    const { headers, body } = receiver.at(path).at(-1) ?? expect.fail("nothing arrived");
    const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
    return signatures().includes(new Webhook(secret).sign(headers["webhook-id"] ?? "", at, body));
  };

  await core.parts.webhooks.intake.take(statusChanged());
  await settled(id, { SUCCEEDED: 1 });
  expect(signatures()).toHaveLength(2);
  expect([isSignedWith(old), isSignedWith(fresh)]).toEqual([true, true]);

  core.wait(24 * 3_600_000);
  await core.parts.webhooks.intake.take(statusChanged());
  await settled(id, { SUCCEEDED: 2 });
  expect(signatures()).toHaveLength(1);
  expect([isSignedWith(old), isSignedWith(fresh)]).toEqual([false, true]);
});

test("what waits for an endpoint that is deleted is cancelled, and its secrets are gone", async () => {
  const { path, id } = await endpoint();
  receiver.behave(path, (response) => response.writeHead(500).end());
  await core.parts.webhooks.intake.take(statusChanged());
  await settled(id, { PENDING: 1 });
  await core.as(home.admin.principal, (context) => core.parts.webhooks.endpoints.remove(context, id));

  await settled(id, { CANCELLED: 1 });
  expect(await endpointRow(id)).toMatchObject({ secret: null, headers: null, previousSecret: null });
  await expect(
    core.as(home.admin.principal, (context) => core.parts.webhooks.endpoints.enable(context, id)),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a suspended tenant's receivers hear nothing, and of what waited when it is resumed", async () => {
  const { path, id } = await endpoint();
  const setStatus = (status: "ACTIVE" | "SUSPENDED") =>
    core.db.system("test").tenant.update({ where: { id: home.tenant.id }, data: { status } });
  await setStatus("SUSPENDED");
  await core.parts.webhooks.intake.take(statusChanged());
  core.parts.webhooks.lanes.wake(id);
  expect(receiver.at(path)).toEqual([]);
  await setStatus("ACTIVE");

  await settled(id, { SUCCEEDED: 1 });
});

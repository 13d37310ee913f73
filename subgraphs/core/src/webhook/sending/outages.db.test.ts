import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { natsSubject } from "@wegraph/kit/events";
import { OutboxRelay } from "@wegraph/kit/relay";
import { openOwnNats } from "@wegraph/kit/testing/ownNats";
import { enqueueMessage } from "@wegraph/kit/outbox";
import { openReceiver } from "../../testing/receiver.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { openTestCore } from "../../testing/testCore.ts";
import type { TestCore } from "../../testing/testCore.ts";
import { startSenderProcess } from "../../testing/ownProcess.ts";
import { leaseMs } from "./claims.ts";

let nats: Awaited<ReturnType<typeof openOwnNats>>;
let core: TestCore;
let receiver: Receiver;
let relay: OutboxRelay;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  nats = await openOwnNats();
  receiver = await openReceiver();
  core = await openTestCore({
    natsUrl: nats.url,
    webhooks: { trustedOrigins: [receiver.origin], sweepMs: 50 },
  });
  home = await core.given.tenant("home");
  relay = new OutboxRelay(core.opened.system, core.bus, core.log);
  relay.start();
});
afterAll(async () => {
  await core?.parts.webhooks.stop();
  await relay?.stop();
  await core?.close();
  await receiver?.close();
  await nats?.close();
});

async function endpoint(path: string): Promise<string> {
  const { endpoint: made } = await core.as(home.admin.principal, (context) =>
    core.parts.webhooks.endpoints.create(context, {
      url: `${receiver.origin}${path}`,
      eventTypes: ["api-key.revoked.v1"],
    }),
  );
  return made.id;
}

function revoked(id = v7()) {
  return {
    id,
    subject: "core.api-key.revoked.v1",
    tenantId: home.tenant.id,
    at: core.clock().toISOString(),
    correlationId: v7(),
    actor: { kind: "SYSTEM" as const, id: "test", name: "test", address: null },
    payload: { apiKeyId: v7() },
  };
}

/** As `announce` does, with an id that the test knows. */
async function commit(count: number): Promise<string[]> {
  const events = Array.from({ length: count }, () => revoked());
  const system = core.db.system("test");
  for (const event of events)
    await enqueueMessage(system, natsSubject(event.tenantId, event.subject), event.id, event.tenantId, event);
  return events.map(({ id }) => id);
}

const statuses = async (endpointId: string) =>
  (
    await core.db.system("test").webhookDelivery.findMany({ where: { endpointId }, select: { status: true } })
  ).map(({ status }) => status);

async function allArrived(endpointId: string, path: string, ids: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await statuses(endpointId)).toEqual(ids.map(() => "SUCCEEDED")), {
    timeout: 60_000,
    interval: 50,
  });
  const arrived = receiver.at(path).map(({ headers }) => headers["webhook-id"]);
  expect(new Set(arrived)).toEqual(new Set(ids));
}

test("events committed while nobody listened, and others while the broker was away, are all delivered", async () => {
  const path = "/while-away";
  const id = await endpoint(path);
  const before = await commit(5);
  await core.parts.webhooks.start(core.bus, core.queue);
  await allArrived(id, path, before);

  const during = nats.restart({ downMs: 500 });
  const away = await commit(5);
  await during;
  const after = await commit(5);
  await allArrived(id, path, [...before, ...away, ...after]);

  await core.parts.webhooks.lanes.stop();
  const arrived = receiver.at(path).map(({ headers }) => headers["webhook-id"]);
  expect(arrived).toHaveLength(15);
});

test("a sender that is killed in the middle of deliveries loses none; what comes twice has the same id and says so", async () => {
  const path = "/killed";
  const id = await endpoint(path);
  const events = Array.from({ length: 30 }, () => revoked());
  for (const event of events) await core.parts.webhooks.intake.take(event);
  // Answers that take long enough to be killed in between.
  receiver.behave(path, (response) => void setTimeout(() => response.writeHead(204).end(), 60));

  for (let round = 0; round < 2; round += 1) {
    const sender = await startSenderProcess(core, receiver.origin);
    const soFar = receiver.at(path).length;
    await vi.waitFor(() => expect(receiver.at(path).length).toBeGreaterThan(soFar), {
      timeout: 10_000,
      interval: 5,
    });
    await sender.kill();
    // What it had begun is due again when its lease is over.
    core.wait(leaseMs + 1_000);
  }
  receiver.behave(path, undefined);
  const last = await startSenderProcess(core, receiver.origin);
  await allArrived(
    id,
    path,
    events.map((event) => event.id),
  );
  await last.kill();

  const rows = await core.db.system("test").webhookDelivery.findMany({ where: { endpointId: id } });
  const interrupted = rows.filter(({ attemptLog }) => JSON.stringify(attemptLog).includes("INTERRUPTED"));
  expect(interrupted.length).toBeGreaterThan(0);
  expect(receiver.at(path).length).toBeLessThanOrEqual(rows.reduce((sum, { attempts }) => sum + attempts, 0));
  const bodies = new Map(receiver.at(path).map(({ headers, body }) => [headers["webhook-id"], body]));
  for (const { headers, body } of receiver.at(path)) expect(body).toBe(bodies.get(headers["webhook-id"]));
}, 120_000);

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import { openReceiver } from "../testing/receiver.ts";
import type { Receiver } from "../testing/receiver.ts";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { endpointsMax } from "./endpoint/endpoint.rules.ts";

let core: TestCore;
let receiver: Receiver;
let relay: OutboxRelay;
let admin: Person;

beforeAll(async () => {
  receiver = await openReceiver();
  core = await openTestCore({ webhooks: { trustedOrigins: [receiver.origin], sweepMs: 50 } });
  ({ admin } = await core.given.tenant("home"));
  await core.bus.feed.start();
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

const createDocument = `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
  secret endpoint { id url headers { name } eventTypes health { successRate } } } }`;

interface Created {
  secret: string;
  endpoint: { id: string };
}

const input = (part: object = {}) => ({
  url: `${receiver.origin}/hook`,
  eventTypes: ["account.status-changed.v1"],
  ...part,
});

async function created(part: object = {}): Promise<Created> {
  const { data, errors } = await core.execute(createDocument, { input: input(part) }, admin.principal);
  expect(errors).toBeUndefined();
  return (data as { createWebhookEndpoint: Created }).createWebhookEndpoint;
}

test("an operator sees no webhooks; who may see them cannot change them", async () => {
  const operator = await core.given.user(admin.principal.tenantId, ["operator"]);
  const query = "{ webhookEndpoints { nodes { id } } }";
  expect((await core.execute(query, {}, operator.principal)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
    requires: ["webhook:read"],
  });
  const reader = {
    ...operator.principal,
    grants: [{ permission: "webhook:read", scope: "TENANT" as const }],
  };
  expect((await core.execute(query, {}, reader)).errors).toBeUndefined();
  const { errors } = await core.execute(createDocument, { input: input() }, reader);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
});

test("nobody has events sent elsewhere that they may not see in the whole tenant", async () => {
  const grants = [
    { permission: "webhook:*", scope: "TENANT" as const },
    { permission: "account:read", scope: "BOUND" as const },
  ];
  const principal = { ...admin.principal, grants };

  const { errors } = await core.execute(createDocument, { input: input() }, principal);

  expect(errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
    reason: "GRANT_EXCEEDS_OWN",
    missing: ["account:read"],
  });
});

test.each([
  [{ url: "http://example.com/" }, "WEBHOOK_URL_NOT_HTTPS", ["input", "url"]],
  [{ url: "https://0x7f.1/" }, "WEBHOOK_URL_NOT_PUBLIC", ["input", "url"]],
  [{ url: "" }, "INPUT_REFUSED", ["input", "url"]],
  [{ eventTypes: [] }, "INPUT_REFUSED", ["input", "eventTypes"]],
  [{ eventTypes: ["account.flown.v1"] }, "INPUT_REFUSED", ["input", "eventTypes", 0]],
  [{ accountIds: ["1 OR 1=1"] }, "INPUT_REFUSED", ["input", "accountIds", 0]],
  [{ maxPerSecond: 0 }, "INPUT_REFUSED", ["input", "maxPerSecond"]],
  [{ maxConcurrent: 21 }, "INPUT_REFUSED", ["input", "maxConcurrent"]],
  [{ headers: [{ name: "webhook-id", value: "x" }] }, "INPUT_REFUSED", ["input", "headers", 0, "name"]],
  [{ headers: [{ name: "Content-Length", value: "1" }] }, "INPUT_REFUSED", ["input", "headers", 0, "name"]],
  [{ headers: [{ name: "x", value: "a\r\nHost: b" }] }, "INPUT_REFUSED", ["input", "headers", 0, "value"]],
  [{ headers: [{ name: "x" }] }, "WEBHOOK_HEADER_VALUE_MISSING", ["input", "headers", 0, "value"]],
])("an endpoint with %j is refused as %s at its path", async (part, reason, path) => {
  const { errors } = await core.execute(createDocument, { input: input(part) }, admin.principal);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", reason, issues: [{ path }] });
});

test("secrets and headers' values stand nowhere readable, and what was not given again is kept", async () => {
  const { secret, endpoint } = await created({
    url: `${receiver.origin}/kept?token=in-the-url`,
    headers: [
      { name: "X-One", value: "value-one" },
      { name: "X-Two", value: "value-two" },
    ],
    idempotencyKey: "once",
  });
  const again = await created({
    url: `${receiver.origin}/kept?token=in-the-url`,
    headers: [
      { name: "X-One", value: "value-one" },
      { name: "X-Two", value: "value-two" },
    ],
    idempotencyKey: "once",
  });
  expect(again).toMatchObject({ secret, endpoint: { id: endpoint.id } });
  const update = `mutation ($input: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $input) {
    endpoint { headers { name } } } }`;
  const { data } = await core.execute(
    update,
    {
      input: {
        endpointId: endpoint.id,
        headers: [{ name: "x-two" }, { name: "x-three", value: "value-three" }],
      },
    },
    admin.principal,
  );
  expect(data).toEqual({
    updateWebhookEndpoint: { endpoint: { headers: [{ name: "x-two" }, { name: "x-three" }] } },
  });
  await core.execute(
    "mutation ($input: SendTestWebhookInput!) { sendTestWebhook(input: $input) { delivery { id } } }",
    { input: { endpointId: endpoint.id, eventType: "account.deleted.v1" } },
    admin.principal,
  );
  await vi.waitFor(() => expect(receiver.at("/kept?token=in-the-url")).toHaveLength(1), { timeout: 10_000 });
  const { headers } = receiver.at("/kept?token=in-the-url")[0] ?? expect.fail("nothing arrived");
  expect(headers).toMatchObject({ "x-two": "value-two", "x-three": "value-three" });
  expect(headers["x-one"]).toBeUndefined();

  for (const plain of [secret.slice("whsec_".length), "value-one", "value-two", "value-three"])
    for (const table of [
      "saas_webhook_endpoints",
      "saas_webhook_deliveries",
      "wegraph_outbox",
      "wegraph_idempotency_keys",
    ]) {
      const { rows } = await core.opened.system.query(
        `SELECT count(*)::int AS found FROM ${table} t WHERE position($1 in t::text) > 0`,
        [plain],
      );
      expect(rows[0].found, `${plain} in ${table}`).toBe(0);
    }
  expect(JSON.stringify(await core.events("core.audit.recorded.v1"))).not.toContain("in-the-url");
});

test("what came of a delivery is told live, to its tenant alone", async () => {
  const { endpoint } = await created();
  const other = await core.given.tenant();
  const document = `subscription { webhookDeliveryChanged(endpointId: "${endpoint.id}") { status lastStatusCode eventType } }`;
  const stream = await core.subscribe(document, admin.principal);
  const foreign = await core.subscribe(
    "subscription { webhookDeliveryChanged { id } }",
    other.admin.principal,
  );
  if (!isStream(stream) || !isStream(foreign)) return expect.fail("no stream");
  let heard = false;
  void foreign.next().then(({ done }) => {
    heard = done !== true;
  });

  await core.as(admin.principal, (context) =>
    core.parts.webhooks.deliveries.sendTest(context, {
      endpointId: endpoint.id,
      eventType: "account.deleted.v1",
    }),
  );
  const { value } = await stream.next();
  expect(value?.data).toEqual({
    webhookDeliveryChanged: { status: "SUCCEEDED", lastStatusCode: 204, eventType: "account.deleted.v1" },
  });
  await stream.return?.();
  await foreign.return?.();
  expect(heard).toBe(false);
});

test("the page of deliveries is read by the index of its endpoint, newest partition first", async () => {
  const { endpoint } = await created();
  const { rows } = await core.opened.system.query(
    `EXPLAIN SELECT id FROM saas_webhook_deliveries WHERE endpoint_id = $1 AND created_at > now() - interval '1 day'
     ORDER BY created_at DESC, id DESC LIMIT 26`,
    [endpoint.id],
  );
  const plan = rows.map((row) => String(row["QUERY PLAN"])).join("\n");
  expect(plan).toMatch(/Index/);
  expect(plan).not.toMatch(/Seq Scan/);
});

test("a tenant has so many endpoints and no more, however many are asked for at once", async () => {
  const { tenant, admin: owner } = await core.given.tenant();
  const create = () => core.execute(createDocument, { input: input() }, owner.principal);
  // Up to the last two one by one: on a busy machine dozens do not get their turn at one lock in time.
  for (let made = 0; made < endpointsMax - 2; made += 1) expect((await create()).errors).toBeUndefined();

  const results = await Promise.all(Array.from({ length: 5 }, create));

  const refused = results.filter(({ errors }) => errors !== undefined);
  expect(refused).toHaveLength(3);
  expect(refused[0]?.errors?.[0]?.extensions).toMatchObject({ reason: "WEBHOOK_ENDPOINTS_TOO_MANY" });
  expect(await core.db.system("test").webhookEndpoint.count({ where: { tenantId: tenant.id } })).toBe(
    endpointsMax,
  );
});

test("old months of the log are dropped whole, the audit log's never", async () => {
  const { system } = core.opened;
  await system.query(
    "SELECT wegraph_ensure_partition('saas_webhook_deliveries', now() - interval '4 months')",
  );
  const { rows } = await system.query("SELECT wegraph_drop_partitions('saas_webhook_deliveries', 1) AS name");
  expect(rows).toHaveLength(1);
  await expect(system.query("SELECT wegraph_drop_partitions('saas_unified_audit_logs', 1)")).rejects.toThrow(
    "is kept",
  );
});

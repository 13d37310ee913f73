import type { ExecutionResult } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { v7 } from "uuid";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import { apiKeyRevoked } from "../api-key/api-key.events.ts";
import { roleChanged } from "../role/role.events.ts";
import { tenantCreated, tenantDeleted, tenantSuspended } from "../tenant/tenant.events.ts";
import { openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";
import { userRightsChanged } from "../user/user.events.ts";

const gateway: Principal = { ...anonymous, kind: "SYSTEM", id: "gateway", name: "gateway" };
const changes = "subscription { _identityChanged }";

let core: TestCore;
let relay: OutboxRelay;
beforeAll(async () => {
  core = await openTestCore();
  await core.bus.feed.start();
  relay = new OutboxRelay(core.opened.system, core.bus, core.log);
  relay.start();
});
afterAll(async () => {
  await relay?.stop();
  await core?.close();
});

async function follow(): Promise<AsyncIterableIterator<ExecutionResult>> {
  const answer = await core.subscribe(changes, gateway);
  return isStream(answer) ? answer : expect.fail(JSON.stringify(answer));
}

test("the gateway is told of everyone first, then of whom each change concerns, and of nothing else", async () => {
  const stream = await follow();
  const next = async () => (await stream.next()).value?.data?.["_identityChanged"];
  expect(await next()).toEqual({});

  const { tenant, admin } = await core.given.tenant("told");
  const tenantId = tenant.id;
  await core.as(admin.principal, (context) => core.parts.sessions.signOut(context));
  expect(await next()).toEqual({ principalId: admin.user.id });

  const [userId, apiKeyId, roleId] = [v7(), v7(), v7()];
  const origin = systemOrigin("test", tenantId);
  await core.db.system("test").$transaction(async (tx) => {
    await announce(tx, origin, tenantCreated, { tenantId, name: "Told", plan: "STANDARD" });
    await announce(tx, origin, userRightsChanged, { userId });
    await announce(tx, origin, apiKeyRevoked, { apiKeyId });
    await announce(tx, origin, roleChanged, { roleId });
    await announce(tx, origin, tenantSuspended, { tenantId, reason: "unpaid" });
    await announce(tx, origin, tenantDeleted, { tenantId, purgeAfter: "2027-01-01T00:00:00Z" });
  });
  const told = [await next(), await next(), await next(), await next(), await next()];
  expect(told).toEqual([
    { tenantId, principalId: userId },
    { tenantId, principalId: apiKeyId },
    { tenantId },
    { tenantId },
    { tenantId },
  ]);
  await stream.return?.();
  expect(core.bus.feed.followerCount).toBe(0);
});

test.each([
  ["nobody", anonymous],
  ["another part of the system", { ...gateway, id: "account-driver" }],
  ["a user who calls themselves gateway", { ...gateway, kind: "USER" as const, tenantId: v7() }],
])("%s may not follow", async (_, principal) => {
  expect(await core.subscribe(changes, principal)).toMatchObject({
    errors: [{ extensions: { code: "FORBIDDEN", reason: "GATEWAY_ONLY" } }],
  });
});

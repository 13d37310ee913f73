import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";
import type { NewApiKey } from "./apiKey.service.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
});
afterAll(() => core?.close());

const create = (input: Partial<NewApiKey> = {}, principal = home.admin.principal) =>
  core.as(principal, (context) =>
    core.parts.apiKeys.create(context, { name: "A program", scopes: ["account:read"], ...input }),
  );

const recognise = (token: string, address: string | null = "192.0.2.10") =>
  core.parts.principals.identify({ kind: "API_KEY", token, address });

test("a key acts in its whole tenant, with its scopes and no more", async () => {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const { apiKey, secret } = await create({ rateLimitPerMinute: 60, expiresAt });

  expect(await recognise(secret)).toEqual({
    kind: "API_KEY",
    id: apiKey.id,
    name: "A program",
    tenantId: home.tenant.id,
    isPlatform: false,
    sessionId: null,
    department: null,
    address: "192.0.2.10",
    grants: [{ permission: "account:read", scope: "TENANT" }],
    rateLimitPerMinute: 60,
    expiresAt: expiresAt.getTime(),
  });
});

test("the secret stands nowhere in the database", async () => {
  const { secret } = await create({ idempotencyKey: v7() });
  // What comes after the key's id may hold any character of base64url, underscores among them.
  const plain = secret.replace(/^wg_live_[^_]+_/, "");
  expect(plain).toHaveLength(43);

  for (const table of ["saas_api_keys", "wegraph_outbox", "wegraph_idempotency_keys"]) {
    const { rows } = await core.opened.system.query(
      `SELECT count(*)::int AS found FROM ${table} t WHERE position($1 in t::text) > 0`,
      [plain],
    );
    expect(rows[0].found, table).toBe(0);
  }
});

test("a wrong secret, an unknown id, nonsense and an access token are no keys", async () => {
  const { secret } = await create();
  const wrong = secret.slice(0, -4) + "AAAA";

  for (const token of [
    wrong,
    secret.replace(/_[0-9a-z]{12}_/, "_000000000000_"),
    "wg_live_",
    "",
    home.admin.accessToken,
  ])
    expect(await recognise(token)).toBeNull();
  expect(await core.recognise(secret)).toBeNull();
});

test("nobody makes, or comes to see, a key with scopes they lack in the whole tenant", async () => {
  const staff = await core.given.user(home.tenant.id, ["staff"]);
  const maker = await core.as(home.admin.principal, (context) =>
    core.parts.roles.create(context, {
      key: "maker",
      name: "Maker",
      permissions: ["api-key:*"],
      dataScope: "TENANT",
    }),
  );
  await core.as(home.admin.principal, (context) =>
    core.parts.membership.assign(context, { userId: staff.user.id, roleId: maker.id }),
  );
  const principal = (await core.recognise(staff.accessToken)) ?? expect.fail("not recognised");
  const { apiKey } = await create({ scopes: ["audit:read"] });

  // Staff hold account:read for what is bound to them only.
  await expect(create({ scopes: ["account:read"] }, principal)).rejects.toMatchObject({
    reason: "GRANT_EXCEEDS_OWN",
  });
  await expect(create({ scopes: ["*:*"] }, home.admin.principal)).rejects.toMatchObject({
    reason: "GRANT_EXCEEDS_OWN",
  });
  await expect(
    core.as(principal, (context) => core.parts.apiKeys.rotate(context, apiKey.id, 0)),
  ).rejects.toMatchObject({ reason: "GRANT_EXCEEDS_OWN" });
  await create({ scopes: ["api-key:read"] }, principal);
});

test("addresses outside the allowed networks are refused", async () => {
  const { secret } = await create({ allowedAddresses: ["10.0.0.0/8", "2001:db8::/32"] });

  expect(await recognise(secret, "10.9.8.7")).not.toBeNull();
  expect(await recognise(secret, "::ffff:10.9.8.7")).not.toBeNull();
  expect(await recognise(secret, "2001:db8::1")).not.toBeNull();
  for (const address of ["11.0.0.1", "2001:db9::1", "", null])
    expect(await recognise(secret, address)).toBeNull();
});

test("a key ends when it expires, is revoked, or its tenant is suspended", async () => {
  const expiring = await create({ expiresAt: new Date(core.clock().getTime() + 60_000) });
  const revoked = await create();

  await core.as(home.admin.principal, (context) => core.parts.apiKeys.revoke(context, revoked.apiKey.id));
  expect(await recognise(revoked.secret)).toBeNull();
  expect((await core.events("api-key.revoked.v1")).at(-1)?.payload.payload).toEqual({
    apiKeyId: revoked.apiKey.id,
  });

  expect(await recognise(expiring.secret)).not.toBeNull();
  core.wait(60_000);
  expect(await recognise(expiring.secret)).toBeNull();
});

test("after a rotation both keys work until the overlap is over, then the new one", async () => {
  const old = await create({ scopes: ["account:*"], allowedAddresses: ["10.0.0.0/8"] });

  const fresh = await core.as(home.admin.principal, (context) =>
    core.parts.apiKeys.rotate(context, old.apiKey.id, 24),
  );

  expect(fresh.apiKey).toMatchObject({ scopes: ["account:*"], allowedAddresses: ["10.0.0.0/8"] });
  expect(await recognise(old.secret, "10.1.1.1")).not.toBeNull();
  expect(await recognise(fresh.secret, "10.1.1.1")).not.toBeNull();
  core.wait(24 * 60 * 60_000);
  expect(await recognise(old.secret, "10.1.1.1")).toBeNull();
  expect(await recognise(fresh.secret, "10.1.1.1")).not.toBeNull();
  await expect(
    core.as(home.admin.principal, (context) => core.parts.apiKeys.rotate(context, old.apiKey.id, 24)),
  ).rejects.toMatchObject({ code: "CONFLICT", reason: "API_KEY_NOT_LIVE" });
});

test("rotations at the same moment make one successor", async () => {
  const { apiKey } = await create();

  const both = await Promise.allSettled(
    [1, 2, 3].map(() =>
      core.as(home.admin.principal, (context) => core.parts.apiKeys.rotate(context, apiKey.id, 1)),
    ),
  );

  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a repeat with its idempotency key gets the same key and secret; with another input a conflict", async () => {
  const idempotencyKey = v7();
  const [first, second] = await Promise.all([create({ idempotencyKey }), create({ idempotencyKey })]);
  const third = await create({ idempotencyKey });

  expect(second?.secret).toBe(first?.secret);
  expect(third.apiKey.id).toBe(first?.apiKey.id);
  await expect(create({ idempotencyKey, name: "Another" })).rejects.toMatchObject({
    code: "IDEMPOTENCY_CONFLICT",
  });
});

test("its last use is written down, at most once a minute", async () => {
  const { apiKey, secret } = await create();
  const read = async () =>
    (await core.db.system("test").apiKey.findUniqueOrThrow({ where: { id: apiKey.id } })).lastUsedAt;

  await Promise.all(Array.from({ length: 5 }, () => recognise(secret)));
  const first = await read();
  core.wait(30_000);
  await recognise(secret);
  expect(await read()).toEqual(first);
  core.wait(31_000);
  await recognise(secret, "192.0.2.77");

  expect((await read())?.getTime()).toBeGreaterThan(first?.getTime() ?? Infinity);
});

test.each([
  [{ name: "" }, ["input", "name"]],
  [{ name: "x".repeat(101) }, ["input", "name"]],
  [{ name: "a\u0000b" }, ["input", "name"]],
  [{ scopes: [] }, ["input", "scopes"]],
  [{ scopes: ["account"] }, ["input", "scopes", 0]],
  [{ scopes: ["account:fly"] }, ["input", "scopes"]],
  [{ allowedAddresses: ["10.0.0.0/99"] }, ["input", "allowedAddresses", 0]],
  [{ expiresAt: "2020-01-01T00:00:00Z" }, ["input", "expiresAt"]],
  [{ rateLimitPerMinute: 0 }, ["input", "rateLimitPerMinute"]],
])("a key with %j is refused at its path", async (part, path) => {
  const answer = await core.execute(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }`,
    { input: { name: "A program", scopes: ["account:read"], ...part } },
    home.admin.principal,
  );

  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", issues: [{ path }] });
});

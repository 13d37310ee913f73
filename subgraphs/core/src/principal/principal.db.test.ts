import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous, covers } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { builtInRoles } from "../role/builtInRoles.ts";
import type { BuiltInRole } from "../role/builtInRoles.ts";
import { declaredPermissions } from "../role/catalogue.ts";
import { openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
});
afterAll(() => core?.close());

const gateway: Principal = { ...anonymous, kind: "SYSTEM", id: "gateway", name: "gateway" };

const listed = ({ permissions }: BuiltInRole) => (permissions === "ORDINARY" ? [] : permissions.toSorted());
/** The patterns of a role, spelt out by the catalogue. */
const heldBy = (role: BuiltInRole) =>
  Object.values(declaredPermissions)
    .flat()
    .filter(({ id, platformOnly }) => !platformOnly && listed(role).some((pattern) => covers(pattern, id)))
    .map(({ id }) => id)
    .toSorted();
const ask = `query ($credential: CredentialInput!) { _principal(credential: $credential) }`;

test("the gateway learns who a token stands for, in one answer", async () => {
  const person = await core.given.user(home.tenant.id, ["staff"]);

  const answer = await core.execute(
    ask,
    { credential: { kind: "ACCESS_TOKEN", token: person.accessToken, address: "198.51.100.9" } },
    gateway,
  );

  expect(answer).toEqual({
    data: {
      _principal: {
        kind: "USER",
        id: person.user.id,
        name: person.user.displayName,
        tenantId: home.tenant.id,
        isPlatform: false,
        sessionId: person.principal.sessionId,
        department: null,
        address: "198.51.100.9",
        grants: listed(builtInRoles.staff).map((permission) => ({ permission, scope: "BOUND" })),
        rateLimitPerMinute: null,
      },
    },
  });
});

test.each([
  ["nobody", anonymous],
  ["another part of the system", { ...gateway, id: "account-driver" }],
  ["a user who calls themselves gateway", { ...gateway, kind: "USER" as const, tenantId: v7() }],
])("%s may not ask", async (_, principal) => {
  const answer = await core.execute(
    ask,
    { credential: { kind: "ACCESS_TOKEN", token: home.admin.accessToken } },
    principal,
  );

  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", reason: "GATEWAY_ONLY" });
});

test("what is forged, malformed or of no session is nobody", async () => {
  const forged = home.admin.accessToken.slice(0, -6) + "AAAAAA";
  const ofNobody = await core.parts.accessTokens.issue(
    { userId: v7(), sessionId: v7(), tenantId: home.tenant.id },
    new Date(core.clock().getTime() + 60_000),
  );
  const ofAnotherTenant = await core.given.tenant();
  const stolen = await core.parts.accessTokens.issue(
    {
      userId: home.admin.user.id,
      sessionId: home.admin.principal.sessionId ?? "",
      tenantId: ofAnotherTenant.tenant.id,
    },
    new Date(core.clock().getTime() + 60_000),
  );
  const mixed = await core.parts.accessTokens.issue(
    {
      userId: ofAnotherTenant.admin.user.id,
      sessionId: home.admin.principal.sessionId ?? "",
      tenantId: ofAnotherTenant.tenant.id,
    },
    new Date(core.clock().getTime() + 60_000),
  );

  for (const token of [
    "",
    "x",
    "a.b.c",
    forged,
    ofNobody.token,
    stolen.token,
    mixed.token,
    "x".repeat(4_000),
  ])
    expect(await core.recognise(token)).toBeNull();
});

test("an access token ends after two hours", async () => {
  const person = await core.given.user(home.tenant.id);
  core.wait(2 * 60 * 60_000 + 1_000);

  expect(await core.recognise(person.accessToken)).toBeNull();
});

test("a suspended tenant stops everything at once, and goes on when resumed", async () => {
  const platform = await core.db.system("test").tenant.findFirst({ where: { isPlatform: true } });
  expect(platform).toBeNull();
  const { tenant, admin } = await core.given.tenant();
  const key = await core.as(admin.principal, (context) =>
    core.parts.apiKeys.create(context, { name: "Key", scopes: ["account:read"] }),
  );
  const root: Principal = {
    ...home.admin.principal,
    isPlatform: true,
    grants: [{ permission: "*:*", scope: "TENANT" }],
  };
  const keyWorks = async () =>
    (await core.parts.principals.identify({ kind: "API_KEY", token: key.secret, address: null })) !== null;

  await core.as(root, (context) => core.parts.tenants.suspend(context, tenant.id, "unpaid"));
  expect(await core.recognise(admin.accessToken)).toBeNull();
  expect(await keyWorks()).toBe(false);
  await expect(core.given.person(admin.email, tenant.id)).rejects.toMatchObject({
    reason: "TENANT_SUSPENDED",
  });

  await core.as(root, (context) => core.parts.tenants.resume(context, tenant.id));
  expect(await core.recognise(admin.accessToken)).not.toBeNull();
  expect(await keyWorks()).toBe(true);
});

test("being seen is written down at most once a minute, with the address", async () => {
  const person = await core.given.user(home.tenant.id);
  const read = () =>
    core.db.system("test").session.findUniqueOrThrow({ where: { id: person.principal.sessionId ?? "" } });
  const first = await read();

  core.wait(30_000);
  await core.recognise(person.accessToken, "192.0.2.5");
  expect((await read()).lastSeenAt).toEqual(first.lastSeenAt);
  core.wait(31_000);
  await core.recognise(person.accessToken, "192.0.2.5");

  expect(await read()).toMatchObject({ address: "192.0.2.5" });
  expect((await read()).lastSeenAt.getTime()).toBeGreaterThan(first.lastSeenAt.getTime());
});

test("the viewer is told their rights one by one, their tenants and their session", async () => {
  const other = await core.given.tenant();
  const person = await core.given.user(home.tenant.id, ["operator"]);
  await core.given.user(other.tenant.id, ["viewer"], person.email);

  const { data, errors } = await core.execute(
    `{ viewer { user { email roles { role { key builtIn permissions effectivePermissions userCount parent { key } } department } }
       tenant { id name userCount } tenants { id } permissions dataScope session { current device address user { id } } } }`,
    {},
    person.principal,
  );

  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    viewer: {
      user: {
        email: person.email,
        roles: [
          {
            role: {
              key: "operator",
              builtIn: true,
              permissions: listed(builtInRoles.operator),
            },
          },
        ],
      },
      tenant: { id: home.tenant.id },
      tenants: [{ id: home.tenant.id }, { id: other.tenant.id }],
      permissions: heldBy(builtInRoles.operator),
      dataScope: "TENANT",
      session: { current: true, device: "Chrome on Windows", user: { id: person.user.id } },
    },
  });
});

test("a program is a viewer without user and session", async () => {
  const { secret } = await core.as(home.admin.principal, (context) =>
    core.parts.apiKeys.create(context, { name: "Key", scopes: ["account:*"] }),
  );
  const principal = await core.parts.principals.identify({ kind: "API_KEY", token: secret, address: null });

  const { data } = await core.execute(
    "{ viewer { user { id } tenant { id } tenants { id } session { id } permissions } }",
    {},
    principal ?? expect.fail("not recognised"),
  );

  expect(data).toMatchObject({
    viewer: { user: null, tenant: { id: home.tenant.id }, tenants: [{ id: home.tenant.id }], session: null },
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { goodPassword, openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";

let core: TestCore;
let root: Person;

beforeAll(async () => {
  core = await openTestCore();
  root = (await core.given.platform()).admin;
});
afterAll(() => core?.close());

const day = 24 * 60 * 60_000;
const run = (operation: string, input: object, principal: Principal = root.principal) =>
  core.execute(
    `mutation ($input: ${operation[0]?.toUpperCase()}${operation.slice(1)}Input!) { ${operation}(input: $input) { tenant { id status plan suspendedAt deletedAt purgeAfter userCount } } }`,
    { input },
    principal,
  );

test("the platform's administrator holds everything, the platform's rights included", () => {
  expect(root.principal).toMatchObject({
    isPlatform: true,
    grants: [{ permission: "*:*", scope: "TENANT" }],
  });
});

test("a new tenant has its administrator, who can sign in", async () => {
  const input = {
    name: "Dawn Trading",
    slug: "dawn",
    plan: "STANDARD",
    adminEmail: "Admin@Dawn.Example",
    adminDisplayName: "Lin",
    adminPassword: goodPassword,
  };

  const answer = await run("createTenant", input);

  expect(answer.data).toMatchObject({
    createTenant: { tenant: { status: "ACTIVE", plan: "STANDARD", userCount: 1 } },
  });
  const { id } = (answer.data as { createTenant: { tenant: { id: string } } }).createTenant.tenant;
  expect(await core.given.person("admin@dawn.example", id)).toMatchObject({
    principal: { isPlatform: false },
  });
  expect(
    (await run("createTenant", { ...input, adminEmail: "b@dawn.example" })).errors?.[0]?.extensions,
  ).toMatchObject({
    code: "CONFLICT",
    reason: "TENANT_SLUG_TAKEN",
  });
});

test("a slug that is taken leaves no half-made tenant or user behind", async () => {
  await core.given.tenant("taken");

  await expect(
    core.as(root.principal, (context) =>
      core.parts.tenants.create(context, {
        name: "Another",
        slug: "taken",
        plan: "FREE",
        admin: { email: "left@over.example", displayName: "Left over", password: goodPassword },
      }),
    ),
  ).rejects.toMatchObject({ reason: "TENANT_SLUG_TAKEN" });

  expect(await core.db.system("test").user.findUnique({ where: { email: "left@over.example" } })).toBeNull();
});

test("a tenant's life: suspended, resumed, deleted, restored; each step announced to it and in both logs", async () => {
  const { tenant, admin } = await core.given.tenant();
  const input = { tenantId: tenant.id };

  expect((await run("suspendTenant", { ...input, reason: "unpaid" })).data).toMatchObject({
    suspendTenant: { tenant: { status: "SUSPENDED" } },
  });
  expect(await core.recognise(admin.accessToken)).toBeNull();
  expect((await run("suspendTenant", { ...input, reason: "again" })).errors?.[0]?.extensions).toMatchObject({
    code: "INVALID_TRANSITION",
  });
  const resume = await core.execute(
    "mutation ($input: TenantInput!) { resumeTenant(input: $input) { tenant { status suspendedAt } } }",
    { input },
    root.principal,
  );
  expect(resume.data).toEqual({ resumeTenant: { tenant: { status: "ACTIVE", suspendedAt: null } } });
  expect(await core.recognise(admin.accessToken)).not.toBeNull();

  const deleted = await core.as(root.principal, (context) => core.parts.tenants.delete(context, tenant.id));
  expect(deleted.purgeAfter?.getTime()).toBeCloseTo(core.clock().getTime() + 30 * day, -4);
  expect(await core.recognise(admin.accessToken)).toBeNull();
  const restored = await core.as(root.principal, (context) => core.parts.tenants.restore(context, tenant.id));
  expect(restored).toMatchObject({ status: "ACTIVE", deletedAt: null, purgeAfter: null });

  const about = (await core.events()).filter(({ payload }) => payload.payload["tenantId"] === tenant.id);
  expect(about.map(({ subject }) => subject.replace(`evt.${tenant.id}.core.`, ""))).toEqual([
    "tenant.created.v1",
    "tenant.suspended.v1",
    "tenant.resumed.v1",
    "tenant.deleted.v1",
    "tenant.restored.v1",
  ]);
  expect(about.every(({ tenant_id }) => tenant_id === tenant.id)).toBe(true);
  const recorded = (await core.events("audit.recorded.v1")).filter(
    ({ payload }) =>
      payload.payload["action"] === "tenant.suspended" && payload.payload["resourceId"] === tenant.id,
  );
  expect(recorded.map(({ tenant_id }) => tenant_id).toSorted()).toEqual(
    [root.principal.tenantId, tenant.id].toSorted(),
  );
});

test("a tenant's time zone: changed once, announced to whoever counts by its days, and told to those parts alone", async () => {
  const { tenant, admin } = await core.given.tenant();
  const change = (timeZone: string, principal = root.principal) =>
    core.execute(
      `mutation ($input: ChangeTenantTimeZoneInput!) { changeTenantTimeZone(input: $input) { tenant { timeZone } } }`,
      { input: { tenantId: tenant.id, timeZone } },
      principal,
    );

  expect((await change("Europe/Berlin", admin.principal)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
  });
  for (const wrong of ["Mars/Olympus", "+08:00", ""])
    expect((await change(wrong)).errors?.[0]?.extensions, wrong).toMatchObject({ code: "INVALID_INPUT" });
  const changed = { changeTenantTimeZone: { tenant: { timeZone: "Europe/Berlin" } } };
  expect((await change("Europe/Berlin")).data).toEqual(changed);
  expect((await change("Europe/Berlin")).data).toEqual(changed);

  const said = (await core.events("tenant.time-zone-changed.v1")).filter(
    ({ tenant_id }) => tenant_id === tenant.id,
  );
  expect(said.map(({ payload }) => payload.payload)).toEqual([
    { tenantId: tenant.id, from: "Asia/Shanghai", to: "Europe/Berlin" },
  ]);
  const zones = "query ($ids: [ID!]) { _tenantTimeZones(ids: $ids) { id timeZone } }";
  const health = { ...anonymous, id: "health", name: "health" };
  expect((await core.execute(zones, { ids: [tenant.id] }, health)).data).toEqual({
    _tenantTimeZones: [{ id: tenant.id, timeZone: "Europe/Berlin" }],
  });
  expect((await core.execute(zones, {}, root.principal)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
  });
});

test("a deleted tenant that was suspended comes back suspended, and after thirty days not at all", async () => {
  const { tenant } = await core.given.tenant();
  const act = <T>(
    work: (
      service: TestCore["parts"]["tenants"],
      context: Parameters<Parameters<TestCore["as"]>[1]>[0],
    ) => Promise<T>,
  ) => core.as(root.principal, (context) => work(core.parts.tenants, context));
  await act((tenants, context) => tenants.suspend(context, tenant.id, "unpaid"));
  await act((tenants, context) => tenants.delete(context, tenant.id));

  expect(await act((tenants, context) => tenants.restore(context, tenant.id))).toMatchObject({
    status: "SUSPENDED",
  });

  await act((tenants, context) => tenants.delete(context, tenant.id));
  core.wait(30 * day);
  await expect(act((tenants, context) => tenants.restore(context, tenant.id))).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "TENANT_PURGE_DUE",
  });
  root = await core.given.person(root.email, root.principal.tenantId);
});

test("the platform's own tenant stays", async () => {
  for (const act of ["suspend", "delete"] as const)
    await expect(
      core.as(root.principal, (context) => core.parts.tenants[act](context, root.principal.tenantId, "no")),
    ).rejects.toMatchObject({ code: "CONFLICT", reason: "TENANT_IS_PLATFORM" });
});

test("the platform sees all tenants, by part of the name and by status; others their own", async () => {
  const { tenant, admin } = await core.given.tenant("findable");
  await core.as(root.principal, (context) => core.parts.tenants.suspend(context, tenant.id, "x"));
  const query =
    "query ($search: String, $status: TenantStatus) { tenants(first: 50, search: $search, status: $status) { nodes { slug } totalCount } }";

  const found = await core.execute(query, { search: "INDAB", status: "SUSPENDED" }, root.principal);
  const all = await core.execute(query, {}, root.principal);

  expect(found.data).toEqual({ tenants: { nodes: [{ slug: "findable" }], totalCount: 1 } });
  expect((all.data as { tenants: { totalCount: number } }).tenants.totalCount).toBeGreaterThan(3);
  expect((await core.execute(query, {}, admin.principal)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
  });
  const byId = await core.execute(
    "query ($id: ID!) { tenant(id: $id) { slug } }",
    { id: tenant.id },
    root.principal,
  );
  expect(byId.data).toEqual({ tenant: { slug: "findable" } });
});

test("a platform right means nothing outside the platform's tenant, however it was come by", async () => {
  const { tenant, admin } = await core.given.tenant();
  const forged: Principal = { ...admin.principal, grants: [{ permission: "*:*", scope: "TENANT" }] };

  const answer = await run("suspendTenant", { tenantId: tenant.id, reason: "mine" }, forged);
  const list = await core.execute("{ tenants { totalCount } }", {}, forged);

  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
  expect(list.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
});

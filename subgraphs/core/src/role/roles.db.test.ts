import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";
import type { RoleDraft } from "./role.service.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
});
afterAll(() => core?.close());

let count = 0;
const create = (draft: Partial<RoleDraft> = {}, principal = home.admin.principal) =>
  core.as(principal, (context) =>
    core.parts.roles.create(context, {
      key: `role-${(count += 1)}`,
      name: "A role",
      permissions: ["account:read"],
      dataScope: "TENANT",
      ...draft,
    }),
  );

test("a role inherits, and what its ancestors gain its holders have from the next request on", async () => {
  const base = await create({ permissions: ["account:read"], dataScope: "OWN" });
  const heir = await create({ permissions: ["corp:read"], parentId: base.id, dataScope: "BOUND" });
  const person = await core.given.user(home.tenant.id, ["customer"]);
  await core.as(home.admin.principal, (context) =>
    core.parts.membership.assign(context, { userId: person.user.id, roleId: heir.id }),
  );
  const grants = async () => (await core.recognise(person.accessToken))?.grants;
  expect(await grants()).toEqual(
    expect.arrayContaining([
      { permission: "account:read", scope: "BOUND" },
      { permission: "corp:read", scope: "BOUND" },
    ]),
  );

  await core.as(home.admin.principal, (context) =>
    core.parts.roles.change(context, { roleId: base.id, permissions: ["account:login"] }),
  );

  expect(await grants()).toEqual(expect.arrayContaining([{ permission: "account:login", scope: "BOUND" }]));
  expect(await grants()).toHaveLength(2);
  expect((await core.events("role.changed.v1")).at(-1)?.payload.payload).toEqual({ roleId: base.id });
});

test("no chain of changes, even at the same moment, makes a circle", async () => {
  const a = await create();
  const b = await create({ parentId: a.id });
  const inherit = (roleId: string, parentId: string) =>
    core.as(home.admin.principal, (context) => core.parts.roles.change(context, { roleId, parentId }));

  await expect(inherit(a.id, b.id)).rejects.toMatchObject({ code: "CONFLICT", reason: "ROLE_CYCLE" });
  await expect(inherit(a.id, a.id)).rejects.toMatchObject({ reason: "ROLE_CYCLE" });
  const c = await create();
  const d = await create();
  const both = await Promise.allSettled([inherit(c.id, d.id), inherit(d.id, c.id)]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("built-in roles are the same for all and change for nobody", async () => {
  const roleId = core.role("viewer");

  for (const change of [{ name: "Mine" }, { permissions: [] }])
    await expect(
      core.as(home.admin.principal, (context) => core.parts.roles.change(context, { roleId, ...change })),
    ).rejects.toMatchObject({ code: "CONFLICT", reason: "ROLE_BUILT_IN" });
  await expect(
    core.as(home.admin.principal, (context) => core.parts.roles.remove(context, roleId)),
  ).rejects.toMatchObject({ reason: "ROLE_BUILT_IN" });
  await expect(create({ key: "viewer" })).rejects.toMatchObject({ reason: "ROLE_KEY_TAKEN" });
});

test("a role that is held or inherited from is not deleted; otherwise it is gone", async () => {
  const held = await create();
  const person = await core.given.user(home.tenant.id);
  await core.as(home.admin.principal, (context) =>
    core.parts.membership.assign(context, { userId: person.user.id, roleId: held.id }),
  );
  const heir = await create({ parentId: held.id });
  const remove = (roleId: string) =>
    core.as(home.admin.principal, (context) => core.parts.roles.remove(context, roleId));

  await expect(remove(held.id)).rejects.toMatchObject({ code: "CONFLICT", reason: "ROLE_IN_USE" });
  await remove(heir.id);
  await expect(remove(heir.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a key is unique in its tenant, and free in another", async () => {
  await create({ key: "sales" });

  await expect(create({ key: "sales" })).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "ROLE_KEY_TAKEN",
  });
  const other = await core.given.tenant();
  await create({ key: "sales" }, other.admin.principal);
});

test("a permission that does not exist is refused with its path", async () => {
  await expect(create({ permissions: ["account:reed"] })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    details: { issues: [{ path: ["input", "permissions"] }] },
  });
});

test("who may change roles cannot widen one they hold, by permission, parent or scope", async () => {
  const writer = await create({ permissions: ["role:write", "account:read"], dataScope: "OWN" });
  const person = await core.given.user(home.tenant.id, ["customer"]);
  await core.as(home.admin.principal, (context) =>
    core.parts.membership.assign(context, { userId: person.user.id, roleId: writer.id }),
  );
  const principal = (await core.recognise(person.accessToken)) ?? expect.fail("not recognised");

  for (const change of [
    { permissions: ["role:write", "user:delete"] },
    { parentId: core.role("operator") },
    { dataScope: "TENANT" as const },
  ])
    await expect(
      core.as(principal, (context) => core.parts.roles.change(context, { roleId: writer.id, ...change })),
    ).rejects.toMatchObject({ code: "FORBIDDEN", reason: "GRANT_EXCEEDS_OWN" });
});

test("what a domain declares can be granted, and its tenants' administrators hold it", async () => {
  await core.parts.catalogue.declare("desk", [{ id: "ticket:read", description: "See tickets." }]);

  expect((await core.recognise(home.admin.accessToken))?.grants).toContainEqual({
    permission: "ticket:read",
    scope: "TENANT",
  });

  await core.parts.catalogue.declare("desk", []);
  expect((await core.recognise(home.admin.accessToken))?.grants).not.toContainEqual({
    permission: "ticket:read",
    scope: "TENANT",
  });
});

import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Principal } from "@wegraph/kit/principal";
import { goodPassword, openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;
/** May manage users and roles, and nothing else. */
let clerk: Person;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
  clerk = await core.given.user(home.tenant.id, ["customer"]);
  const role = await core.as(home.admin.principal, (context) =>
    core.parts.roles.create(context, {
      key: "clerk",
      name: "Clerk",
      permissions: ["user:*", "role:*", "session:end"],
      dataScope: "TENANT",
    }),
  );
  await core.as(home.admin.principal, (context) =>
    core.parts.membership.assign(context, { userId: clerk.user.id, roleId: role.id }),
  );
  clerk = { ...clerk, principal: await again(clerk) };
});
afterAll(() => core?.close());

async function again({ accessToken }: Person): Promise<Principal> {
  return (await core.recognise(accessToken)) ?? expect.fail("not recognised");
}

const create = (principal: Principal, email: string, roleIds: string[]) =>
  core.as(principal, (context) =>
    core.parts.userAdmin.create(context, {
      email,
      displayName: "New",
      initialPassword: goodPassword,
      roleIds,
    }),
  );

describe("creating", () => {
  test("a new user can sign in and holds the roles given", async () => {
    const email = "new@home.example";

    const user = await create(home.admin.principal, email, [core.role("operator"), core.role("viewer")]);

    const person = await core.given.person(email, home.tenant.id);
    expect(person.user.id).toBe(user.id);
    expect(person.principal.grants).toContainEqual({ permission: "account:*", scope: "TENANT" });
  });

  test("an e-mail has one user, however it is written, and twice at once makes one", async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        create(home.admin.principal, "twice@home.example", [core.role("viewer")]),
      ),
    );

    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(
      create(home.admin.principal, "twice@home.example", [core.role("viewer")]),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "USER_ALREADY_MEMBER",
    });
  });

  test("someone of another tenant joins with name, password and other tenant untouched", async () => {
    const other = await core.given.tenant();
    const person = await core.given.user(other.tenant.id);

    const joined = await core.as(home.admin.principal, (context) =>
      core.parts.userAdmin.create(context, {
        email: person.email,
        displayName: "Somebody else",
        initialPassword: "quite another password",
        roleIds: [core.role("viewer")],
      }),
    );

    expect(joined).toMatchObject({ id: person.user.id, displayName: person.user.displayName });
    await core.given.person(person.email, other.tenant.id);
    await core.given.person(person.email, home.tenant.id);
  });

  test("someone removed from every tenant comes back as if new", async () => {
    const email = "returning@home.example";
    const user = await create(home.admin.principal, email, [core.role("viewer")]);
    await core.as(home.admin.principal, (context) => core.parts.membership.remove(context, user.id));

    const back = await core.as(home.admin.principal, (context) =>
      core.parts.userAdmin.create(context, {
        email,
        displayName: "Back again",
        initialPassword: "a password nobody had before",
        roleIds: [core.role("viewer")],
      }),
    );

    expect(back).toMatchObject({ id: user.id, displayName: "Back again" });
    await expect(core.given.person(email, home.tenant.id)).rejects.toMatchObject({
      reason: "SIGN_IN_REFUSED",
    });
  });

  test.each(["short", "password123", "tanya.example"])(
    "the password %s is refused with its path",
    async (initialPassword) => {
      const answer = await core.execute(
        `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }`,
        {
          input: {
            email: "tanya.example@home.example",
            displayName: "Tanya",
            initialPassword,
            roleIds: [core.role("viewer")],
          },
        },
        home.admin.principal,
      );

      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: "INVALID_INPUT",
        issues: [{ path: ["input", "initialPassword"] }],
      });
    },
  );
});

describe("rights", () => {
  test("nobody gives a role with rights they lack, to anyone, themselves included", async () => {
    const someone = await core.given.user(home.tenant.id, ["viewer"]);
    const give = (userId: string) =>
      core.as(clerk.principal, (context) =>
        core.parts.membership.assign(context, { userId, roleId: core.role("tenant_admin") }),
      );

    await expect(give(someone.user.id)).rejects.toMatchObject({
      code: "FORBIDDEN",
      reason: "GRANT_EXCEEDS_OWN",
    });
    await expect(give(clerk.user.id)).rejects.toMatchObject({ reason: "GRANT_EXCEEDS_OWN" });
    await expect(
      create(clerk.principal, "puppet@home.example", [core.role("tenant_admin")]),
    ).rejects.toMatchObject({
      reason: "GRANT_EXCEEDS_OWN",
    });
    await expect(
      core.as(clerk.principal, (context) =>
        core.parts.roles.create(context, {
          key: "sly",
          name: "Sly",
          permissions: ["audit:read"],
          dataScope: "TENANT",
        }),
      ),
    ).rejects.toMatchObject({ reason: "GRANT_EXCEEDS_OWN" });
    await expect(
      core.as(clerk.principal, (context) =>
        core.parts.roles.create(context, {
          key: "heir",
          name: "Heir",
          permissions: [],
          parentId: core.role("tenant_admin"),
          dataScope: "OWN",
        }),
      ),
    ).rejects.toMatchObject({ reason: "GRANT_EXCEEDS_OWN" });
  });

  test("nobody takes over, disables or removes a user who has more rights", async () => {
    const admin = home.admin.user.id;
    const acts = [
      () =>
        core.as(clerk.principal, (context) =>
          core.parts.userAdmin.resetPassword(context, admin, "a password of the clerk's"),
        ),
      () => core.as(clerk.principal, (context) => core.parts.userAdmin.disable(context, admin)),
      () => core.as(clerk.principal, (context) => core.parts.membership.remove(context, admin)),
    ];

    for (const act of acts)
      await expect(act()).rejects.toMatchObject({ code: "FORBIDDEN", reason: "USER_OUTRANKS" });
    await expect(
      core.as(clerk.principal, (context) =>
        core.parts.membership.unassign(context, admin, core.role("tenant_admin")),
      ),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("a customer's tenant can neither give the platform's role nor any pattern that covers its rights", async () => {
    const { principal, user } = home.admin;

    await expect(
      core.as(principal, (context) =>
        core.parts.membership.assign(context, { userId: user.id, roleId: core.role("platform_admin") }),
      ),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const permissions of [["*:*"], ["tenant:*"], ["tenant:manage"], ["*:manage"]])
      await expect(
        core.as(principal, (context) =>
          core.parts.roles.create(context, {
            key: `wide-${v7()}`,
            name: "Wide",
            permissions,
            dataScope: "TENANT",
          }),
        ),
      ).rejects.toMatchObject({ reason: "GRANT_EXCEEDS_OWN" });
    expect(principal.grants.map(({ permission }) => permission)).not.toContain("tenant:manage");
  });

  test("a role given or taken counts from the next request on, and is announced", async () => {
    const person = await core.given.user(home.tenant.id, ["viewer"]);
    const can = async () => (await again(person)).grants.map(({ permission }) => permission);
    expect(await can()).not.toContain("account:*");

    await core.as(home.admin.principal, (context) =>
      core.parts.membership.assign(context, {
        userId: person.user.id,
        roleId: core.role("operator"),
        department: "Sales",
      }),
    );
    expect(await can()).toContain("account:*");
    expect((await again(person)).department).toBe("Sales");

    await core.as(home.admin.principal, (context) =>
      core.parts.membership.unassign(context, person.user.id, core.role("operator")),
    );
    expect(await can()).not.toContain("account:*");
    const announced = (await core.events("user.rights-changed.v1")).filter(
      ({ payload }) => payload.payload["userId"] === person.user.id,
    );
    expect(announced).toHaveLength(2);
  });

  test("the last role is not taken: that would be leaving the tenant", async () => {
    const person = await core.given.user(home.tenant.id, ["viewer"]);

    await expect(
      core.as(home.admin.principal, (context) =>
        core.parts.membership.unassign(context, person.user.id, core.role("viewer")),
      ),
    ).rejects.toMatchObject({ code: "CONFLICT", reason: "LAST_ROLE" });
  });
});

describe("the last administrator", () => {
  test("stays, whichever way one tries", async () => {
    const { tenant, admin } = await core.given.tenant();
    const helper = await core.given.user(tenant.id, ["tenant_admin"]);
    await core.as(helper.principal, (context) => core.parts.userAdmin.disable(context, admin.user.id));
    await core.as(helper.principal, (context) =>
      core.parts.membership.assign(context, { userId: helper.user.id, roleId: core.role("viewer") }),
    );

    const unassign = core.as(helper.principal, (context) =>
      core.parts.membership.unassign(context, helper.user.id, core.role("tenant_admin")),
    );

    await expect(unassign).rejects.toMatchObject({ code: "CONFLICT", reason: "LAST_ADMIN" });
    await expect(
      core.as(helper.principal, (context) => core.parts.userAdmin.disable(context, helper.user.id)),
    ).rejects.toMatchObject({ reason: "OWN_ACCOUNT" });
    await expect(
      core.as(helper.principal, (context) => core.parts.membership.remove(context, helper.user.id)),
    ).rejects.toMatchObject({ reason: "OWN_ACCOUNT" });
    expect((await again(helper)).grants.length).toBeGreaterThan(10);
  });

  test("stays when two administrators remove each other at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { tenant, admin } = await core.given.tenant();
      const second = await core.given.user(tenant.id, ["tenant_admin"]);

      await Promise.allSettled([
        core.as(admin.principal, (context) => core.parts.membership.remove(context, second.user.id)),
        core.as(second.principal, (context) => core.parts.userAdmin.disable(context, admin.user.id)),
      ]);

      const left = await core.db.system("test").userRole.count({
        where: { tenantId: tenant.id, roleId: core.role("tenant_admin"), user: { status: "ACTIVE" } },
      });
      expect(left).toBe(1);
    }
  });
});

describe("what concerns a person everywhere", () => {
  test("is not one tenant's to do while the person belongs to another", async () => {
    const other = await core.given.tenant();
    const person = await core.given.user(other.tenant.id);
    await core.given.user(home.tenant.id, ["viewer"], person.email);
    const { id } = person.user;
    const { userAdmin } = core.parts;

    const acts = [
      () => core.as(home.admin.principal, (context) => userAdmin.rename(context, id, "Changed")),
      () => core.as(home.admin.principal, (context) => userAdmin.disable(context, id)),
      () => core.as(home.admin.principal, (context) => userAdmin.unlock(context, id)),
      () =>
        core.as(home.admin.principal, (context) =>
          userAdmin.resetPassword(context, id, "a password of the admin's"),
        ),
    ];
    for (const act of acts)
      await expect(act()).rejects.toMatchObject({ code: "CONFLICT", reason: "USER_SHARED" });

    await core.as(home.admin.principal, (context) => core.parts.membership.remove(context, id));
    expect(await again(person)).toMatchObject({ tenantId: other.tenant.id });
  });

  test("disabling ends every session at once, and enabling lets the user in again", async () => {
    const person = await core.given.user(home.tenant.id);

    await core.as(home.admin.principal, (context) => core.parts.userAdmin.disable(context, person.user.id));
    expect(await core.recognise(person.accessToken)).toBeNull();

    await core.as(home.admin.principal, (context) => core.parts.userAdmin.enable(context, person.user.id));
    expect(await core.recognise(person.accessToken)).toBeNull();
    await core.given.person(person.email, home.tenant.id);
  });

  test("a reset password ends the sessions and works; the old one does not", async () => {
    const person = await core.given.user(home.tenant.id);

    await core.as(home.admin.principal, (context) =>
      core.parts.userAdmin.resetPassword(context, person.user.id, "the new one, from the admin"),
    );

    expect(await core.recognise(person.accessToken)).toBeNull();
    await expect(core.given.person(person.email, home.tenant.id)).rejects.toMatchObject({
      reason: "SIGN_IN_REFUSED",
    });
    await core.parts.signIn.signIn(core.from("192.0.2.1"), {
      email: person.email,
      password: "the new one, from the admin",
    });
  });

  test("a changed password keeps the session it was changed in, and ends the others", async () => {
    const person = await core.given.user(home.tenant.id);
    const elsewhere = await core.given.person(person.email, home.tenant.id);

    await core.as(person.principal, (context) =>
      core.parts.ownAccount.changePassword(context, goodPassword, "the new one, of my own"),
    );

    expect(await core.recognise(person.accessToken)).not.toBeNull();
    expect(await core.recognise(elsewhere.accessToken)).toBeNull();
  });

  test("one's own password is not reset but changed", async () => {
    await expect(
      core.as(home.admin.principal, (context) =>
        core.parts.userAdmin.resetPassword(context, home.admin.user.id, "without knowing the old one"),
      ),
    ).rejects.toMatchObject({ reason: "OWN_ACCOUNT" });
  });
});

test("users are found by name, e-mail, status and role, and paged in any order without loss or repeat", async () => {
  const { tenant, admin } = await core.given.tenant();
  for (let i = 0; i < 7; i += 1)
    await core.given.user(tenant.id, i % 2 ? ["viewer"] : ["staff"], `page-${i}@paging.example`);
  const query = `query ($after: String, $orderBy: UserOrder, $filter: UserFilter) {
    users(first: 3, after: $after, orderBy: $orderBy, filter: $filter) {
      nodes { email } totalCount pageInfo { hasNextPage endCursor } } }`;
  interface Users {
    nodes: { email: string }[];
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
  }
  const read = async (variables: Record<string, unknown>): Promise<string[]> => {
    const emails: string[] = [];
    let after: string | null = null;
    do {
      const answer = await core.execute(query, { ...variables, after }, admin.principal);
      expect(answer.errors).toBeUndefined();
      const { nodes, totalCount, pageInfo } = (answer.data as { users: Users }).users;
      emails.push(...nodes.map(({ email }) => email));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      if (after === null) expect(emails).toHaveLength(totalCount);
    } while (after !== null);
    return emails;
  };

  for (const by of ["DISPLAY_NAME", "EMAIL", "CREATED_AT", "LAST_SIGN_IN_AT"])
    for (const direction of ["ASC", "DESC"])
      expect(new Set(await read({ orderBy: { by, direction } })).size, `${by} ${direction}`).toBe(8);
  expect(await read({ filter: { search: "PAGING" } })).toHaveLength(7);
  expect(await read({ filter: { roleId: core.role("staff") } })).toHaveLength(4);
  expect(await read({ filter: { status: "DISABLED" } })).toEqual([]);
});

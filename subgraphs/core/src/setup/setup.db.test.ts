import { afterAll, beforeAll, expect, test } from "vitest";
import { goodPassword, openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";

let core: TestCore;

beforeAll(async () => {
  core = await openTestCore();
});
afterAll(() => core?.close());

const setUp = (part: object = {}) =>
  core.execute(
    `mutation ($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) {
      accessToken tenant { id isPlatform timeZone } user { email roles { role { key } } } } }`,
    {
      input: {
        tenantName: "Platform",
        email: "First@Admin.Example",
        displayName: "First",
        password: goodPassword,
        ...part,
      },
    },
  );

test("a weak password or a bad time zone sets nothing up", async () => {
  expect((await setUp({ password: "password1" })).errors?.[0]?.extensions).toMatchObject({
    code: "INVALID_INPUT",
    issues: [{ path: ["input", "password"] }],
  });
  expect((await setUp({ timeZone: "Nowhere/City" })).errors?.[0]?.extensions).toMatchObject({
    code: "INVALID_INPUT",
    issues: [{ path: ["input", "timeZone"] }],
  });
  expect((await core.execute("{ setupRequired }")).data).toEqual({ setupRequired: true });
});

test("of many who set up an empty platform at once one becomes its administrator, and is signed in", async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, i) => setUp({ email: `first-${i}@admin.example` })),
  );

  const done = answers.filter(({ errors }) => errors === undefined);
  expect(done).toHaveLength(1);
  expect(done[0]?.data).toMatchObject({
    setUpFirstAdministrator: {
      tenant: { isPlatform: true, timeZone: "Asia/Shanghai" },
      user: { roles: [{ role: { key: "platform_admin" } }] },
    },
  });
  const [winner] = done.map(({ data }) => data as { setUpFirstAdministrator: { accessToken: string } });
  const accessToken = winner?.setUpFirstAdministrator.accessToken ?? "";
  expect(await core.recognise(accessToken)).toMatchObject({ isPlatform: true });
  expect((await core.execute("{ setupRequired }")).data).toEqual({ setupRequired: false });
  expect((await setUp()).errors?.[0]?.extensions).toMatchObject({
    code: "CONFLICT",
    reason: "ALREADY_SET_UP",
  });
  expect(await core.db.system("test").user.count()).toBe(1);
});

test("demo data: a tenant and users of every role, found again by a second run", async () => {
  const tenant = await core.parts.setup.tenant({
    name: "Demo",
    slug: "demo",
    plan: "STANDARD",
    admin: { email: "admin@demo.example", displayName: "Admin", password: goodPassword },
  });
  for (let run = 0; run < 2; run += 1)
    await core.parts.setup.user({
      tenantId: tenant.id,
      email: "staff@demo.example",
      displayName: "Staff",
      password: goodPassword,
      roles: ["staff"],
      department: "Sales",
    });

  expect(await core.given.person("staff@demo.example", tenant.id)).toMatchObject({
    principal: { department: "Sales" },
  });
});

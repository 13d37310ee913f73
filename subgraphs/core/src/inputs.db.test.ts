import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "./testing/testCore.ts";
import type { Person, TestCore } from "./testing/testCore.ts";

let core: TestCore;
let root: Person;

beforeAll(async () => {
  core = await openTestCore();
  root = (await core.given.platform()).admin;
});
afterAll(() => core?.close());

const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");

test.each([
  ["a NUL in a search", "query ($v: String!) { tenants(search: $v) { totalCount } }", "a\u0000b", ["search"]],
  [
    "an endless search",
    "query ($v: String!) { tenants(search: $v) { totalCount } }",
    "x".repeat(101),
    ["search"],
  ],
  [
    "a NUL in a user search",
    "query ($v: String!) { users(filter: { search: $v }) { totalCount } }",
    "\u0000",
    ["filter", "search"],
  ],
  [
    "a NUL for an e-mail",
    'mutation ($v: String!) { signIn(input: { email: $v, password: "x" }) { accessToken } }',
    "a\u0000@b.example",
    ["input", "email"],
  ],
  [
    "an endless password",
    'mutation ($v: String!) { signIn(input: { email: "a", password: $v }) { accessToken } }',
    "x".repeat(1_001),
    ["input", "password"],
  ],
  ["an id that is none", "query ($v: ID!) { user(id: $v) { id } }", "1 OR 1=1", ["id"]],
  [
    "an id in a filter that is none",
    "query ($v: ID!) { sessions(filter: { userId: $v }) { totalCount } }",
    "%",
    ["filter", "userId"],
  ],
  ["a huge page", "query ($v: Int!) { users(first: $v) { totalCount } }", 201, ["first"]],
  ["a negative page", "query ($v: Int!) { auditLog(first: $v) { totalCount } }", -1, ["first"]],
  ["a cursor that is none", "query ($v: String!) { users(after: $v) { nodes { id } } }", "%%%", ["after"]],
  [
    "a cursor of another list",
    "query ($v: String!) { auditLog(after: $v) { nodes { id } } }",
    cursor("displayName,id", "x", "y"),
    ["after"],
  ],
  [
    "a cursor with a number no column holds",
    "query ($v: String!) { auditLog(after: $v) { nodes { id } } }",
    cursor("-seq", 1e300),
    ["after"],
  ],
  [
    "a cursor with half an entry",
    "query ($v: String!) { auditLog(after: $v) { nodes { id } } }",
    cursor("-seq", 1.5),
    ["after"],
  ],
  [
    "a cursor with a time before writing",
    "query ($v: String!) { mySessions(after: $v) { nodes { id } } }",
    cursor("-createdAt,-id", "-200000-01-01T00:00:00Z", "01930000-0000-7000-8000-000000000001"),
    ["after"],
  ],
  [
    "a time before writing",
    "query ($v: DateTime!) { auditLog(filter: { from: $v }) { totalCount } }",
    "0001-01-01T00:00:00Z",
    ["filter", "from"],
  ],
  [
    "a time after everything",
    'mutation ($v: DateTime!) { createApiKey(input: { name: "k", scopes: ["account:read"], expiresAt: $v }) { secret } }',
    "9999-12-31T23:59:59-12:00",
    ["input", "expiresAt"],
  ],
  [
    "a role key with a space",
    'mutation ($v: String!) { createRole(input: { key: $v, name: "n", permissions: [], dataScope: OWN }) { role { id } } }',
    "two words",
    ["input", "key"],
  ],
  [
    "a name of nothing but spaces",
    'mutation ($v: String!) { createRole(input: { key: "k1", name: $v, permissions: [], dataScope: OWN }) { role { id } } }',
    "   ",
    ["input", "name"],
  ],
  [
    "a name written backwards",
    'mutation ($v: String!) { createRole(input: { key: "k1", name: $v, permissions: [], dataScope: OWN }) { role { id } } }',
    "abc\u202edef",
    ["input", "name"],
  ],
  [
    "a language nobody translated",
    "mutation ($v: String!) { setLocale(input: { locale: $v }) { user { id } } }",
    "tlh",
    ["input", "locale"],
  ],
])("%s is refused at its path", async (_, document, v, path) => {
  const { errors } = await core.execute(document, { v }, root.principal);

  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", issues: [{ path }] });
});

test("what looks like SQL is just text", async () => {
  const text = "'; DELETE FROM saas_users; --";

  const { data, errors } = await core.execute(
    "query ($v: String!) { users(filter: { search: $v }) { totalCount } auditLog(filter: { action: $v, resourceId: $v, actorId: $v }) { totalCount } }",
    { v: text },
    root.principal,
  );

  expect(errors).toBeUndefined();
  expect(data).toEqual({ users: { totalCount: 0 }, auditLog: { totalCount: 0 } });
});

test("the sessions of someone removed from the tenant no longer stand in its list", async () => {
  const { tenant, admin } = await core.given.tenant();
  const person = await core.given.user(tenant.id);
  await core.as(admin.principal, (context) => core.parts.membership.remove(context, person.user.id));

  const { data, errors } = await core.execute(
    "{ sessions { nodes { user { email } } } }",
    {},
    admin.principal,
  );

  expect(errors).toBeUndefined();
  expect(data).toEqual({ sessions: { nodes: [{ user: { email: admin.email } }] } });
  expect(await core.recognise(person.accessToken)).toBeNull();
});

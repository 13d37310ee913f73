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

interface Issue {
  path: (string | number)[];
}

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
  [
    "a day of the calendar that is none",
    'query ($v: String!) { usage(from: $v, to: "2026-11-22") { day } }',
    "2026-02-30",
    ["from"],
  ],
  [
    "use asked for years on end",
    'query ($v: String!) { usage(from: $v, to: "2026-11-22") { day } }',
    "2020-01-01",
    ["to"],
  ],
  [
    "a month that is none",
    'mutation ($v: String!) { closeBillingPeriod(input: { tenantId: "01930000-0000-7000-8000-000000000001", period: $v }) { bill { id } } }',
    "2026-13",
    ["input", "period"],
  ],
  [
    "a limit below nothing",
    'mutation ($v: Float!) { setTenantQuota(input: { tenantId: "01930000-0000-7000-8000-000000000001", dimension: ACCOUNTS, limit: $v, policy: BLOCK, note: "n" }) { quota { limit } } }',
    -1,
    ["input", "limit"],
  ],
  [
    "a limit no column holds",
    'mutation ($v: Float!) { setTenantQuota(input: { tenantId: "01930000-0000-7000-8000-000000000001", dimension: ACCOUNTS, limit: $v, policy: BLOCK, note: "n" }) { quota { limit } } }',
    1e300,
    ["input", "limit"],
  ],
  [
    "a threshold beyond the limit",
    'mutation ($v: Int!) { setTenantQuota(input: { tenantId: "01930000-0000-7000-8000-000000000001", dimension: ACCOUNTS, limit: 5, thresholdPercent: $v, policy: BLOCK, note: "n" }) { quota { limit } } }',
    101,
    ["input", "thresholdPercent"],
  ],
  [
    "a schedule that never comes",
    'query ($v: String!) { jobScheduleMoments(input: { cron: $v, timeZone: "UTC" }) }',
    "0 0 30 2 *",
    ["input", "cron"],
  ],
  [
    "a clock of nowhere",
    'query ($v: String!) { jobScheduleMoments(input: { cron: "0 3 * * *", timeZone: $v }) }',
    "Mars/Olympus",
    ["input", "timeZone"],
  ],
  [
    "a run's id that is none",
    "mutation ($v: ID!) { cancelJobRun(input: { runId: $v }) { run { id } } }",
    "1 OR 1=1",
    ["input", "runId"],
  ],
  [
    "a process's id that is none",
    "mutation ($v: ID!) { forgetProcess(input: { componentId: $v }) { systemHealth { status } } }",
    "%",
    ["input", "componentId"],
  ],
  ["incidents of years", "query ($v: Int!) { healthIncidents(days: $v) { id } }", 91, ["days"]],
  [
    "a NUL in a search for files",
    "query ($v: String!) { files(filter: { search: $v }) { totalCount } }",
    "a\u0000b",
    ["filter", "search"],
  ],
  [
    "a file's name that leads elsewhere",
    "mutation ($v: String!) { beginUpload(input: { name: $v, bytes: 1 }) { uploadUrl } }",
    "../../etc/passwd",
    ["input", "name"],
  ],
  [
    "a folder that leads elsewhere",
    'mutation ($v: String!) { beginUpload(input: { name: "a.txt", folder: $v, bytes: 1 }) { uploadUrl } }',
    "/a/../b",
    ["input", "folder"],
  ],
  [
    "a file of less than nothing",
    'mutation ($v: Float!) { beginUpload(input: { name: "a.txt", bytes: $v }) { uploadUrl } }',
    -1,
    ["input", "bytes"],
  ],
  [
    "a NUL in a search for alerts",
    "query ($v: String!) { systemAlerts(filter: { search: $v }) { totalCount } }",
    "\u0000",
    ["filter", "search"],
  ],
  [
    "a kind of notification there is none of",
    "query ($v: String!) { notifications(filter: { kinds: [$v] }) { totalCount } }",
    "'; DELETE FROM saas_users; --",
    ["filter", "kinds", 0],
  ],
  [
    "a rule that waits for hours",
    'mutation ($v: Int!) { createMonitorRule(input: { name: "r", metric: "m", operator: ABOVE, threshold: 1, forSeconds: $v, severity: INFO }) { rule { id } } }',
    3_601,
    ["input", "forSeconds"],
  ],
  [
    "a silence that is over before it begins",
    'mutation ($v: DateTime!) { createAlertSilence(input: { matchers: [{ label: "alert", operator: EQUAL, value: "x" }], startsAt: "2030-01-02T00:00:00Z", endsAt: $v, comment: "c" }) { silence { id } } }',
    "2030-01-01T00:00:00Z",
    ["input", "endsAt"],
  ],
  [
    "quiet hours at a time that is none",
    'mutation ($v: String!) { updateAlertPolicy(input: { expectedVersion: 0, quietHours: { from: $v, to: "08:00", days: [1] } }) { policy { version } } }',
    "25:00",
    ["input", "quietHours", "from"],
  ],
  [
    "measurements of the time before there was any",
    'query ($v: DateTime!) { metrics(input: { names: ["m"], from: $v, to: "2026-11-22T00:00:00Z" }) { resolution } }',
    "0001-01-01T00:00:00Z",
    ["input", "from"],
  ],
])("%s is refused at its path", async (_, document, v, path) => {
  const { errors } = await core.execute(document, { v }, root.principal);

  const { code, issues = [] } = (errors?.[0]?.extensions ?? {}) as { code?: string; issues?: Issue[] };
  expect(code).toBe("INVALID_INPUT");
  expect([...new Set(issues.map((issue) => JSON.stringify(issue.path)))]).toEqual([JSON.stringify(path)]);
});

test("what looks like SQL is just text", async () => {
  const text = "'; DELETE FROM saas_users; --";

  const { data, errors } = await core.execute(
    "query ($v: String!) { users(filter: { search: $v }) { totalCount } auditLog(filter: { action: $v, resourceId: $v, actorId: $v }) { totalCount } files(filter: { search: $v }) { totalCount } systemAlerts(filter: { search: $v, names: [$v] }) { totalCount } jobRuns(jobName: $v) { totalCount } }",
    { v: text },
    root.principal,
  );

  expect(errors).toBeUndefined();
  const none = { totalCount: 0 };
  expect(data).toEqual({
    users: none,
    auditLog: none,
    files: none,
    systemAlerts: none,
    jobRuns: none,
  });
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

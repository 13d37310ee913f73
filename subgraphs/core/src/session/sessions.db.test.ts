import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
});
afterAll(() => core?.close());

const works = async ({ accessToken }: Pick<Person, "accessToken">) =>
  (await core.recognise(accessToken)) !== null;
const end = (by: Person, id: string | null) =>
  core.as(by.principal, (context) => core.parts.sessions.end(context, id ?? ""));

test("signing out ends the session and all its tokens, and no other", async () => {
  const here = await core.given.user(home.tenant.id);
  const there = await core.given.person(here.email, home.tenant.id);

  await core.as(here.principal, (context) => core.parts.sessions.signOut(context));

  expect(await works(here)).toBe(false);
  expect(await works(there)).toBe(true);
  await expect(
    core.parts.refresh.refresh(core.from("192.0.2.1"), { refreshToken: here.refreshToken }),
  ).rejects.toMatchObject({ reason: "REFRESH_REFUSED" });
});

test("one ends one's own sessions, one or all, and nobody else's without the right", async () => {
  const [a, b] = [await core.given.user(home.tenant.id), await core.given.user(home.tenant.id)];
  const a2 = await core.given.person(a.email, home.tenant.id);
  const a3 = await core.given.person(a.email, home.tenant.id);

  await expect(end(a, b.principal.sessionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(end(a, v7())).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await end(a, a2.principal.sessionId)).toMatchObject({ endReason: "ENDED_BY_USER" });
  const count = await core.as(a.principal, (context) =>
    core.parts.sessions.endAll(context, { exceptCurrent: true }),
  );

  expect(count).toBe(1);
  expect(await works(a)).toBe(true);
  expect(await works(a3)).toBe(false);
  expect(await works(b)).toBe(true);
  await expect(
    core.as(a.principal, (context) =>
      core.parts.sessions.endAll(context, { userId: b.user.id, exceptCurrent: false }),
    ),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("an administrator ends the sessions used in the tenant, wherever they began, and no others", async () => {
  const other = await core.given.tenant();
  const person = await core.given.user(other.tenant.id);
  await core.given.user(home.tenant.id, ["viewer"], person.email);
  const begunElsewhere = await core.given.person(person.email, other.tenant.id);

  await expect(end(home.admin, begunElsewhere.principal.sessionId)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await core.as(begunElsewhere.principal, (context) =>
    core.parts.sessions.switchTenant(context, home.tenant.id),
  );

  expect(await end(home.admin, begunElsewhere.principal.sessionId)).toMatchObject({
    endReason: "ENDED_BY_ADMIN",
  });
  expect(await works(begunElsewhere)).toBe(false);
  expect(await works(person)).toBe(true);
});

test("switching the tenant keeps the session, gives that tenant's rights, and leads to one's own only", async () => {
  const other = await core.given.tenant();
  const foreign = await core.given.tenant();
  const person = await core.given.user(home.tenant.id, ["operator"]);
  await core.given.user(other.tenant.id, ["viewer"], person.email);

  const { token, tenant } = await core.as(person.principal, (context) =>
    core.parts.sessions.switchTenant(context, other.tenant.id),
  );

  expect(tenant.id).toBe(other.tenant.id);
  const there = await core.recognise(token.token);
  expect(there).toMatchObject({ tenantId: other.tenant.id, sessionId: person.principal.sessionId });
  expect(there?.grants.map(({ permission }) => permission)).not.toContain("account:*");
  expect(await works(person)).toBe(true);
  await expect(
    core.as(person.principal, (context) => core.parts.sessions.switchTenant(context, foreign.tenant.id)),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a device list shows one's sessions of all tenants; an administrator's list those of the tenant", async () => {
  const other = await core.given.tenant();
  const person = await core.given.user(other.tenant.id, ["viewer"]);
  await core.given.user(home.tenant.id, ["viewer"], person.email);
  const before = await core.db.system("test").session.count({ where: { userId: person.user.id } });
  expect(before).toBe(2);

  const mine = await core.execute(
    "{ mySessions { nodes { id device address } totalCount } }",
    {},
    person.principal,
  );
  const theirs = await core.execute(
    "query ($userId: ID!) { sessions(filter: { userId: $userId, active: true }) { nodes { user { id } } totalCount } }",
    { userId: person.user.id },
    home.admin.principal,
  );

  expect(mine.data).toMatchObject({ mySessions: { totalCount: 2 } });
  expect(theirs.data).toMatchObject({
    sessions: { totalCount: 1, nodes: [{ user: { id: person.user.id } }] },
  });
});

test("a program has no session to end and no password to change", async () => {
  const { secret } = await core.as(home.admin.principal, (context) =>
    core.parts.apiKeys.create(context, { name: "Key", scopes: ["session:end", "session:read"] }),
  );
  const principal =
    (await core.parts.principals.identify({ kind: "API_KEY", token: secret, address: null })) ??
    expect.fail("no key");
  const victim = await core.given.user(home.tenant.id);

  for (const operation of [
    "mutation { signOut { endedSessionId } }",
    "mutation { endAllSessions(input: {}) { endedCount } }",
    "mutation { beginTotpEnrolment { secret } }",
    "{ mySessions { totalCount } }",
  ]) {
    const { errors } = await core.execute(operation, {}, principal);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", reason: "PERSON_REQUIRED" });
  }
  await core.as(principal, (context) => core.parts.sessions.end(context, victim.principal.sessionId ?? ""));
  expect(await works(victim)).toBe(false);
});

import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { TestCore } from "../testing/testCore.ts";

let core: TestCore;
let home: Awaited<ReturnType<TestCore["given"]["tenant"]>>;

beforeAll(async () => {
  core = await openTestCore();
  home = await core.given.tenant("home");
});
afterAll(() => core?.close());

const refresh = (refreshToken: string, tenantId?: string) =>
  core.parts.refresh.refresh(core.from("198.51.100.7"), { refreshToken, tenantId });

const session = (id: string | null) =>
  core.db.system("test").session.findUniqueOrThrow({ where: { id: id ?? "" } });

test("a refresh gives new tokens for the same session, which keeps its end", async () => {
  const person = await core.given.user(home.tenant.id);
  const before = await session(person.principal.sessionId);

  const next = await refresh(person.refreshToken);

  expect(next.refreshToken).not.toBe(person.refreshToken);
  expect(next.refreshTokenExpiresAt).toEqual(before.expiresAt);
  expect(await core.recognise(next.accessToken)).toMatchObject({
    sessionId: before.id,
    tenantId: home.tenant.id,
  });
  expect(await core.recognise(person.accessToken)).not.toBeNull();
});

test("nothing of a refresh token is stored", async () => {
  const person = await core.given.user(home.tenant.id);

  expect(JSON.stringify(await session(person.principal.sessionId))).not.toContain(
    person.refreshToken.split(".")[2],
  );
});

test("a spent token replayed after the leeway ends the session and all its tokens at once", async () => {
  const person = await core.given.user(home.tenant.id);
  const next = await refresh(person.refreshToken);
  core.wait(10_500);

  await expect(refresh(person.refreshToken)).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
    reason: "REFRESH_REUSE",
  });

  expect(await session(person.principal.sessionId)).toMatchObject({ endReason: "REFRESH_REUSE" });
  expect(await core.recognise(next.accessToken)).toBeNull();
  expect(await core.recognise(person.accessToken)).toBeNull();
  await expect(refresh(next.refreshToken)).rejects.toMatchObject({ reason: "REFRESH_REFUSED" });
  const events = await core.events();
  expect(
    events.findLast(({ subject }) => subject.endsWith("session.ended.v1"))?.payload.payload,
  ).toMatchObject({
    sessionId: person.principal.sessionId,
    reason: "REFRESH_REUSE",
  });
  expect(events.at(-1)?.payload.payload).toMatchObject({ action: "session.refresh-reused" });
});

test("a token two generations old ends the session even within the leeway", async () => {
  const person = await core.given.user(home.tenant.id);
  const second = await refresh(person.refreshToken);
  await refresh(second.refreshToken);

  await expect(refresh(person.refreshToken)).rejects.toMatchObject({ reason: "REFRESH_REUSE" });
});

test("ten tabs that refresh at once all get the one successor, and nobody is signed out", async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await core.given.user(home.tenant.id);

    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(person.refreshToken)));

    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(await session(person.principal.sessionId)).toMatchObject({ generation: 2, endedAt: null });
  }
});

test("many replays at once end the session once", async () => {
  const person = await core.given.user(home.tenant.id);
  await refresh(person.refreshToken);
  core.wait(11_000);

  const replays = await Promise.allSettled(Array.from({ length: 8 }, () => refresh(person.refreshToken)));

  expect(replays.every(({ status }) => status === "rejected")).toBe(true);
  const ended = (await core.events("session.ended.v1")).filter(
    ({ payload }) => payload.payload["sessionId"] === person.principal.sessionId,
  );
  expect(ended).toHaveLength(1);
});

test("a session lasts seven days, however often it is refreshed", async () => {
  const person = await core.given.user(home.tenant.id);
  let token = person.refreshToken;
  for (let day = 0; day < 6; day += 1) {
    core.wait(24 * 60 * 60_000);
    token = (await refresh(token)).refreshToken;
  }
  core.wait(24 * 60 * 60_000);

  await expect(refresh(token)).rejects.toMatchObject({ reason: "REFRESH_REFUSED" });
});

test("a forged token is refused and ends nothing", async () => {
  const person = await core.given.user(home.tenant.id);
  const forged = person.refreshToken.replace(/\.1\./, ".2.");

  await expect(refresh(forged)).rejects.toMatchObject({ code: "UNAUTHENTICATED", reason: "REFRESH_REFUSED" });
  await expect(refresh(`wgr_${v7()}.1.${"A".repeat(43)}`)).rejects.toMatchObject({
    reason: "REFRESH_REFUSED",
  });

  expect(await session(person.principal.sessionId)).toMatchObject({ endedAt: null });
});

test("a refresh may change the tenant, to one's own only, and a refused one does not spend the token", async () => {
  const other = await core.given.tenant();
  const foreign = await core.given.tenant();
  const person = await core.given.user(home.tenant.id);
  await core.given.user(other.tenant.id, ["viewer"], person.email);

  await expect(refresh(person.refreshToken, foreign.tenant.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const next = await refresh(person.refreshToken, other.tenant.id);

  expect(next.tenant.id).toBe(other.tenant.id);
  expect((await refresh(next.refreshToken)).tenant.id).toBe(other.tenant.id);
  expect((await session(person.principal.sessionId)).tenantIds.toSorted()).toEqual(
    [home.tenant.id, other.tenant.id].toSorted(),
  );
});

test("a disabled user's refresh token is worth nothing", async () => {
  const person = await core.given.user(home.tenant.id);
  await core.as(home.admin.principal, (context) => core.parts.userAdmin.disable(context, person.user.id));

  await expect(refresh(person.refreshToken)).rejects.toMatchObject({ reason: "REFRESH_REFUSED" });
});

import { describe, expect, test } from "vitest";
import { AuthApi, type AuthRequest } from "./authApi.ts";
import { Session } from "./session.ts";
import { memoryStorage } from "./testing.ts";

const minute = 60_000;

/** A server's cookie face: each path answers what the test says, and remembers what it was asked. */
function given(
  answers: Record<string, (body: Record<string, unknown>) => Response | Promise<Response>> = {},
) {
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  const clock = { now: Date.parse("2026-11-22T08:00:00Z") };
  let tokens = 0;
  const token = () => {
    tokens += 1;
    const accessTokenExpiresAt = new Date(clock.now + 120 * minute).toISOString();
    return Response.json({ accessToken: `token ${tokens}`, accessTokenExpiresAt });
  };
  const send = async (path: string, request: AuthRequest) => {
    const body: Record<string, unknown> = JSON.parse(request.body);
    asked.push({ path, body });
    return await (answers[path] ?? token)(body);
  };

  const news: string[] = [];
  let otherTab: (said: unknown) => void = () => {};
  const tabStorage = memoryStorage();
  const session = new Session({
    api: new AuthApi(send),
    lock: (_, work) => work(),
    tabStorage,
    tellOtherTabs: (said) => news.push(said),
    onOtherTab: (listener) => {
      otherTab = listener;
    },
    now: () => clock.now,
  });
  return { session, asked, clock, news, tabStorage, token, hear: (said: unknown) => otherTab(said) };
}

const refused = (code: string, reason: string) => () =>
  Response.json({ errors: [{ message: "No.", extensions: { code, reason } }] }, { status: 401 });

describe("a token", () => {
  test("is renewed once, however many ask for it at the same time", async () => {
    const { session, asked } = given();

    const tokens = await Promise.all([session.refresh(), session.refresh(), session.token()]);

    expect(tokens).toEqual(["token 1", "token 1", "token 1"]);
    expect(asked).toHaveLength(1);
  });

  test("is used until shortly before its end, and renewed then", async () => {
    const { session, asked, clock } = given();
    await session.refresh();

    clock.now += 119 * minute;
    expect(await session.token()).toBe("token 1");
    clock.now += 0.8 * minute;
    expect(await session.token()).toBe("token 2");

    expect(asked).toHaveLength(2);
  });

  test("is not renewed over and over where the machine's clock is ahead of the server's", async () => {
    const { session, asked, clock } = given();
    await session.refresh();
    clock.now += 10 * 60 * minute;
    await session.token();

    const before = asked.length;
    await session.token();

    expect(asked).toHaveLength(before);
  });
});

describe("a session", () => {
  test("ends when the server refuses its cookie", async () => {
    const { session } = given({ "/auth/refresh": refused("UNAUTHENTICATED", "REFRESH_REFUSED") });

    await session.resume();

    expect(session.snapshot().phase).toBe("signedOut");
  });

  test("does not end because the server cannot be reached", async () => {
    let up = true;
    const { session, token } = given({
      "/auth/refresh": () => (up ? token() : Promise.reject(new Error("no network"))),
    });
    await session.resume();

    up = false;
    await expect(session.refresh()).rejects.toThrow("no network");

    expect(session.snapshot().phase).toBe("signedIn");
  });

  test("that could not be asked for at the start is neither signed in nor signed out", async () => {
    const { session } = given({ "/auth/refresh": () => Promise.reject(new Error("no network")) });

    await session.resume();

    expect(session.snapshot().phase).toBe("unreachable");
  });

  test("stays in this tab's tenant over a renewal", async () => {
    const { session, asked } = given();
    await session.refresh();

    session.adopt("tenant 2", { accessToken: "t", accessTokenExpiresAt: new Date(0).toISOString() });
    await session.refresh();

    expect(asked.at(-1)?.body).toEqual({ tenantId: "tenant 2" });
  });

  test("falls back to a tenant it still belongs to", async () => {
    const { session, asked, tabStorage, token } = given({
      "/auth/refresh": ({ tenantId }) =>
        tenantId ? refused("UNAUTHENTICATED", "TENANT_UNAVAILABLE")() : token(),
    });
    tabStorage.setItem("wegraph.tenant", "a tenant that is gone");

    await session.resume();

    expect(session.snapshot().phase).toBe("signedIn");
    expect(asked.map(({ body }) => body)).toEqual([{ tenantId: "a tenant that is gone" }, {}]);
    expect(session.tenantId).toBeUndefined();
  });

  test("becomes another identity when it enters another tenant, and the same when it is renewed", async () => {
    const { session } = given();
    await session.refresh();
    const first = session.snapshot().identity;

    await session.refresh();
    expect(session.snapshot().identity).toBe(first);

    session.adopt("tenant 2", { accessToken: "t", accessTokenExpiresAt: new Date(0).toISOString() });
    expect(session.snapshot().identity).toBe(first + 1);
  });

  test("ends in every tab when one signs out", async () => {
    const one = given();
    const other = given();
    await one.session.refresh();
    await other.session.refresh();

    await one.session.signOut();
    for (const said of one.news) other.hear(said);

    expect(other.session.snapshot().phase).toBe("signedOut");
  });

  test("that is locked is over at the server, and its screen stays this person's", async () => {
    const { session, asked } = given();
    await session.refresh();

    await session.lock("lin@dawn.example");

    expect(session.snapshot()).toMatchObject({ phase: "locked", lockedFor: "lin@dawn.example" });
    expect(asked.at(-1)?.path).toBe("/auth/sign-out");
  });

  test("counts as ended even where the server did not hear of it", async () => {
    const { session } = given({ "/auth/sign-out": () => Promise.reject(new Error("no network")) });
    await session.refresh();

    await expect(session.signOut()).rejects.toThrow("no network");

    expect(session.snapshot().phase).toBe("signedOut");
  });
});

test("a refusal carries what the form needs: code, reason, wait and the fields' issues", async () => {
  const extensions = {
    code: "INVALID_INPUT",
    reason: "INPUT_REFUSED",
    retryAfterMs: 4_000,
    correlationId: "c",
    issues: [{ path: ["input", "email"], message: "not an e-mail" }, "nonsense"],
  };
  const { session } = given({
    "/auth/sign-in": () => Response.json({ errors: [{ message: "No.", extensions }] }, { status: 400 }),
  });

  await expect(session.signIn({ email: "x", password: "y" })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    reason: "INPUT_REFUSED",
    details: {
      retryAfterMs: 4_000,
      correlationId: "c",
      issues: [{ path: ["input", "email"], message: "not an e-mail" }],
    },
  });
});

test("an answer without a token signs nobody in", async () => {
  const { session } = given({ "/auth/sign-in": () => Response.json({ hello: true }) });

  await expect(session.signIn({ email: "x", password: "y" })).rejects.toMatchObject({ reason: "NO_TOKEN" });

  expect(session.snapshot().phase).toBe("unknown");
});

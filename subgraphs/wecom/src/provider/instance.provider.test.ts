import { createServer, type RequestListener, type Server } from "node:http";
import { type Simulator, startSimulator } from "@wegraph/simulators/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { InstanceProvider, type ProviderCall } from "./instance.provider.ts";
import type { Instance, Outcome, ProviderCorp } from "./provider.ts";

const secret = "a-secret-of-the-corp";
let now = Date.UTC(2026, 10, 22);
let simulator: Simulator;
let provider: InstanceProvider;
let corp: ProviderCorp;
let calls: ProviderCall[] = [];
let tokens = 0;

beforeAll(async () => {
  simulator = await startSimulator({ secret, seed: "seed", life: false, now: () => now });
  corp = { baseUrl: simulator.url, secret };
});
afterAll(() => simulator.close());

beforeEach(() => {
  calls = [];
  provider = providerFor(simulator.url);
});
afterEach(async () => {
  await provider.close();
  await control("DELETE", "/faults");
});

/** As patient as production, so that a busy machine is no time-out; `waitMs` is for tests of time-outs. */
function providerFor(origin: string, waitMs?: number): InstanceProvider {
  return new InstanceProvider({
    trustedOrigins: [origin],
    ...(waitMs !== undefined && { timeoutMs: waitMs, heartbeatTimeoutMs: waitMs }),
    onCall: (call) => calls.push(call),
  });
}

async function control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text === "" ? {} : JSON.parse(text);
}

function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== "done") throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

const given = {
  created: async (): Promise<string> => {
    const input = { name: "Sales 01", clientToken: `token${tokens++}` };
    return done(await provider.createInstance(corp, input)).guid;
  },
  waiting: async (): Promise<string> => {
    const guid = await given.created();
    done(await provider.startLogin(corp, guid));
    return guid;
  },
  verifying: async (): Promise<{ guid: string; code: string }> => {
    const guid = await given.waiting();
    await control("POST", `/instances/${guid}/scan`);
    const { code } = await control("POST", `/instances/${guid}/confirm`, { newDevice: true });
    return { guid, code: String(code) };
  },
  online: async (): Promise<string> => {
    const guid = await given.waiting();
    await control("POST", `/instances/${guid}/scan`);
    await control("POST", `/instances/${guid}/confirm`);
    return guid;
  },
};

const tokenOf = async (outcome: Promise<Outcome<Instance>>): Promise<unknown> =>
  done(await outcome).qr?.token;

const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

describe("a log-in", () => {
  test("on a known device: scan, confirm, online", async () => {
    const guid = await given.created();

    const shown = done(await provider.startLogin(corp, guid));
    expect(shown).toMatchObject({ state: "waiting_scan", seq: 1, recoverable: false });
    expect(shown.qr?.expiresAt.getTime()).toBe(now + 120_000);
    expect(
      Buffer.from(shown.qr?.imagePng ?? "", "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");

    await control("POST", `/instances/${guid}/scan`, { name: "王伟" });
    expect(done(await provider.inspect(corp, guid))).toMatchObject({
      state: "waiting_confirm",
      scannedBy: "王伟",
    });

    await control("POST", `/instances/${guid}/confirm`);
    const online = done(await provider.inspect(corp, guid));
    expect(online).toMatchObject({ state: "online", seq: 3, recoverable: true, user: { name: "王伟" } });
    expect(online.qr).toBeUndefined();
    expect(online.device).toBeTruthy();
    expect(online.user?.avatarUrl).toMatch(/^data:image\/svg/);
  });

  test("on a new device needs the code from the phone", async () => {
    const { guid, code } = await given.verifying();

    const asked = done(await provider.inspect(corp, guid));
    expect(asked).toMatchObject({ state: "verify_required", verification: { attemptsLeft: 3 } });

    const online = done(await provider.verify(corp, guid, code));
    expect(online.state).toBe("online");
  });

  test("ends after three wrong codes, and says how many are left", async () => {
    const { guid, code } = await given.verifying();

    const left: unknown[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const outcome = await provider.verify(corp, guid, wrong(code));
      left.push(outcome.kind === "refused" && outcome.code === "CODE_WRONG" && outcome.attemptsLeft);
    }

    expect(left).toEqual([2, 1, 0]);
    expect(done(await provider.inspect(corp, guid))).toMatchObject({
      state: "offline",
      reason: "verify_failed",
    });
    expect(await provider.verify(corp, guid, code)).toMatchObject({ kind: "refused", code: "WRONG_STATE" });
  });

  test("a code that is not six digits is refused and costs nothing", async () => {
    const { guid } = await given.verifying();

    const outcome = await provider.verify(corp, guid, "12 456");

    expect(outcome).toMatchObject({ kind: "refused", code: "INVALID_REQUEST" });
    expect(done(await provider.inspect(corp, guid)).verification?.attemptsLeft).toBe(3);
  });

  test("ends when nobody scans in time, and can be begun anew", async () => {
    const guid = await given.waiting();
    now += 120_000;

    expect(done(await provider.inspect(corp, guid))).toMatchObject({
      state: "offline",
      reason: "qr_expired",
    });
    expect(await provider.refreshQr(corp, guid)).toMatchObject({ kind: "refused", code: "WRONG_STATE" });
    expect(done(await provider.startLogin(corp, guid)).state).toBe("waiting_scan");
  });

  test("asked for twice is one log-in; a restart and a refresh give a new code", async () => {
    const guid = await given.created();

    const first = await tokenOf(provider.startLogin(corp, guid));
    expect(await tokenOf(provider.startLogin(corp, guid))).toBe(first);
    const second = await tokenOf(provider.startLogin(corp, guid, { restart: true }));
    const third = await tokenOf(provider.refreshQr(corp, guid));

    expect(new Set([first, second, third]).size).toBe(3);
  });

  test("can be cancelled, as often as one likes", async () => {
    const guid = await given.waiting();

    const once = done(await provider.cancelLogin(corp, guid));
    const twice = done(await provider.cancelLogin(corp, guid));

    expect(once).toMatchObject({ state: "offline", reason: "cancelled" });
    expect(twice).toEqual(once);
  });
});

describe("an account that is online", () => {
  test("answers heartbeats with what it is", async () => {
    const guid = await given.online();

    const beat = done(await provider.heartbeat(corp, guid));

    expect(beat).toMatchObject({ state: "online", seq: 3, recoverable: true });
    expect(beat.serverTime.getTime()).toBe(now);
    expect(beat.latencyMs).toBeGreaterThanOrEqual(0);
  });

  test("is not logged in again", async () => {
    const guid = await given.online();

    for (const outcome of [
      await provider.startLogin(corp, guid, { restart: true }),
      await provider.cancelLogin(corp, guid),
    ])
      expect(outcome).toMatchObject({ kind: "refused", code: "ALREADY_ONLINE" });
  });

  test("once kicked is offline and needs a QR code", async () => {
    const guid = await given.online();
    await control("POST", `/instances/${guid}/kick`);

    const beat = done(await provider.heartbeat(corp, guid));
    expect(beat).toMatchObject({ state: "offline", reason: "kicked", recoverable: false });
    expect(await provider.recover(corp, guid)).toMatchObject({ kind: "refused", code: "LOGIN_REQUIRED" });
  });

  test("after a lost connection comes back without a QR code", async () => {
    const guid = await given.online();
    await control("POST", `/instances/${guid}/lose-connection`);

    expect(done(await provider.inspect(corp, guid))).toMatchObject({
      reason: "connection_lost",
      recoverable: true,
    });
    expect(done(await provider.recover(corp, guid))).toMatchObject({ state: "online", recoverable: true });
  });

  test("without network gives no answer to a heartbeat: unknown, not offline", async () => {
    const guid = await given.online();
    await control("POST", `/instances/${guid}/drop-network`);
    const impatient = providerFor(simulator.url, 300);

    expect(await impatient.heartbeat(corp, guid)).toMatchObject({ kind: "unknown", cause: "timeout" });
    await impatient.close();
    expect(done(await provider.inspect(corp, guid)).state).toBe("online");

    await control("POST", `/instances/${guid}/restore-network`);
    expect(done(await provider.heartbeat(corp, guid)).state).toBe("online");
  });

  test("logs out, twice without harm", async () => {
    const guid = await given.online();

    const once = done(await provider.logOut(corp, guid));

    expect(once).toMatchObject({ state: "offline", reason: "logged_out", recoverable: false });
    expect(done(await provider.logOut(corp, guid))).toEqual(once);
  });

  test("is removed, twice without harm", async () => {
    const guid = await given.online();

    expect(await provider.remove(corp, guid)).toEqual({ kind: "done", value: null });
    expect(await provider.remove(corp, guid)).toEqual({ kind: "done", value: null });
    expect(await provider.inspect(corp, guid)).toMatchObject({ kind: "refused", code: "INSTANCE_NOT_FOUND" });
  });
});

describe("when the provider fails", () => {
  test("a lost answer to a create is unknown, and the repeat finds the same instance", async () => {
    const input = { name: "Sales 01", clientToken: `token${tokens++}` };
    await control("PUT", "/faults", { endpoints: { create: { lostAnswerRate: 1 } } });
    expect(await provider.createInstance(corp, input)).toMatchObject({
      kind: "unknown",
      cause: "connection_lost",
    });
    await control("DELETE", "/faults");

    const again = done(await provider.createInstance(corp, input));
    const all = await control("GET", "/instances");

    const sameToken = (all["instances"] as { clientToken: string; guid: string }[]).filter(
      ({ clientToken }) => clientToken === input.clientToken,
    );
    expect(sameToken.map(({ guid }) => guid)).toEqual([again.guid]);
  });

  test("no answer in time is unknown", async () => {
    const guid = await given.created();
    await control("PUT", "/faults", { endpoints: { login: { timeoutRate: 1 } } });
    const impatient = providerFor(simulator.url, 300);

    expect(await impatient.startLogin(corp, guid)).toMatchObject({ kind: "unknown", cause: "timeout" });
    await impatient.close();
  });

  test("a call that its caller gave up is unknown", async () => {
    const guid = await given.created();
    await control("PUT", "/faults", { endpoints: { login: { timeoutRate: 1 } } });
    const giveUp = AbortSignal.timeout(50);

    const outcome = await provider.startLogin(corp, guid, {}, giveUp);

    expect(outcome).toMatchObject({ kind: "unknown", cause: "aborted" });
    expect(await provider.inspect(corp, guid, AbortSignal.abort())).toMatchObject({ cause: "aborted" });
  });

  test("too many requests is a refusal that says when to come back", async () => {
    const guid = await given.created();
    await control("PUT", "/faults", { endpoints: { heartbeat: { rateLimitPerMinute: 1 } } });

    done(await provider.heartbeat(corp, guid));
    const second = await provider.heartbeat(corp, guid);

    expect(second).toMatchObject({ kind: "refused", code: "RATE_LIMITED", retryAfterMs: 60_000 });
  });

  test.each([
    [503, { kind: "refused", code: "UNAVAILABLE" }],
    [500, { kind: "unknown", cause: "server_error" }],
    [502, { kind: "unknown", cause: "server_error" }],
  ])("status %i is %j", async (status, outcome) => {
    await control("PUT", "/faults", { endpoints: { get: { errorRate: 1, status } } });

    expect(await provider.inspect(corp, "guid")).toMatchObject(outcome);
  });

  test("an answer that is no JSON is unknown", async () => {
    const guid = await given.created();
    await control("PUT", "/faults", { endpoints: { get: { malformedRate: 1 } } });

    expect(await provider.inspect(corp, guid)).toMatchObject({ kind: "unknown", cause: "malformed_answer" });
  });

  test("nobody there is a refusal: nothing was sent", async () => {
    const gone = await listen((_, response) => response.end());
    await gone.close();

    const outcome = await providerFor(gone.url).inspect({ baseUrl: gone.url, secret }, "guid");

    expect(outcome).toMatchObject({ kind: "refused", code: "UNREACHABLE" });
  });
});

describe("a provider that is not what it should be", () => {
  const instance = { guid: "g1", name: "x", state: "online", seq: 1, recoverable: true };
  const user = { userId: "u", name: "n", corpId: "c" };

  test.each<[string, number, string, string]>([
    ["a state nobody knows", 200, JSON.stringify({ ...instance, state: "asleep" }), "malformed_answer"],
    ["a missing seq", 200, JSON.stringify({ ...instance, seq: undefined }), "malformed_answer"],
    [
      "a picture that is a script",
      200,
      JSON.stringify({ ...instance, user: { ...user, avatarUrl: "javascript:alert(1)" } }),
      "malformed_answer",
    ],
    ["a guid that climbs", 200, JSON.stringify({ ...instance, guid: "../../admin" }), "malformed_answer"],
    ["an endless answer", 200, `{"x":"${"x".repeat(300_000)}"}`, "malformed_answer"],
    ["a page", 200, "<html>", "malformed_answer"],
    ["nothing", 200, "", "malformed_answer"],
    ["a redirect", 302, "", "malformed_answer"],
    ["a 404 of somebody else", 404, "not found", "malformed_answer"],
    ["an error code nobody knows", 500, `{"error":{"code":"X","message":""}}`, "server_error"],
  ])("%s is unknown", async (_, status, body, cause) => {
    const stranger = await listen((request, response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/", "content-type": "application/json" });
      response.end(body);
    });

    const outcome = await providerFor(stranger.url).inspect({ baseUrl: stranger.url, secret }, "g1");

    expect(outcome).toMatchObject({ kind: "unknown", cause });
    await stranger.close();
  });

  test("a 404 of somebody else does not make an instance removed", async () => {
    const stranger = await listen((_, response) => response.writeHead(404).end("not found"));

    const outcome = await providerFor(stranger.url).remove({ baseUrl: stranger.url, secret }, "g1");

    expect(outcome.kind).toBe("unknown");
    await stranger.close();
  });

  test("an answer cut off half-way is unknown", async () => {
    const stranger = await listen((_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("{", () => response.destroy());
    });

    const outcome = await providerFor(stranger.url).inspect({ baseUrl: stranger.url, secret }, "g1");

    expect(outcome).toMatchObject({ kind: "unknown", cause: "connection_lost" });
    await stranger.close();
  });

  test("a private address that nobody trusts is not even tried", async () => {
    let isVisited = false;
    const inside = await listen((_, response) => {
      isVisited = true;
      response.end();
    });
    const careful = new InstanceProvider({ trustedOrigins: [] });
    const { port } = new URL(inside.url);

    for (const host of [
      "127.0.0.1",
      "localhost",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "0x7f.1",
      "169.254.169.254",
    ]) {
      const outcome = await careful.inspect({ baseUrl: `http://${host}:${port}`, secret }, "g1");
      expect([host, outcome]).toMatchObject([host, { kind: "refused", code: "INVALID_REQUEST" }]);
    }

    expect(isVisited).toBe(false);
    await inside.close();
    await careful.close();
  });

  test.each(["", "nonsense", "ftp://x/", "http://user:pass@127.0.0.1/", "http://127.0.0.1/?x=1"])(
    "the address %j is refused",
    async (baseUrl) => {
      const outcome = await provider.inspect({ baseUrl, secret }, "g1");
      expect(outcome).toMatchObject({ kind: "refused", code: "INVALID_REQUEST" });
    },
  );
});

test("a wrong secret is refused", async () => {
  const guid = await given.created();

  const outcome = await provider.inspect({ ...corp, secret: "another" }, guid);

  expect(outcome).toMatchObject({ kind: "refused", code: "UNAUTHORIZED" });
});

test("each call is measured, and nothing that is measured or told holds the secret", async () => {
  const guid = await given.created();
  const outcomes = [
    await provider.inspect({ ...corp, secret: "another-secret" }, guid),
    await provider.inspect({ baseUrl: corp.baseUrl, secret: "un-sendable\nsecret" }, guid),
    await provider.inspect(corp, guid),
  ];

  expect(calls.slice(-3).map(({ operation, outcome, detail }) => [operation, outcome, detail])).toEqual([
    ["inspect", "refused", "UNAUTHORIZED"],
    ["inspect", "refused", "INVALID_REQUEST"],
    ["inspect", "done", ""],
  ]);
  expect(JSON.stringify([outcomes, calls])).not.toMatch(/another-secret|un-sendable|a-secret-of/);
});

async function listen(handle: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountAction } from "../../account/account.rules.ts";
import { agentId, openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { quickTimings } from "../../testing/quick.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import { Claims } from "../claims.ts";
import { assembleDriver, driverOptions } from "../driver.parts.ts";

const timings = { ...quickTimings, heartbeatMs: 200, probeRetryMs: 50, appLoginMs: 60_000 };

let wecom: TestWecom;
/** WeCom's side of one test: nobody else calls for this corp, and its tokens are its own. */
let app: { corpId: string; secret: string };
let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;
let running: { stop(): Promise<void> };

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "s", seed: "corp app", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url], timings });
});
afterAll(async () => {
  await world?.close();
  await wecom?.close();
});

beforeEach(async () => {
  const own = v7().replaceAll("-", "").slice(-16);
  app = { corpId: `ww${own}`, secret: `secret-${own}` };
  await corp("PUT", "", { apps: [{ agentId, secret: app.secret, name: "Service desk" }] });
  tenantId = v7();
  caller = world.caller(tenantId);
  const { id } = await world.as(caller, () =>
    world.parts.corps.create(caller, { name: "Corp", corpId: app.corpId }),
  );
  corpId = id;
  running = await world.drive(worker());
});
afterEach(() => running.stop());

const corp = <T>(method: "GET" | "POST" | "PUT" | "PATCH", path: string, body?: object) =>
  wecom.control<T>(method, `/corps/${app.corpId}${path}`, body);
const callsOf = async (name: string) =>
  (await corp<{ calls: Record<string, number> }>("GET", "/calls")).calls[name] ?? 0;

const worker = () =>
  assembleDriver(world.parts.driverParts, { ...driverOptions, leaseMs: 1_500, idleMs: 50 });

function create(given: { agentId?: number; secret?: string } = {}): Promise<string> {
  const application = { agentId, secret: app.secret, apiUrl: wecom.url, memberLimit: 100, ...given };
  const input = { name: "Desk", corpId, connector: "CORP_APP" as const, application };
  return world.as(caller, () => world.parts.accounts.create(caller, input));
}

const act = (id: string, action: Exclude<AccountAction, "UPDATE">) =>
  world.as(caller, () => world.parts.accounts.act(caller, id, action));
const becomes = (id: string, status: string) =>
  until(`it is ${status}`, async () => (await world.statusOf(tenantId, id)) === status);
const rowOf = (id: string) =>
  inTenant(tenantId, async () =>
    world.db.tenant.account.findUniqueOrThrow({ where: { id }, include: { app: true, drive: true } }),
  );
const historyOf = (id: string) =>
  inTenant(tenantId, async () => {
    const orderBy = { version: "asc" } as const;
    const rows = await world.db.tenant.accountStatusChange.findMany({ where: { accountId: id }, orderBy });
    return rows.map(({ event, toStatus, reason }) => `${event} ${toStatus}${reason ? ` ${reason}` : ""}`);
  });
const reasonIs = (id: string, reason: string) =>
  until(`its reason is ${reason}`, async () => (await rowOf(id)).statusReason === reason);

/** What an administrator does in WeCom's console: the simulator asks the address as WeCom does. */
async function saveCallback(id: string): Promise<void> {
  const settings = await world.as(caller, () => world.parts.appReader.callback(caller, id));
  if (!settings) throw new Error("no callback to save");
  const { url, token, encodingAesKey: aesKey } = settings;
  await corp("PUT", `/apps/${agentId}/callback`, { url, token, aesKey });
}

async function online(): Promise<string> {
  const id = await create();
  await act(id, "LOG_IN");
  await becomes(id, "WAITING_QR");
  await saveCallback(id);
  await becomes(id, "ONLINE");
  return id;
}

describe("logging in", () => {
  test("goes from the token to the saved callback to the probe to ONLINE, state by state", async () => {
    const id = await create();
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    expect(await callsOf("gettoken new")).toBe(1);
    await saveCallback(id);
    await becomes(id, "ONLINE");

    expect(await historyOf(id)).toEqual([
      "CREATE CREATED",
      "LOG_IN INITIALIZING",
      "CALLBACK_SHOWN WAITING_QR",
      "CALLBACK_VERIFIED WAITING_CONFIRM",
      "PROBE_BEGUN VERIFYING",
      "VERIFIED ONLINE",
    ]);
    const row = await rowOf(id);
    expect(row.wecomName).toBe("Service desk");
    expect(row.app).toMatchObject({ probeReason: null, probeErrcode: 0 });
    expect(row.app?.probedAt).not.toBeNull();
  });

  test("needs nobody when the callback is saved already", async () => {
    const id = await online();
    await act(id, "LOG_OUT");
    await becomes(id, "OFFLINE");
    await act(id, "LOG_IN");
    await becomes(id, "ONLINE");
    await act(id, "RESTART");
    await until(
      "restarted",
      async () => (await historyOf(id)).filter((line) => line === "VERIFIED ONLINE").length === 3,
    );
  });

  test.each([["a wrong secret", { secret: "another-secret" }, "secret_wrong"]])(
    "with %s fails with the reason, and tells WeCom's errcode nobody's secret",
    async (_, given, reason) => {
      const id = await create(given);
      await act(id, "LOG_IN");
      await becomes(id, "OFFLINE");
      expect((await rowOf(id)).statusReason).toBe(reason);
    },
  );

  test("of an application WeCom does not have is stopped at the probe, and goes on when it is corrected", async () => {
    const id = await create({ agentId: 1_000_009 });
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await saveCallback(id);
    await reasonIs(id, "agent_unknown");
    expect((await rowOf(id)).status).toBe("VERIFYING");

    const fields = { accountId: id, agentId, apiUrl: wecom.url, memberLimit: 100 };
    await world.as(caller, () => world.parts.messages.apps.set(caller, fields));
    await becomes(id, "ONLINE");
  });

  test("waits for a trusted IP, says once which, and goes on when it is there", async () => {
    const id = await create();
    await corp("PUT", "/faults", { apis: { "agent/get": { ipRate: 1 } } });
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await saveCallback(id);
    await reasonIs(id, "ip_not_trusted");
    await until("probed several times", async () => (await callsOf("agent/get 60020")) > 3);
    expect((await rowOf(id)).app).toMatchObject({ probeErrcode: 60_020, probeAddress: "127.0.0.1" });
    expect((await historyOf(id)).filter((line) => line.startsWith("PROBE_REFUSED"))).toHaveLength(1);

    await corp("PUT", "/faults", {});
    await becomes(id, "ONLINE");
    expect((await rowOf(id)).app).toMatchObject({ probeReason: null, probeErrcode: 0, probeAddress: null });
  });

  test("ends by itself when nobody saves the callback, and can be cancelled", async () => {
    const id = await create();
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await act(id, "CANCEL_LOGIN");
    await becomes(id, "OFFLINE");

    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    const past = { expiresAt: new Date(Date.now() - 1) };
    await inTenant(tenantId, async () =>
      world.db.tenant.accountLogin.updateMany({ where: { accountId: id }, data: past }),
    );
    await reasonIs(id, "callback_not_saved");
    expect((await rowOf(id)).status).toBe("OFFLINE");
  });

  test("is tried again while WeCom does not answer, then given up", async () => {
    await corp("PUT", "/faults", { apis: { gettoken: { serverErrorRate: 1 } } });
    const id = await create();
    await act(id, "LOG_IN");
    await becomes(id, "OFFLINE");
    expect((await rowOf(id)).statusReason).toBe("wecom_unreachable");
  });

  test("goes on where a worker died, in every state of it", async () => {
    const id = await create();
    await running.stop();
    await act(id, "LOG_IN");
    for (const status of ["INITIALIZING", "WAITING_QR"]) {
      expect(await world.statusOf(tenantId, id)).toBe(status);
      // As kill -9 leaves it: taken, and never heard of again.
      await due(id);
      const dead = await new Claims(world.db, v7(), 300).take(100);
      expect(dead.map(({ row }) => row.accountId)).toContain(id);
      running = await world.drive(worker());
      await becomes(id, "WAITING_QR");
      await running.stop();
    }
    await saveCallback(id);
    running = await world.drive(worker());
    await becomes(id, "ONLINE");
    expect((await historyOf(id)).filter((line) => line.endsWith("WAITING_QR"))).toHaveLength(1);
  });
});

describe("an application that is ONLINE", () => {
  test("beats by probes, and outlives a revoked token and a restart of the platform", async () => {
    const id = await online();
    await corp("POST", `/apps/${agentId}/revoke-token`);
    const before = (await rowOf(id)).drive?.lastHeartbeatAt ?? new Date(0);
    await until("it beats", async () => ((await rowOf(id)).drive?.lastHeartbeatAt ?? new Date(0)) > before);
    await running.stop();
    running = await world.drive(
      assembleDriver(world.assembled().driverParts, { ...driverOptions, leaseMs: 1_500, idleMs: 50 }),
    );
    const then = new Date();
    await until(
      "it beats again",
      async () => ((await rowOf(id)).drive?.lastHeartbeatAt ?? new Date(0)) > then,
    );
    expect((await rowOf(id)).status).toBe("ONLINE");
    expect((await historyOf(id)).at(-1)).toBe("VERIFIED ONLINE");
  });

  test.each([
    ["a disabled application", { "agent/get": { errcode: 50_003 } }, "app_disabled", 50_003],
    ["an address that is not trusted", { "agent/get": { ipRate: 1 } }, "ip_not_trusted", 60_020],
    [
      "tokens that are refused as soon as they are given",
      { "agent/get": { revokeRate: 1 } },
      "token_refused",
      40_014,
    ],
  ])("goes to ERROR at once for %s, and recovers by itself", async (_, apis, reason, errcode) => {
    const id = await online();
    await corp("PUT", "/faults", { apis });
    await until("lost", async () => (await historyOf(id)).includes(`ACCESS_LOST ERROR ${reason}`));
    await until("noted", async () => (await rowOf(id)).app?.probeErrcode === errcode);
    await corp("PUT", "/faults", {});
    await becomes(id, "ONLINE");
    expect((await historyOf(id)).at(-1)).toBe("RECOVERED ONLINE");
  });

  test("is left to a person when its attempts are used up", async () => {
    const id = await online();
    await corp("PATCH", `/apps/${agentId}`, { isClosed: true });
    await becomes(id, "OFFLINE");
    expect((await rowOf(id)).statusReason).toBe("recovery_failed");
    expect((await rowOf(id)).app?.probeReason).toBe("app_disabled");
    await corp("PATCH", `/apps/${agentId}`, { isClosed: false });
    await act(id, "LOG_IN");
    await becomes(id, "ONLINE");
  });

  test("goes to ERROR only after several probes without an answer", async () => {
    const id = await online();
    await corp("PUT", "/faults", { apis: { "agent/get": { serverErrorRate: 1 } } });
    await until("missed", async () => ((await rowOf(id)).drive?.heartbeatsMissed ?? 0) === 1);
    expect((await rowOf(id)).status).toBe("ONLINE");
    await until("lost", async () =>
      (await historyOf(id)).includes("HEARTBEAT_MISSED ERROR wecom_unreachable"),
    );
    await corp("PUT", "/faults", {});
    await becomes(id, "ONLINE");
  });

  test("stays ONLINE while WeCom only counts too many probes", async () => {
    const id = await online();
    await corp("PUT", "/faults", { apis: { "agent/get": { frequencyRate: 1 } } });
    await until("refused as too often", async () => (await rowOf(id)).app?.probeErrcode === 45_009);
    const then = new Date();
    await until(
      "it still beats",
      async () => ((await rowOf(id)).drive?.lastHeartbeatAt ?? new Date(0)) > then,
    );
    expect((await rowOf(id)).status).toBe("ONLINE");
  });

  test("is deleted without a word to WeCom", async () => {
    const id = await online();
    await act(id, "LOG_OUT");
    await becomes(id, "OFFLINE");
    const before = await corp<object>("GET", "/calls");
    await act(id, "DELETE");
    await until("gone", async () => (await world.statusOf(tenantId, id)) === null);
    expect(await corp<object>("GET", "/calls")).toEqual(before);
  });

  test("is probed by one of two workers at a time", async () => {
    const id = await online();
    const second = await world.drive(worker());
    await corp("PUT", "/limits", { concurrency: 1 });
    await corp("PUT", "/faults", { apis: { "agent/get": { delayMs: 60 } } });
    const then = new Date(Date.now() + 1_000);
    await until(
      "it beats for a second",
      async () => ((await rowOf(id)).drive?.lastHeartbeatAt ?? new Date(0)) > then,
    );
    await second.stop();
    expect(await callsOf("agent/get 45033")).toBe(0);
  });
});

describe("a new secret", () => {
  const set = (id: string, secret: string) => {
    const fields = { accountId: id, agentId, apiUrl: wecom.url, memberLimit: 100, secret };
    return world.as(caller, () => world.parts.messages.apps.set(caller, fields));
  };
  const secretOf = async (id: string) => (await world.parts.messages.appAccess.read(tenantId, id))?.secret;

  test("that WeCom refuses is refused, and the old one stays", async () => {
    const id = await online();
    await expect(set(id, "wrong")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      reason: "SECRET_REFUSED",
    });
    expect(await secretOf(id)).toBe(app.secret);
  });

  test("takes the place of one that was changed at WeCom, and brings the account back", async () => {
    const id = await online();
    await corp("PATCH", `/apps/${agentId}`, { secret: "rotated" });
    await until("lost", async () =>
      (await historyOf(id)).some((line) => line.startsWith("ACCESS_LOST ERROR")),
    );
    await set(id, "rotated");
    await becomes(id, "ONLINE");
    expect(await secretOf(id)).toBe("rotated");
  });

  test("that cannot be tried yet waits beside the old one, and is used when it works", async () => {
    const id = await online();
    await corp("PUT", "/faults", { apis: { gettoken: { serverErrorRate: 1 } } });
    await set(id, "later");
    expect(await world.parts.messages.appAccess.read(tenantId, id)).toMatchObject({
      secret: app.secret,
      pending: { secret: "later" },
    });
    // Not while the driver looks: before a failed token may be asked for again, it would have given up the old secret.
    await running.stop();
    await corp("PATCH", `/apps/${agentId}`, { secret: "later" });
    await corp("PUT", "/faults", {});
    const { appProbe } = world.parts.messages;
    const later = { corpId: app.corpId, secret: "later", apiUrl: wecom.url };
    await until("WeCom gives tokens again", async () => (await appProbe.credentials(later)) === null);
    running = await world.drive(worker());
    await until("it is in use", async () => (await secretOf(id)) === "later");
    await becomes(id, "ONLINE");
  });
});

async function due(id: string): Promise<void> {
  await inTenant(tenantId, async () =>
    world.db.tenant.accountDrive.updateMany({
      where: { accountId: id },
      data: { nextDueAt: new Date(Date.now() - 1) },
    }),
  );
}

import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startSimulatorProcess, simulatorSecret } from "../testing/simulator.ts";
import type { SimulatorProcess } from "../testing/simulator.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let simulator: SimulatorProcess;
let world: World;
let caller: RequestContext;
let tenantId: string;
let corpId: string;

beforeAll(async () => {
  simulator = await startSimulatorProcess();
  world = await openWorld({ trustedProviders: [simulator.url] });
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, simulator.url, simulatorSecret);
});

afterAll(async () => {
  await world?.close();
  await simulator?.stop();
});

const statusOf = (id: string) => world.statusOf(tenantId, id);
const becomes = (id: string, status: string, ms?: number) =>
  until(`${id} is ${status}`, async () => (await statusOf(id)) === status, ms);
const account = (id: string) =>
  inTenant(
    tenantId,
    async () =>
      await world.db.tenant.account.findUniqueOrThrow({
        where: { id },
        include: { drive: true, login: true },
      }),
  );
const act = (
  id: string,
  action: "LOG_IN" | "REFRESH_QR" | "CANCEL_LOGIN" | "LOG_OUT" | "RESTART" | "RECOVER" | "DELETE",
) => world.as(caller, () => world.parts.accounts.act(caller, id, action));
const phone = async (id: string, what: string, body?: object) => {
  const guid = (await account(id)).drive?.instanceId;
  return simulator.control("POST", `/instances/${guid}/${what}`, body);
};
const login = async (id: string) => {
  const view = await world.as(caller, () => world.parts.reader.find(caller, id));
  if (!view) throw new Error("no account");
  caller = world.caller(tenantId);
  return world.as(caller, () => world.parts.reader.login(caller, view));
};
const history = (id: string) =>
  inTenant(tenantId, async () => {
    const rows = await world.db.tenant.accountStatusChange.findMany({
      where: { accountId: id },
      orderBy: { version: "asc" },
    });
    return rows.map(({ event, toStatus }) => `${event} ${toStatus}`);
  });

async function online(): Promise<string> {
  const id = await world.account(caller, corpId);
  await act(id, "LOG_IN");
  await becomes(id, "WAITING_QR");
  await phone(id, "scan");
  await phone(id, "confirm");
  await becomes(id, "ONLINE");
  return id;
}

describe("a worker", () => {
  let running: { stop(): Promise<void> };
  beforeEach(async () => {
    running = await world.drive();
  });
  afterEach(async () => {
    await running.stop();
    await simulator.control("DELETE", "/faults");
  });

  test("takes an account from a log-in by QR code to ONLINE, state by state", async () => {
    const id = await world.account(caller, corpId);
    expect(await login(id)).toBeNull();

    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    const shown = await login(id);
    expect(shown?.qrImage).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(shown?.expiresAt.getTime()).toBeGreaterThan(Date.now());

    await phone(id, "scan", { name: "林晨" });
    await becomes(id, "WAITING_CONFIRM");
    expect((await login(id))?.scannedBy).toBe("林晨");

    await phone(id, "confirm");
    await becomes(id, "ONLINE");
    const after = await account(id);
    expect(after.wecomName).not.toBeNull();
    expect(after.login).toBeNull();
    await until("a heartbeat", async () => (await account(id)).drive?.lastHeartbeatAt !== null);
    expect(await history(id)).toEqual([
      "CREATE CREATED",
      "LOG_IN INITIALIZING",
      "QR_READY WAITING_QR",
      "SCANNED WAITING_CONFIRM",
      "CONFIRMED ONLINE",
    ]);
  });

  test("asks for the code of a new device: a wrong one costs an attempt, the right one leads to ONLINE", async () => {
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await phone(id, "scan");
    await phone(id, "confirm", { newDevice: true });
    await becomes(id, "VERIFYING");
    expect(await login(id)).toMatchObject({ verificationRequired: true, verificationAttemptsLeft: 3 });
    const guid = (await account(id)).drive?.instanceId;
    const { code } = await simulator.control<{ code: string }>("GET", `/instances/${guid}`);
    const submit = (given: string) =>
      world.as(caller, () => world.parts.accounts.act(caller, id, "SUBMIT_CODE", { code: given }));

    await submit(code === "000000" ? "000001" : "000000");
    await until("the code is refused", async () => (await account(id)).statusReason === "code_wrong");
    expect(await login(id)).toMatchObject({ verificationAttemptsLeft: 2 });

    await submit(code);
    await becomes(id, "ONLINE");
  });

  test("gives a new QR code on request, and ends the log-in when it is cancelled", async () => {
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    const first = (await login(id))?.token;

    await act(id, "REFRESH_QR");
    await until("another code", async () => (await login(id))?.token !== first);
    expect(await statusOf(id)).toBe("WAITING_QR");

    await act(id, "CANCEL_LOGIN");
    expect(await statusOf(id)).toBe("OFFLINE");
    const guid = (await account(id)).drive?.instanceId;
    await until("the provider knows", async () => {
      const { state, reason } = await simulator.control<{ state: string; reason?: string }>(
        "GET",
        `/instances/${guid}`,
      );
      return state === "offline" && reason === "cancelled";
    });
  });

  test("lets a QR code expire into OFFLINE", async () => {
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await phone(id, "time-out");
    await becomes(id, "OFFLINE");
    expect((await account(id)).statusReason).toBe("qr_expired");
  });

  test("follows a kick to OFFLINE, for a person to decide", async () => {
    const id = await online();
    await phone(id, "kick");
    await becomes(id, "OFFLINE");
    expect((await account(id)).statusReason).toBe("kicked");
  });

  test("recovers a lost connection by itself", async () => {
    const id = await online();
    await phone(id, "lose-connection");
    await until("recovered", async () => (await history(id)).at(-1) === "RECOVERED ONLINE");
    expect((await history(id)).slice(-3)).toEqual([
      "CONNECTION_LOST ERROR",
      "RECOVER RECOVERING",
      "RECOVERED ONLINE",
    ]);
    expect(await account(id)).toMatchObject({
      recoveryAttempts: 0,
      recoverySince: null,
      nextRecoveryAt: null,
    });
  });

  test("notices heartbeats without answer, tries again with limits, then leaves it to a person", async () => {
    const id = await online();
    await simulator.control("PUT", "/faults", { endpoints: { "*": { errorRate: 1 } } });
    await until("given up", async () => (await statusOf(id)) === "OFFLINE", 20_000);
    const after = await account(id);
    expect(after).toMatchObject({
      status: "OFFLINE",
      statusReason: "recovery_failed",
      nextRecoveryAt: null,
      recoveryAttempts: 4,
    });
    expect(after.drive?.nextDueAt).toBeNull();
    const told = await world.db
      .system("test")
      .outboxMessage.count({ where: { subject: `evt.${tenantId}.wecom.account.recovery-failed.v1` } });
    expect(told).toBeGreaterThanOrEqual(1);

    await simulator.control("DELETE", "/faults");
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
  });

  test("restarts a session, logs out, and removes the instance with the account", async () => {
    const id = await online();
    await act(id, "RESTART");
    await becomes(id, "WAITING_QR");
    await phone(id, "scan");
    await phone(id, "confirm");
    await becomes(id, "ONLINE");
    const guid = (await account(id)).drive?.instanceId;
    const state = async () => (await simulator.control<{ state: string }>("GET", `/instances/${guid}`)).state;

    await act(id, "LOG_OUT");
    await until("logged out there too", async () => (await state()) === "offline");

    await act(id, "DELETE");
    expect(await world.as(caller, () => world.parts.reader.fresh(caller, id))).toBeNull();
    await until("the instance is gone", async () =>
      state().then(
        () => false,
        () => true,
      ),
    );
    await until("the row is gone", async () => (await statusOf(id)) === null);
  });

  test("gets by without callbacks, by looking", async () => {
    await simulator.control("PUT", "/faults", { callback: { lostRate: 1 } });
    const id = await online();
    expect(await statusOf(id)).toBe("ONLINE");
  });
});

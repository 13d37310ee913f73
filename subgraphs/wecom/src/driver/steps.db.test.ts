import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startSimulatorProcess, simulatorSecret } from "../testing/simulator.ts";
import type { SimulatorProcess } from "../testing/simulator.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { assembleDriver, driverOptions } from "./driver.parts.ts";

let simulator: SimulatorProcess;
let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;
let running: { stop(): Promise<void> };

beforeAll(async () => {
  simulator = await startSimulatorProcess();
  world = await openWorld({ trustedProviders: [simulator.url] });
});

afterAll(async () => {
  await world?.close();
  await simulator?.stop();
});

beforeEach(async () => {
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, simulator.url, simulatorSecret);
  running = await world.drive(
    assembleDriver(world.parts.driverParts, { ...driverOptions, leaseMs: 1_000, idleMs: 50 }),
  );
});

afterEach(async () => {
  await running.stop();
  await simulator.control("DELETE", "/faults");
});

interface SimulatedInstance {
  guid: string;
  clientToken: string;
  state: string;
  code?: string;
}

const instancesOf = async (id: string) =>
  (await simulator.control<{ instances: SimulatedInstance[] }>("GET", "/instances")).instances.filter(
    ({ clientToken }) => clientToken === id,
  );
const phone = async (id: string, what: string, body?: object) =>
  simulator.control("POST", `/instances/${(await instancesOf(id))[0]?.guid}/${what}`, body);
const act = (id: string, action: "LOG_IN" | "SUBMIT_CODE" | "DELETE" | "CANCEL_LOGIN", code?: string) =>
  world.as(caller, () => world.parts.accounts.act(caller, id, action, code === undefined ? {} : { code }));
const becomes = (id: string, status: string, ms?: number) =>
  until(`${id} is ${status}`, async () => (await world.statusOf(tenantId, id)) === status, ms);
const row = (id: string) =>
  inTenant(
    tenantId,
    async () =>
      await world.db.tenant.account.findUniqueOrThrow({
        where: { id },
        include: { drive: true, login: true },
      }),
  );

async function verifying(): Promise<{ id: string; code: string }> {
  const id = await world.account(caller, corpId);
  await act(id, "LOG_IN");
  await becomes(id, "WAITING_QR");
  await phone(id, "scan");
  await phone(id, "confirm", { newDevice: true });
  await becomes(id, "VERIFYING");
  return { id, code: (await instancesOf(id))[0]?.code ?? "" };
}

describe("a call whose answer is lost", () => {
  test("does not make a second instance, nor a second log-in", async () => {
    await simulator.control("PUT", "/faults", {
      endpoints: { create: { lostAnswerRate: 0.7 }, login: { lostAnswerRate: 0.7 } },
    });
    const ids = await Promise.all(Array.from({ length: 8 }, () => world.account(caller, corpId)));
    for (const id of ids) await act(id, "LOG_IN");
    for (const id of ids)
      await until("it got on", async () => (await world.statusOf(tenantId, id)) !== "INITIALIZING");

    for (const id of ids) expect(await instancesOf(id)).toHaveLength(1);
    const changes = await inTenant(
      tenantId,
      async () => await world.db.tenant.accountStatusChange.count({ where: { event: "QR_READY" } }),
    );
    expect(changes).toBeLessThanOrEqual(ids.length);
  });

  test("to a verification code is looked into, and not sent again", async () => {
    const { id, code } = await verifying();
    await simulator.control("PUT", "/faults", { endpoints: { verify: { lostAnswerRate: 1 } } });
    await act(id, "SUBMIT_CODE", code);
    await becomes(id, "ONLINE");
  });
});

describe("a worker that died in the middle", () => {
  test("of sending a code: the code is not sent again, the person is asked", async () => {
    const { id, code } = await verifying();
    // As kill -9 right after the mark and before the call leaves it.
    await running.stop();
    await act(id, "SUBMIT_CODE", code);
    await inTenant(
      tenantId,
      async () =>
        await world.db.tenant.accountDrive.update({
          where: { accountId: id },
          data: { command: "CODE_SENT", claimedBy: v7(), claimedUntil: new Date(Date.now() + 500) },
        }),
    );
    running = await world.drive();

    await until("asked again", async () => (await row(id)).statusReason === "code_unconfirmed");
    expect((await row(id)).login).toMatchObject({ attemptsLeft: 3, codeSealed: null });
    await act(id, "SUBMIT_CODE", code);
    await becomes(id, "ONLINE");
  });

  test("of making the instance: its name is found again, also to delete it", async () => {
    const id = await world.account(caller, corpId);
    await running.stop();
    await act(id, "LOG_IN");
    await world.parts.provider.createInstance(
      { baseUrl: simulator.url, secret: simulatorSecret },
      { name: "Account", clientToken: id },
    );
    await act(id, "CANCEL_LOGIN");
    await act(id, "DELETE");
    expect((await row(id)).drive?.instanceId).toBeNull();
    running = await world.drive();

    await until("both are gone", async () => {
      return (await world.statusOf(tenantId, id)) === null && (await instancesOf(id)).length === 0;
    });
  });

  test("of a recovery: it is looked whether the attempt succeeded before another is made", async () => {
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await phone(id, "scan");
    await phone(id, "confirm");
    await becomes(id, "ONLINE");
    await running.stop();
    // The attempt was on record and had succeeded, when the process died.
    await inTenant(tenantId, async () => {
      await world.db.tenant.account.update({
        where: { id },
        data: { status: "RECOVERING", recoveryAttempts: 1 },
      });
      await world.db.tenant.accountDrive.update({
        where: { accountId: id },
        data: { nextDueAt: new Date() },
      });
    });
    await simulator.control("PUT", "/faults", { endpoints: { recover: { errorRate: 1 } } });
    running = await world.drive();

    await becomes(id, "ONLINE");
  });
});

describe("a provider", () => {
  test("that does not answer at all ends the log-in in time, with a reason", async () => {
    await simulator.control("PUT", "/faults", { endpoints: { "*": { errorRate: 1 } } });
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "OFFLINE", 8_000);
    expect((await row(id)).statusReason).toBe("provider_unreachable");
  });

  test("with another secret refuses, and the account says so", async () => {
    const other = await world.corp(caller, simulator.url, "not-the-secret");
    const id = await world.account(caller, other);
    await act(id, "LOG_IN");
    await becomes(id, "OFFLINE");
    expect((await row(id)).statusReason).toBe("provider_unauthorized");
  });

  test("that has forgotten the instance gets a new one with the next log-in", async () => {
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    const guid = (await row(id)).drive?.instanceId ?? "";
    await world.parts.provider.remove({ baseUrl: simulator.url, secret: simulatorSecret }, guid);
    await becomes(id, "OFFLINE");
    expect((await row(id)).statusReason).toBe("instance_gone");

    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    expect((await row(id)).drive?.instanceId).not.toBe(guid);
  });

  test("is told when our address has changed", async () => {
    const id = await world.account(caller, corpId);
    await act(id, "LOG_IN");
    await becomes(id, "WAITING_QR");
    await phone(id, "scan");
    await phone(id, "confirm");
    await becomes(id, "ONLINE");
    const known = (await row(id)).drive?.callbackUrl;
    await inTenant(
      tenantId,
      async () =>
        await world.db.tenant.accountDrive.update({
          where: { accountId: id },
          data: { callbackUrl: "http://old.example" },
        }),
    );
    await until("told again", async () => (await row(id)).drive?.callbackUrl === known);
  });
});

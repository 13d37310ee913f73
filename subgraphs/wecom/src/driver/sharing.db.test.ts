import { inTenant } from "@wegraph/database/scope";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PastChange } from "../setup/past.rules.ts";
import { overlaps, recorded } from "../testing/recording.ts";
import type { RecordedCall } from "../testing/recording.ts";
import type { AccountProvider } from "../provider/provider.ts";
import { startSimulatorProcess, simulatorSecret } from "../testing/simulator.ts";
import type { SimulatorProcess } from "../testing/simulator.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { Claims } from "./claims.ts";
import { assembleDriver, driverOptions } from "./driver.parts.ts";
import type { DriverOptions } from "./driver.parts.ts";
import type { DriverParts } from "./driver.ts";
import { InstanceConnector } from "./instance/instance.connector.ts";

let simulator: SimulatorProcess;
let world: World;
const lease: DriverOptions = { ...driverOptions, leaseMs: 1_500, idleMs: 50 };

beforeAll(async () => {
  simulator = await startSimulatorProcess();
  world = await openWorld({ trustedProviders: [simulator.url] });
});

afterAll(async () => {
  await world?.close();
  await simulator?.stop();
});

function worker(name: string, calls: RecordedCall[], options = lease) {
  return assembleDriver(driving(recorded(world.parts.provider, name, calls)), options);
}

/** A worker's parts with another way to the provider of instances. */
function driving(provider: AccountProvider): DriverParts {
  const { driverParts, corpDirectory } = world.parts;
  const connectors = { ...driverParts.connectors, INSTANCE: new InstanceConnector(corpDirectory, provider) };
  return { ...driverParts, connectors };
}

/** Accounts that are ONLINE here and at the simulator, each due for a heartbeat. */
async function onlineAccounts(count: number): Promise<{ tenantId: string; ids: string[] }> {
  const tenantId = v7();
  const { setup } = world.parts;
  const corpId = await setup.addCorp({
    tenantId,
    name: "C",
    corpId: "ww1",
    providerUrl: simulator.url,
    secret: simulatorSecret,
  });
  const now = Date.now();
  const past: PastChange[] = [
    { at: new Date(now - 60_000), from: null, to: "CREATED", event: "CREATE", reason: null },
    { at: new Date(now - 50_000), from: "CREATED", to: "INITIALIZING", event: "LOG_IN", reason: null },
    { at: new Date(now - 40_000), from: "INITIALIZING", to: "WAITING_QR", event: "QR_READY", reason: null },
    { at: new Date(now - 30_000), from: "WAITING_QR", to: "WAITING_CONFIRM", event: "SCANNED", reason: null },
    { at: new Date(now - 20_000), from: "WAITING_CONFIRM", to: "ONLINE", event: "CONFIRMED", reason: null },
  ];
  const accounts = Array.from({ length: count }, (_, i) => ({ name: `Account ${i}`, past }));
  const instances = await setup.addAccounts(tenantId, corpId, accounts, v7());
  await simulator.control("POST", "/instances", { instances });
  return { tenantId, ids: instances.map(({ clientToken }) => clientToken) };
}

const drives = (tenantId: string) =>
  inTenant(tenantId, async () => await world.db.tenant.accountDrive.findMany({ where: { tenantId } }));
const logOut = async (tenantId: string, ids: readonly string[]) => {
  const caller = world.caller(tenantId);
  for (const id of ids) await world.as(caller, () => world.parts.accounts.act(caller, id, "LOG_OUT"));
};

describe("several workers", () => {
  test("share 200 accounts, and never both drive one", async () => {
    const { tenantId, ids } = await onlineAccounts(200);
    const calls: RecordedCall[] = [];
    const running = await Promise.all([world.drive(worker("a", calls)), world.drive(worker("b", calls))]);
    await until(
      "each account was asked ten times",
      async () => calls.filter(({ operation }) => operation === "heartbeat").length >= 10 * ids.length,
      25_000,
    );
    await Promise.all(running.map((one) => one.stop()));

    expect(overlaps(calls)).toEqual([]);
    const share = new Set(calls.map((call) => call.worker));
    expect(share).toEqual(new Set(["a", "b"]));
    const after = await drives(tenantId);
    expect(
      after.every(
        ({ lastHeartbeatAt, heartbeatsMissed, claimedBy }) =>
          lastHeartbeatAt && heartbeatsMissed === 0 && claimedBy === null,
      ),
    ).toBe(true);
    await logOut(tenantId, ids);
  }, 60_000);

  test("go on with what a worker that died had in hand, from the state on record", async () => {
    const { tenantId, ids } = await onlineAccounts(20);
    await inTenant(
      tenantId,
      async () =>
        await world.db.tenant.accountDrive.updateMany({
          where: { tenantId },
          data: { nextDueAt: new Date() },
        }),
    );
    // As kill -9 leaves it: claimed, and never heard of again.
    const dead = await new Claims(world.db, v7(), 800).take(1_000);
    expect(dead.filter(({ row }) => row.tenantId === tenantId)).toHaveLength(ids.length);

    const calls: RecordedCall[] = [];
    const startedAt = performance.now();
    const running = await world.drive(worker("b", calls));
    await until(
      "all are driven again",
      async () =>
        new Set(calls.filter(({ guid }) => ids.includes(guid)).map(({ guid }) => guid)).size === ids.length,
    );
    await running.stop();

    const first = Math.min(...calls.map(({ from }) => from)) - startedAt;
    expect(first).toBeGreaterThan(300); // not before the lease was over
    await logOut(tenantId, ids);
  });

  test("are not disturbed by one that was stopped in the middle of a call and wakes up later", async () => {
    const { tenantId, ids } = await onlineAccounts(1);
    const [id = ""] = ids;
    await logOut(tenantId, ids);
    const caller = world.caller(tenantId);
    const settle = await world.drive(worker("settle", []));
    await until("settled", async () => (await drives(tenantId)).every(({ nextDueAt }) => nextDueAt === null));
    await settle.stop();
    await world.as(caller, () => world.parts.accounts.act(caller, id, "LOG_IN"));

    // The worker's process stops as it begins the log-in: its call does not return.
    const { provider } = world.parts;
    let resume: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const calls: RecordedCall[] = [];
    const sleepy = new Proxy(provider, {
      get: (target, key: keyof typeof provider) =>
        key === "setCallback"
          ? async (...given: Parameters<typeof provider.setCallback>) => {
              const answer = await target.setCallback(...given);
              await stopped;
              return answer;
            }
          : (...given: unknown[]) =>
              Reflect.apply(recorded(target, "sleepy", calls)[key as "inspect"], target, given),
    });
    await inTenant(
      tenantId,
      async () =>
        await world.db.tenant.accountDrive.updateMany({
          where: { accountId: id },
          data: { callbackUrl: null },
        }),
    );
    // One at a time: a process that is stopped takes nothing else either, not even what it had.
    const sleeper = assembleDriver(driving(sleepy), { ...lease, concurrency: 1 });
    sleeper.start();
    await until("it has the account", async () => (await drives(tenantId))[0]?.claimedBy !== null);

    const running = await world.drive(worker("b", calls));
    await until(
      "another worker took over",
      async () => (await world.statusOf(tenantId, id)) === "WAITING_QR",
    );
    resume();
    await sleeper.stop();
    await running.stop();

    // It woke up, saw that its time was over, and did not go on with what it had begun.
    expect(
      calls
        .filter(({ guid, operation }) => guid === id && operation === "startLogin")
        .map((call) => call.worker),
    ).toEqual(["b"]);
    expect(overlaps(calls)).toEqual([]);
    expect(await world.statusOf(tenantId, id)).toBe("WAITING_QR");
    const rows = await inTenant(
      tenantId,
      async () =>
        await world.db.tenant.accountStatusChange.findMany({ where: { accountId: id, event: "QR_READY" } }),
    );
    expect(rows).toHaveLength(2); // the one of its past, and one of this log-in
    await world.as(caller, () => world.parts.accounts.act(caller, id, "CANCEL_LOGIN"));
  });
});

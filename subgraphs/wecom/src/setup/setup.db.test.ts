import { inTenant } from "@wegraph/database/scope";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountStatuses } from "../account/account.machine.ts";
import { startSimulatorProcess, simulatorSecret } from "../testing/simulator.ts";
import type { SimulatorProcess } from "../testing/simulator.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { pastOf } from "./past.rules.ts";

let simulator: SimulatorProcess;
let world: World;

beforeAll(async () => {
  simulator = await startSimulatorProcess();
  world = await openWorld({ trustedProviders: [simulator.url] });
});

afterAll(async () => {
  await world?.close();
  await simulator?.stop();
});

test("accounts set up in every state find their other half at the provider, and live on", async () => {
  const { setup } = world.parts;
  const tenantId = v7();
  expect(await setup.isEmpty()).toBe(true);
  const corpId = await setup.addCorp({
    tenantId,
    name: "Dawn",
    corpId: "ww1",
    providerUrl: simulator.url,
    secret: simulatorSecret,
  });
  expect(await setup.isEmpty()).toBe(false);
  const now = Date.now();
  const accounts = accountStatuses.map((status) => ({
    name: `Account ${status}`,
    past: pastOf({
      createdAt: new Date(now - 14 * 86_400_000),
      status,
      since: new Date(now - 10_000),
      random: Math.random,
    }),
    wecomName: "林晨",
    wecomUserId: "lin",
    device: "iPhone 15",
    tags: ["demo"],
  }));

  const instances = await setup.addAccounts(tenantId, corpId, accounts, v7());
  await simulator.control("POST", "/instances", { instances });
  const statuses = () =>
    inTenant(tenantId, async () => {
      const rows = await world.db.tenant.account.findMany({ orderBy: { createdAt: "asc" } });
      return Object.fromEntries(rows.map(({ name, status }) => [name.replace("Account ", ""), status]));
    });
  expect(await statuses()).toEqual(Object.fromEntries(accountStatuses.map((status) => [status, status])));
  const history = await inTenant(tenantId, async () => await world.db.tenant.accountStatusChange.count());
  expect(history).toBe(accounts.reduce((sum, { past }) => sum + past.length, 0));
  const scores = await inTenant(
    tenantId,
    async () => await world.db.tenant.account.findMany({ where: { status: "ONLINE" } }),
  );
  expect(scores.every(({ healthParts }) => Array.isArray(healthParts) && healthParts.length === 5)).toBe(
    true,
  );

  const running = await world.drive();
  await until("everything has settled", async () => {
    const { INITIALIZING, ERROR, RECOVERING } = await statuses();
    return INITIALIZING === "WAITING_QR" && ERROR === "ONLINE" && RECOVERING === "ONLINE";
  });
  expect(await statuses()).toMatchObject({
    CREATED: "CREATED",
    WAITING_QR: "WAITING_QR",
    WAITING_CONFIRM: "WAITING_CONFIRM",
    VERIFYING: "VERIFYING",
    ONLINE: "ONLINE",
    OFFLINE: "OFFLINE",
  });
  const caller = world.caller(tenantId);
  const page = await world.as(caller, () =>
    world.parts.reader.page(caller, { statuses: ["WAITING_QR"] }, null, {}),
  );
  for (const account of page.nodes) {
    await until("its code is there", async () => (await login(account)) !== null);
    expect((await login(account))?.qrImage).toMatch(/^data:image\/png/);
  }
  await running.stop();

  function login(account: (typeof page.nodes)[number]) {
    const asker = world.caller(tenantId);
    return world.as(asker, () => world.parts.reader.login(asker, account));
  }
});

import { OutboxRelay } from "@wegraph/kit/relay";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIntakeProcess } from "../testing/intakeProcess.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

const perIntake = 3;
const intakes = 16;
const kills = 2;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

test("when a process is killed, an alert and its event exist exactly where their readings do", async () => {
  const tenantId = v7();
  const caller = world.caller(tenantId);
  // They take long to start: meanwhile patients are registered.
  const processes = Array.from({ length: kills }, () => startIntakeProcess(world, tenantId));
  const patients: string[] = [];
  while (patients.length < perIntake * intakes)
    patients.push(...(await Promise.all([1, 2, 3, 4, 5, 6].map(() => makePatient(world, caller)))));
  const groups = Array.from({ length: intakes }, (_, n) =>
    patients.slice(n * perIntake, (n + 1) * perIntake),
  );
  const share = intakes / kills;
  const stored = new Set<string>();

  for (const [n, each] of processes.entries()) {
    await each.hear(/^ready$/);
    each.tell(JSON.stringify(groups.slice(n * share, (n + 1) * share)));
    const last = groups[n * share + 2 + n] ?? [];
    await each.hear(new RegExp(`^stored ${last.join(" ")}$`));
    await each.kill();
    for (const group of groups.slice(n * share, n * share + 3 + n)) for (const id of group) stored.add(id);
  }

  const system = world.db.system("test");
  const ids = async (rows: Promise<{ patientId: string }[]>) =>
    [...new Set((await rows).map(({ patientId }) => patientId))].toSorted();
  const where = { patientId: { in: patients } };
  const withReadings = await ids(system.vitalSign.findMany({ where }));
  const withAlerts = await ids(system.healthAlert.findMany({ where: { ...where, state: "ACTIVE" } }));
  const outbox = await system.outboxMessage.findMany({
    where: { tenantId, subject: { endsWith: "health.alert.raised.v1" } },
  });
  const told = outbox.map(({ payload }) => (payload as { payload: { patientId: string } }).payload.patientId);
  expect(withAlerts).toEqual(withReadings);
  expect([...new Set(told)].toSorted()).toEqual(withReadings);
  // Nothing that was said to be stored is missing, and the kills came in the middle.
  expect([...stored].filter((id) => !withReadings.includes(id))).toEqual([]);
  expect(withReadings.length).toBeLessThan(patients.length);

  // What is left to publish is published by whoever comes next.
  const relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await expect
    .poll(() => system.outboxMessage.count({ where: { tenantId, publishedAt: null } }), { timeout: 10_000 })
    .toBe(0);
  await relay.stop();
}, 120_000);

import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDevice, send } from "../testing/devices.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let now = new Date("2026-11-20T02:00:00Z");
const minute = 60_000;

beforeAll(async () => {
  world = await openWorld({ clock: () => now });
});
afterAll(() => world.close());

test("a spike, and values of a sensor that hangs, are marked for whoever looks at them", async () => {
  const tenantId = v7();
  const context = world.caller(tenantId);
  const patientId = await makePatient(world, context);
  const device = await makeDevice(world, context, { kind: "WRISTBAND" });
  const from = now.getTime() - 200 * minute;
  const values = [70, 71, 135, 72, 70, ...Array.from({ length: 61 }, () => 68)];
  const readings = values.map((value, nth) => ({
    code: "8867-4",
    value,
    at: new Date(from + nth * minute).toISOString(),
  }));
  await world.as(context, () =>
    world.parts.devices.bindings.bind(context, {
      deviceId: device.id,
      patientId,
      since: new Date(from - minute),
    }),
  );
  await send(world, device, { ts: now.toISOString(), readings }, { at: now });
  const score = () => world.as(context, () => world.parts.quality.keeper.score(tenantId, now));
  await score();
  const seen = async () => {
    const { data } = await world.graph.execute({
      query: `query($id: ID!) {
        vitalSigns(patientId: $id, first: 100) { nodes { value flags } }
        patientVitals(patientId: $id) { latest { flags } }
      }`,
      variables: { id: patientId },
      principal: context.principal,
      correlationId: v7(),
    });
    return data as {
      vitalSigns: { nodes: { value: number; flags: string[] }[] };
      patientVitals: { latest: { flags: string[] }[] };
    };
  };
  const marked = await seen();
  const of = (flag: string) => marked.vitalSigns.nodes.filter(({ flags }) => flags.includes(flag));
  expect(of("SPIKE").map(({ value }) => value)).toEqual([135]);
  expect(of("FLAT_LINE").map(({ value }) => value)).toEqual(Array.from({ length: 61 }, () => 68));
  expect(marked.patientVitals.latest[0]?.flags).toContain("FLAT_LINE");
  await score();
  expect(await seen()).toEqual(marked);
});

test("a day is scored from what came of what was expected, for the device and its patient; and again as more comes", async () => {
  const tenantId = v7();
  const context = world.caller(tenantId);
  const patientId = await makePatient(world, context);
  const device = await makeDevice(world, context, { kind: "WRISTBAND", intervalSeconds: 60, patientId });
  const from = now.getTime();
  now = new Date(from + 100 * minute);
  const at = (nth: number) => new Date(from + nth * minute).toISOString();
  const pulse = (nth: number, value = 70 + (nth % 5)) => ({ code: "8867-4", value, at: at(nth) });
  const half = Array.from({ length: 50 }, (_, nth) => (nth === 20 ? pulse(nth, 190) : pulse(nth)));
  await send(world, device, { ts: now.toISOString(), readings: half }, { at: now });

  const score = () => world.as(context, () => world.parts.quality.keeper.score(tenantId, now));
  expect(await score()).toBe(2);
  const read = () => world.as(context, () => world.parts.quality.reader.ofPatient(context, patientId, 7));
  const [day] = await read();
  expect(day).toMatchObject({
    day: "2026-11-20",
    expected: 100,
    sets: 50,
    received: 50,
    completeness: 50,
    spikes: 1,
  });
  expect(day?.plausibility).toBe(98);

  const rest = Array.from({ length: 50 }, (_, nth) => pulse(50 + nth));
  await send(world, device, { ts: now.toISOString(), readings: rest }, { at: now });
  await score();
  expect((await read())[0]).toMatchObject({ completeness: 100, received: 100 });
  const answer = await world.graph.execute({
    query: `query($id: ID!) { healthDevice(id: $id) { qualityScore quality(days: 3) { day total sets } } }`,
    variables: { id: device.id },
    principal: context.principal,
    correlationId: v7(),
  });
  const total = (await read())[0]?.total;
  expect(answer.data).toEqual({
    healthDevice: { qualityScore: total, quality: [{ day: "2026-11-20", total, sets: 100 }] },
  });
  const stranger = world.caller(v7());
  await expect(
    world.as(stranger, () => world.parts.quality.reader.ofPatient(stranger, patientId, 7)),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDevice, send } from "../testing/devices.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { vital } from "../vital/vital.codes.ts";

let world: World;
let tenantId: string;
let now = new Date();

beforeAll(async () => {
  world = await openWorld({ clock: () => now });
  tenantId = v7();
});
afterAll(() => world.close());

const admin = () => world.caller(tenantId);
const logsOf = (deviceId: string) =>
  world.as(admin(), async () => {
    const page = await world.parts.devices.logReader.page(deviceId, null, { first: 200 });
    return page.nodes.map(({ kind }) => kind);
  });
const bind = (deviceId: string, patientId: string, move = false, context = admin()) =>
  world.as(context, () => world.parts.devices.bindings.bind(context, { deviceId, patientId, move }));
const pulse = (value = 70) => ({ readings: [{ code: vital.heartRate, value, unit: "/min" }] });

describe("a device", () => {
  test("gets a key that is shown once and stands nowhere in clear, and the same again for the same request", async () => {
    const idempotencyKey = v7();
    const serialNumber = `S-${v7().slice(-8)}`;
    const one = await makeDevice(world, admin(), { serialNumber, idempotencyKey });
    const again = await makeDevice(world, admin(), { serialNumber, idempotencyKey });
    expect(again).toEqual(one);

    const found = await world.pools.system.query(
      "SELECT to_jsonb(d)::text AS row FROM health_devices d WHERE id = $1",
      [one.id],
    );
    expect(JSON.stringify(found.rows)).not.toContain(one.key);
    const told = await world.pools.system.query("SELECT 1 FROM wegraph_outbox WHERE payload::text LIKE $1", [
      `%${one.key}%`,
    ]);
    expect(told.rowCount).toBe(0);
  });

  test("has a serial number of its own in the tenant; another tenant may use the same", async () => {
    const { serialNumber } = await makeDevice(world, admin());
    await expect(makeDevice(world, admin(), { serialNumber })).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "DEVICE_SERIAL_TAKEN",
    });
    await makeDevice(world, world.caller(v7()), { serialNumber });
  });

  test("is one patient's at a time: another one gets it only by a move, and both files say so", async () => {
    const device = await makeDevice(world, admin());
    const [first, second] = [await makePatient(world, admin()), await makePatient(world, admin())];
    await bind(device.id, first);
    await expect(bind(device.id, second)).rejects.toMatchObject({ code: "CONFLICT", reason: "DEVICE_BOUND" });
    await bind(device.id, second, true);

    const context = admin();
    const held = await world.as(context, () =>
      world.parts.devices.reader.bindingsOfDevice(context, device.id, {}),
    );
    expect(held.nodes.map(({ patientId, unboundAt }) => [patientId, unboundAt === null])).toEqual([
      [second, true],
      [first, false],
    ]);
    const timeline = await world.as(
      admin(),
      async () =>
        await world.db.tenant.healthRecord.findMany({
          where: { patientId: first, subjectId: device.id },
          select: { kind: true },
          orderBy: { id: "asc" },
        }),
    );
    expect(timeline.map(({ kind }) => kind)).toEqual(["DEVICE_BOUND", "DEVICE_UNBOUND"]);
  });

  test("bound by two people at once is one patient's", async () => {
    const device = await makeDevice(world, admin());
    const patients = await Promise.all([1, 2, 3].map(() => makePatient(world, admin())));
    const results = await Promise.allSettled(patients.map((id) => bind(device.id, id)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const open = await world.as(
      admin(),
      async () =>
        await world.db.tenant.deviceBinding.count({ where: { deviceId: device.id, unboundAt: null } }),
    );
    expect(open).toBe(1);
  });

  test("signs with the old key until the overlap is over, and with the new one at once", async () => {
    const patientId = await makePatient(world, admin());
    const device = await makeDevice(world, admin(), { patientId });
    const context = admin();
    const { key } = await world.as(context, () =>
      world.parts.devices.service.rotateKey(context, { deviceId: device.id, overlapHours: 1 }),
    );
    world.parts.devices.directory.forget(device.id);
    expect((await send(world, { ...device, key }, pulse())).status).toBe(202);
    expect((await send(world, device, pulse())).status).toBe(202);

    const before = now;
    now = new Date(now.getTime() + 61 * 60_000);
    expect((await send(world, device, pulse(), { at: now })).status).toBe(401);
    expect((await send(world, { ...device, key }, pulse(), { at: now })).status).toBe(202);
    now = before;
  });

  test("retired, is nobody's and sends nothing; restored, it does again", async () => {
    const patientId = await makePatient(world, admin());
    const device = await makeDevice(world, admin(), { patientId });
    const context = admin();
    await world.as(context, () => world.parts.devices.service.retire(context, device.id, "broken"));
    world.parts.devices.directory.forget(device.id);
    expect(await send(world, device, pulse())).toMatchObject({
      status: 403,
      body: { error: "DEVICE_RETIRED" },
    });
    await world.as(context, () => world.parts.devices.service.restore(context, device.id));
    world.parts.devices.directory.forget(device.id);
    // A signature tells whole seconds: of this one a part may lie before the device was the patient's.
    const afterwards = { at: new Date(now.getTime() + 1_000) };
    expect(await send(world, device, pulse(), afterwards)).toMatchObject({
      body: { rejected: [{ reason: "NOT_BOUND" }] },
    });
    expect(await logsOf(device.id)).toEqual(
      expect.arrayContaining(["REGISTERED", "BOUND", "UNBOUND", "RETIRED", "RESTORED"]),
    );
  });

  test("changed by somebody else meanwhile, is not changed again unseen", async () => {
    const device = await makeDevice(world, admin());
    const context = admin();
    const rename = (name: string) =>
      world.as(context, () =>
        world.parts.devices.service.update(context, { deviceId: device.id, version: 1, name }),
      );
    await rename("One");
    await expect(rename("Two")).rejects.toMatchObject({ code: "CONFLICT", reason: "DEVICE_CHANGED" });
  });
});

describe("who is off line", () => {
  test("is who missed three intervals, or a quarter of an hour; and on line again with the next request", async () => {
    const patientId = await makePatient(world, admin());
    const often = await makeDevice(world, admin(), { patientId, intervalSeconds: 60 });
    const seldom = await makeDevice(world, admin(), { patientId });
    for (const device of [often, seldom]) await send(world, device, pulse(), { at: now });
    await world.parts.devices.contacts.flush();
    const connectionOf = async (id: string) =>
      (await world.pools.system.query("SELECT connection FROM health_devices WHERE id = $1", [id])).rows[0];

    const before = now;
    now = new Date(before.getTime() + 4 * 60_000);
    await world.parts.devices.offlineCheck.run();
    expect(await connectionOf(often.id)).toEqual({ connection: "OFFLINE" });
    expect(await connectionOf(seldom.id)).toEqual({ connection: "ONLINE" });
    now = new Date(before.getTime() + 16 * 60_000);
    await world.parts.devices.offlineCheck.run();
    expect(await connectionOf(seldom.id)).toEqual({ connection: "OFFLINE" });

    await send(world, often, pulse(), { at: now });
    await world.parts.devices.contacts.flush();
    expect(await connectionOf(often.id)).toEqual({ connection: "ONLINE" });
    expect(await logsOf(often.id)).toEqual(expect.arrayContaining(["OFFLINE", "ONLINE"]));
    now = before;
  });
});

describe("whoever lacks right or reach", () => {
  test("sees no device, count, event or entity; a device of nobody is for who sees the whole tenant", async () => {
    const tenant = v7();
    const all = world.caller(tenant);
    const clinician = world.caller(tenant, { scope: "BOUND" });
    const mine = await makePatient(world, all, { clinicianId: clinician.principal.id });
    const other = await makePatient(world, all);
    const own = await makeDevice(world, all, { patientId: mine });
    const foreign = await makeDevice(world, all, { patientId: other });
    const loose = await makeDevice(world, all);
    const query = `{ healthDevices { totalCount nodes { id } } healthDeviceSummary { total } }`;
    const ask = (context: ReturnType<World["caller"]>) =>
      world.graph.execute({ query, principal: context.principal, correlationId: v7() });

    expect((await ask(all)).data).toMatchObject({
      healthDevices: { totalCount: 3 },
      healthDeviceSummary: { total: 3 },
    });
    expect((await ask(clinician)).data).toEqual({
      healthDevices: { totalCount: 1, nodes: [{ id: own.id }] },
      healthDeviceSummary: { total: 1 },
    });
    const entities = await world.graph.execute({
      query: `query($r: [_Any!]!) { _entities(representations: $r) { ... on HealthDevice { id } } }`,
      variables: { r: [own, foreign, loose].map(({ id }) => ({ __typename: "HealthDevice", id })) },
      principal: clinician.principal,
      correlationId: v7(),
    });
    expect(entities.data).toEqual({ _entities: [{ id: own.id }, null, null] });
    const without = await ask(world.caller(tenant, { permissions: ["patient:read"] }));
    expect(without.errors?.[0]?.extensions?.["code"]).toBe("FORBIDDEN");

    await expect(bind(foreign.id, mine, true, clinician)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(bind(own.id, other, true, clinician)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(makeDevice(world, clinician)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("hears of no change to a device beyond reach", async () => {
    world.startRelay();
    const tenant = v7();
    const all = world.caller(tenant);
    const clinician = world.caller(tenant, { scope: "BOUND" });
    const mine = await makePatient(world, all, { clinicianId: clinician.principal.id });
    const [own, foreign] = [
      await makeDevice(world, all, { patientId: mine }),
      await makeDevice(world, all, { patientId: await makePatient(world, all) }),
    ];
    const stream = await world.graph.subscribe({
      query: `subscription { deviceStatus { deviceId change } }`,
      principal: clinician.principal,
      correlationId: v7(),
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error("refused");
    const seen: unknown[] = [];
    void (async () => {
      for await (const { data } of stream) seen.push(data?.["deviceStatus"]);
    })();
    for (const { id } of [foreign, own])
      await world.as(all, () => world.parts.devices.service.update(all, { deviceId: id, name: "New" }));
    await until("the event", async () =>
      seen.some((each) => JSON.stringify(each) === JSON.stringify({ deviceId: own.id, change: "CHANGED" })),
    );
    expect(JSON.stringify(seen)).not.toContain(foreign.id);
    await stream.return?.();
  });

  test("and each look at whose devices they are is in the audit log", async () => {
    const patientId = await makePatient(world, admin());
    const device = await makeDevice(world, admin(), { patientId });
    const context = admin();
    await world.as(context, () => world.parts.devices.reader.find(context, device.id));
    const { rows } = await world.pools.system.query(
      "SELECT payload FROM wegraph_outbox WHERE subject LIKE '%audit.recorded%' AND payload->>'correlationId' = $1",
      [context.correlationId],
    );
    expect(rows.map(({ payload }) => payload.payload)).toContainEqual(
      expect.objectContaining({ action: "patient.read", resourceId: patientId }),
    );
  });
});

import { defaultSettings } from "@wegraph/kit/liveSettings";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePatient } from "../../testing/patients.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import type { NewReading } from "../reading.ts";
import { vital } from "../vital.codes.ts";
import { assembleVitals } from "../vital.parts.ts";

let world: World;
let patientId: string;
const tenantId = v7();
const minute = 60_000;

beforeAll(async () => {
  world = await openWorld();
  patientId = await makePatient(world, world.caller(tenantId));
});
afterAll(() => world.close());

function reading(given: Partial<NewReading> = {}): NewReading {
  const measuredAt = given.measuredAt ?? new Date();
  return {
    patientId,
    code: vital.heartRate,
    value: 70,
    given: null,
    measuredAt,
    statedAt: measuredAt,
    receivedAt: new Date(),
    skewMs: 0,
    deviceId: null,
    source: "DEVICE",
    setId: v7(),
    mealContext: null,
    flags: [],
    enteredById: null,
    ...given,
  };
}

const stored = (of: string) =>
  world.as(world.caller(tenantId), () =>
    world.db.tenant.vitalSign.findMany({ where: { patientId: of }, orderBy: { measuredAt: "asc" } }),
  );
const stateOf = (of: string) =>
  world.as(world.caller(tenantId), () =>
    world.db.tenant.patientState.findUniqueOrThrow({ where: { patientId: of } }),
  );
const take = (...readings: NewReading[]) => world.parts.vitals.intake.take(tenantId, readings);

describe("readings", () => {
  test("that come twice at the same time, by two processes and in another order, are stored once", async () => {
    const deviceId = v7();
    const mine = await makePatient(world, world.caller(tenantId));
    const from = Date.now() - 60 * minute;
    const bundle = Array.from({ length: 60 }, (_, nth) =>
      reading({ patientId: mine, deviceId, value: 60 + nth, measuredAt: new Date(from + nth * 1_000) }),
    );
    const other = world.assembled();

    const outcomes = await Promise.all([
      world.parts.vitals.intake.take(tenantId, bundle),
      other.vitals.intake.take(tenantId, bundle.toReversed()),
      other.vitals.intake.take(tenantId, bundle.slice(20, 40)),
    ]);

    const counts = outcomes
      .flat()
      .reduce<Record<string, number>>((sum, each) => ({ ...sum, [each]: (sum[each] ?? 0) + 1 }), {});
    expect(counts).toEqual({ STORED: 60, DUPLICATE: 80 });
    expect((await stored(mine)).map(({ value }) => value)).toEqual(bundle.map(({ value }) => value));
  });

  test("of many patients, brought by two processes in opposite orders, do not lock each other out", async () => {
    const patients = await Promise.all(
      Array.from({ length: 6 }, () => makePatient(world, world.caller(tenantId))),
    );
    const devices = new Map(patients.map((id) => [id, v7()]));
    const other = world.assembled();
    const round = (nth: number) =>
      patients.map((id) =>
        reading({
          patientId: id,
          deviceId: devices.get(id) ?? null,
          measuredAt: new Date(Date.now() - nth * 1_000),
        }),
      );

    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => [
        world.parts.vitals.intake.take(tenantId, round(nth)),
        other.vitals.intake.take(tenantId, round(nth + 100).toReversed()),
      ]).flat(),
    );

    expect(outcomes.flat().every((outcome) => outcome === "STORED")).toBe(true);
    for (const id of patients) expect(await stored(id)).toHaveLength(16);
  });

  test("of months ago find a place, and are known when they come again", async () => {
    const old = reading({ deviceId: v7(), measuredAt: new Date(Date.now() - 400 * 24 * 60 * minute) });
    const months = reading({ deviceId: v7(), measuredAt: new Date(Date.now() - 50 * 24 * 60 * minute) });

    expect(await take(old, months)).toEqual(["STORED", "STORED"]);
    expect(await take(old, months)).toEqual(["DUPLICATE", "DUPLICATE"]);
    expect(await take(old, old)).toEqual(["DUPLICATE", "DUPLICATE"]);
  });

  test("from a device whose clock was never set are told apart by when they came", async () => {
    const deviceId = v7();
    const reboot = new Date("1970-01-01T00:00:05Z");
    const first = reading({ deviceId, statedAt: reboot, measuredAt: new Date(Date.now() - 2 * minute) });
    const second = reading({ deviceId, statedAt: reboot, measuredAt: new Date(Date.now() - minute) });

    expect(await take(first)).toEqual(["STORED"]);
    expect(await take(second)).toEqual(["STORED"]);
  });

  test("of who has not agreed, or is not there, are not stored, and do not hold up the others", async () => {
    const silent = await makePatient(world, world.caller(tenantId), { hasConsented: false });
    const elsewhere = await makePatient(world, world.caller(v7()));

    const outcomes = await take(
      reading({ patientId: silent }),
      reading({ value: 71 }),
      reading({ patientId: v7() }),
      reading({ patientId: elsewhere }),
    );

    expect(outcomes).toEqual(["NO_CONSENT", "STORED", "PATIENT_GONE", "PATIENT_GONE"]);
    expect(await stored(silent)).toEqual([]);
  });

  test("that the database refuses are refused alone", async () => {
    const bad = take(reading({ value: 72 }), reading({ source: "ORACLE" as "DEVICE" }));
    const good = take(reading({ value: 73 }));

    await expect(bad).rejects.toThrow();
    expect(await good).toEqual(["STORED"]);
    expect((await stored(patientId)).map(({ value }) => value)).not.toContain(72);
  });

  test("are one transaction with what is decided of them: what fails there leaves nothing", async () => {
    const mine = await makePatient(world, world.caller(tenantId));
    const { log } = world.runtime;
    const evaluator = { evaluate: () => Promise.reject(new Error("a rule that cannot be read")) };
    const failing = assembleVitals({
      db: world.db,
      access: world.parts.access,
      evaluator,
      settings: defaultSettings,
      clock: () => new Date(),
      log,
    });

    await expect(failing.intake.take(tenantId, [reading({ patientId: mine })])).rejects.toThrow(
      "cannot be read",
    );

    expect(await stored(mine)).toEqual([]);
  });
});

describe("what holds of a patient", () => {
  test("is the newest by its time, whatever order values come in; what is older is late", async () => {
    const mine = await makePatient(world, world.caller(tenantId));
    const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * minute);
    const newest = at(1);

    await take(reading({ patientId: mine, value: 90, measuredAt: newest }));
    await take(reading({ patientId: mine, value: 60, measuredAt: at(10) }));
    await take(reading({ patientId: mine, value: 50, measuredAt: at(90), code: vital.spo2 }));

    expect((await stateOf(mine)).latest).toMatchObject({
      [vital.heartRate]: { value: 90, at: newest.toISOString() },
      [vital.spo2]: { value: 50, flags: ["LATE"] },
    });
    expect((await stored(mine)).map(({ value, flags }) => [value, flags])).toEqual([
      [50, ["LATE"]],
      [60, ["LATE"]],
      [90, []],
    ]);
  });

  test("is scored with each set, and the history has every step of a bundle that came late", async () => {
    const mine = await makePatient(world, world.caller(tenantId));
    const set = (minutesAgo: number, heartRate: number) => {
      const measuredAt = new Date(Date.now() - minutesAgo * minute);
      const setId = v7();
      return (
        [
          [vital.respiration, 16],
          [vital.spo2, 98],
          [vital.systolic, 120],
          [vital.diastolic, 80],
          [vital.heartRate, heartRate],
          [vital.temperature, 37],
        ] as const
      ).map(([code, value]) => reading({ patientId: mine, code, value, measuredAt, setId }));
    };

    await take(...set(30, 70), ...set(20, 135), ...set(10, 95));

    const scores = await world.as(world.caller(tenantId), () =>
      world.db.tenant.news2Score.findMany({ where: { patientId: mine }, orderBy: { at: "asc" } }),
    );
    expect(scores.map(({ score, risk }) => [score, risk])).toEqual([
      [0, "LOW"],
      [3, "LOW_MEDIUM"],
      [1, "LOW"],
    ]);
    expect(await stateOf(mine)).toMatchObject({ news2: 1, news2Risk: "LOW" });
    await take(reading({ patientId: mine, code: vital.weight, value: 70 }));
    expect(await stateOf(mine)).toMatchObject({ news2: 1 });
  });

  test("has a BMI when weight and height are known", async () => {
    const mine = await makePatient(world, world.caller(tenantId));
    await take(reading({ patientId: mine, code: vital.weight, value: 70 }));
    expect((await stored(mine)).map(({ code }) => code)).toEqual([vital.weight]);

    await take(reading({ patientId: mine, code: vital.height, value: 175 }));

    const bmi = (await stored(mine)).find(({ code }) => code === vital.bmi);
    expect(bmi).toMatchObject({ value: 22.86, unit: "kg/m2" });
  });
});

import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { businessDay as dayIn } from "../calendar.ts";
import { defaultZone } from "../tenant/tenantZones.ts";
import { coreKnowing } from "../testing/coreKnowing.ts";
import { makePatient } from "../testing/patients.ts";
import { takeReadings } from "../testing/readings.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { vital } from "../vital/vital.codes.ts";
import { periodStart } from "./statistic.rules.ts";

let world: World;
let tenantId: string;
let doctor: RequestContext;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(() => {
  tenantId = v7();
  doctor = world.caller(tenantId);
});

const dayMs = 86_400_000;
const businessDay = (at: Date) => dayIn(at, defaultZone);
/** Noon in China, so many days ago. */
const noon = (daysAgo: number) =>
  new Date(Date.parse(`${businessDay(new Date(Date.now() - daysAgo * dayMs))}T04:00:00Z`));
const dayOfNoon = (daysAgo: number) => businessDay(noon(daysAgo));
const heart = (
  world_: World,
  patientId: string,
  values: readonly number[],
  daysAgo: number,
  more: object = {},
) =>
  takeReadings(
    world_,
    tenantId,
    patientId,
    values.map((value, nth) => ({
      code: vital.heartRate,
      value,
      measuredAt: new Date(noon(daysAgo).getTime() + nth * 60_000),
      ...more,
    })),
  );
const keep = () => world.parts.statistics.keeper.keep(["DAY", "WEEK", "MONTH"]);
const sums = (patientId: string, period: "DAY" | "WEEK" | "MONTH", context = doctor) =>
  world.as(context, () =>
    world.parts.statistics.reader.ofPatient(context, patientId, {
      codes: [vital.heartRate],
      period,
      from: businessDay(new Date(Date.now() - 60 * dayMs)),
      to: businessDay(new Date()),
    }),
  );
const span = (period: "DAY" | "MONTH" = "DAY") => ({
  code: vital.heartRate,
  period,
  from: businessDay(new Date(Date.now() - 20 * dayMs)),
  to: businessDay(new Date()),
});
const cohort = (filter: object = {}, context = doctor) =>
  world.as(context, () => world.parts.statistics.cohorts.read(context, { ...span(), ...filter }));

describe("sums", () => {
  test("of a day, week and month are those of its readings, implausible ones left out", async () => {
    const patientId = await makePatient(world, doctor);
    await heart(world, patientId, [60, 70, 110], 3);
    await heart(world, patientId, [20], 3, {
      flags: ["IMPLAUSIBLE"],
      measuredAt: new Date(noon(3).getTime() - 60_000),
    });

    await keep();

    expect(await sums(patientId, "DAY")).toMatchObject([
      { startsOn: dayOfNoon(3), count: 3, low: 60, high: 110, mean: 80, median: 70, outOfRange: 1 },
    ]);
    const [{ deviation } = expect.fail()] = await sums(patientId, "DAY");
    expect(deviation).toBeCloseTo(26.458, 3);
    expect(await sums(patientId, "WEEK")).toMatchObject([
      { startsOn: periodStart("WEEK", dayOfNoon(3)), median: 70, count: 3 },
    ]);
    expect(await sums(patientId, "MONTH")).toMatchObject([
      { startsOn: periodStart("MONTH", dayOfNoon(3)), count: 3 },
    ]);
  });

  test("a day in China begins at its midnight", async () => {
    const patientId = await makePatient(world, doctor);
    const midnight = new Date(noon(2).getTime() - dayMs / 2);
    for (const [value, ms] of [
      [61, -1],
      [62, 0],
    ] as const)
      await heart(world, patientId, [value], 0, { measuredAt: new Date(midnight.getTime() + ms) });

    await keep();

    expect(await sums(patientId, "DAY")).toMatchObject([
      { startsOn: dayOfNoon(3), low: 61, count: 1 },
      { startsOn: dayOfNoon(2), low: 62, count: 1 },
    ]);
  });

  test("are made again for what comes late, and go when all was entered in error; a repeated run changes nothing", async () => {
    const patientId = await makePatient(world, doctor);
    await heart(world, patientId, [60], 9);
    await keep();
    await keep();
    expect(await sums(patientId, "DAY")).toMatchObject([{ count: 1, mean: 60 }]);

    await heart(world, patientId, [80], 9, { measuredAt: new Date(noon(9).getTime() + 3_600_000) });
    await keep();
    expect(await sums(patientId, "DAY")).toMatchObject([{ count: 2, mean: 70 }]);

    await inTenant(tenantId, async () =>
      world.db.tenant.vitalSign.updateMany({ where: { patientId }, data: { retractedAt: new Date() } }),
    );
    await keep();
    expect(await sums(patientId, "DAY")).toEqual([]);
    expect(await sums(patientId, "MONTH")).toEqual([]);
  });

  test("of a patient who may not be seen are not there", async () => {
    const patientId = await makePatient(world, doctor);
    for (const context of [world.caller(v7()), world.caller(tenantId, { scope: "BOUND" })])
      await expect(sums(patientId, "DAY", context)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a tenant elsewhere", () => {
  const zones: Record<string, string> = {};
  const core = coreKnowing(zones);
  const abroad = () => world.assembled({ core: new DomainCaller(core, "health") }).statistics;
  /** The clock of New York goes forward on the first of these days, and back on the second. */
  const days = { ofHours23: "2026-03-08", ofHours25: "2026-11-01" };

  beforeAll(async () => {
    for (const day of Object.values(days))
      for (const months of [-1, 0])
        await world.pools.system.query(
          `SELECT wegraph_ensure_partition('health_vital_signs', $1::timestamptz + make_interval(months => $2))`,
          [`${day}T12:00:00Z`, months],
        );
  });

  const dayCounts = async (patientId: string, parts: ReturnType<typeof abroad>) =>
    world.as(doctor, async () => {
      const rows = await parts.reader.ofPatient(doctor, patientId, {
        codes: [vital.heartRate],
        period: "DAY",
        from: "2026-01-01",
        to: "2026-12-31",
      });
      return Object.fromEntries(rows.map(({ startsOn, count }) => [startsOn, count]));
    });
  const hourly = (patientId: string, from: string, hours: number) =>
    takeReadings(
      world,
      tenantId,
      patientId,
      Array.from({ length: hours }, (_, nth) => ({
        code: vital.heartRate,
        value: 60 + nth,
        measuredAt: new Date(Date.parse(from) + nth * 3_600_000),
      })),
    );

  test("has its own days: of 23 hours when clocks go forward, and of 25 when they go back", async () => {
    zones[tenantId] = "America/New_York";
    const patientId = await makePatient(world, doctor);
    await hourly(patientId, "2026-03-08T05:00:00Z", 24);
    await hourly(patientId, "2026-11-01T04:00:00Z", 26);
    const parts = abroad();

    await parts.keeper.keep(["DAY"]);

    expect(await dayCounts(patientId, parts)).toEqual({
      "2026-03-08": 23,
      "2026-03-09": 1,
      "2026-11-01": 25,
      "2026-11-02": 1,
    });
  });

  test("that takes another time zone is summed up again by it, once, and nobody else is", async () => {
    const patientId = await makePatient(world, doctor);
    await hourly(patientId, "2026-11-01T00:00:00Z", 20);
    const other = v7();
    const others = await makePatient(world, world.caller(other));
    await takeReadings(world, other, others, [
      { code: vital.heartRate, value: 60, measuredAt: new Date("2026-11-01T00:00:00Z") },
    ]);
    const parts = abroad();
    await parts.keeper.keep(["DAY"]);
    expect(await dayCounts(patientId, parts)).toEqual({ "2026-11-01": 16, "2026-11-02": 4 });

    zones[tenantId] = "America/New_York";
    await parts.remakes.ask(tenantId);
    await parts.remakes.ask(tenantId);
    await parts.keeper.keep(["DAY"]);

    // Four hours are of the day before; what was of the second is no day of its own any more.
    expect(await dayCounts(patientId, parts)).toEqual({ "2026-10-31": 4, "2026-11-01": 16 });
    expect(await parts.remakes.asked("DAY")).toEqual([]);
    expect(await parts.remakes.asked("MONTH")).toEqual([tenantId]);
    const untouched = await inTenant(other, async () =>
      world.db.tenant.healthStatistic.findMany({ where: { patientId: others, period: "DAY" } }),
    );
    expect(untouched).toMatchObject([{ count: 1, startsOn: new Date("2026-11-01") }]);
  });

  test("that is asked for again while it is summed up is summed up once more", async () => {
    const { remakes } = abroad();
    const begun = new Date(Date.now() - 1_000);
    await remakes.ask(tenantId);

    await remakes.done("DAY", tenantId, begun);

    expect(await remakes.asked("DAY")).toContain(tenantId);
  });
});

describe("a cohort", () => {
  const analyst = () => world.caller(tenantId, { permissions: ["health-analysis:read"] });

  async function six(): Promise<string[]> {
    const ids: string[] = [];
    for (const [nth, mean] of [60, 64, 70, 72, 80, 104].entries()) {
      const id = await makePatient(world, doctor, {
        sex: nth < 3 ? "FEMALE" : "MALE",
        birthDate: nth === 5 ? "2000-01-01" : "1950-06-01",
        groups: nth < 5 ? ["hypertension"] : ["diabetes"],
      });
      ids.push(id);
      await heart(world, id, [mean - 2, mean + 2], 4);
    }
    await keep();
    return ids;
  }

  test("is told by counts, spread, share out of range and coverage, of whom the filter names", async () => {
    await six();

    const all = await cohort({}, analyst());
    expect(all).toMatchObject({ patients: 6, measured: 6, readings: 12, isKeptBack: false });
    expect(all.distribution?.median).toBe(71);
    expect(all.outOfRange).toBeCloseTo(3 / 12, 5);
    expect(all.coverage).toBeCloseTo(6 / (6 * 21), 5);
    expect(all.points).toMatchObject([{ startsOn: dayOfNoon(4), patients: 6, median: 71 }]);
    expect(await cohort({ groups: ["hypertension"] })).toMatchObject({ patients: 5 });
    expect(await cohort({ sexes: ["FEMALE"] })).toMatchObject({ patients: 3 });
    expect(await cohort({ ageFrom: 60 })).toMatchObject({ patients: 5 });
    expect(await cohort({ ageTo: 40 })).toMatchObject({ patients: 1 });
    const bins = (await cohort()).bins.map(({ patients }) => patients ?? 0);
    expect(bins.reduce((sum, each) => sum + each, 0)).toBe(6);
  });

  test("of fewer than five tells nothing to who may not see them by name, nor does a bin or a day of so few", async () => {
    await six();

    expect(await cohort({ sexes: ["FEMALE"] }, analyst())).toEqual({
      patients: null,
      measured: null,
      readings: null,
      outOfRange: null,
      coverage: null,
      distribution: null,
      bins: [],
      points: [],
      isKeptBack: true,
      computedAt: null,
    });
    const { bins } = await cohort({}, analyst());
    expect(bins.every(({ patients }) => patients === null || patients === 0)).toBe(true);
    const lone = await makePatient(world, doctor);
    await heart(world, lone, [75], 2);
    await keep();
    const { points } = await cohort({}, analyst());
    expect(points.at(-1)).toEqual({
      startsOn: dayOfNoon(2),
      patients: null,
      readings: null,
      p10: null,
      median: null,
      p90: null,
      outOfRange: null,
    });
  });

  test("of fewer than five is a look into each file, which is on record", async () => {
    const ids = await six();
    const looks = async () => {
      const rows = await world.db.system("test").outboxMessage.findMany({ where: { tenantId } });
      return rows
        .map(({ payload }) => JSON.stringify(payload))
        .filter((payload) => payload.includes('"STATISTICS"'));
    };

    await cohort();
    expect(await looks()).toEqual([]);
    await cohort({ sexes: ["FEMALE"] });

    const told = (await looks()).join();
    expect(ids.filter((id) => told.includes(id))).toEqual(ids.slice(0, 3));
  });

  test("reaches no further than the right: not another's patients, nor another tenant's", async () => {
    await six();
    const mine = v7();
    const own = await makePatient(world, doctor, { clinicianId: mine });
    await heart(world, own, [90], 1);
    await keep();

    const clinician = world.caller(tenantId, { id: mine, scope: "BOUND" });
    expect(await cohort({}, clinician)).toMatchObject({ patients: 1, readings: 1 });
    expect(await cohort({}, world.caller(v7()))).toMatchObject({ patients: 0, measured: 0, points: [] });
  });
});

test("the overview counts what each right reaches, and nothing of anybody else", async () => {
  const mine = v7();
  const own = await makePatient(world, doctor, { clinicianId: mine });
  await makePatient(world, doctor);
  await heart(world, own, [70], 0, { measuredAt: new Date() });
  await keep();
  const { overview } = world.parts.statistics;
  const of = (context: RequestContext) =>
    world.as(context, async () => ({
      patients: await overview.patients(context),
      readings: (await overview.readings(context)).today,
      devices: await overview.devices(context),
      alerts: await overview.alerts(context),
    }));

  expect(await of(doctor)).toMatchObject({
    patients: { active: 2, consented: 2, measuredToday: 1 },
    readings: 1,
  });
  expect(await of(world.caller(tenantId, { id: mine, scope: "BOUND" }))).toMatchObject({
    patients: { active: 1, measuredToday: 1 },
  });
  expect(await of(world.caller(v7()))).toEqual({
    patients: { active: 0, consented: 0, measuredToday: 0 },
    readings: 0,
    devices: { online: 0, offline: 0, neverSeen: 0, lowBattery: 0 },
    alerts: [],
  });
});

import { isStream } from "@wegraph/kit/subgraph";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePatient } from "../../testing/patients.ts";
import { takeReadings } from "../../testing/readings.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import { vital } from "../../vital/vital.codes.ts";
import type { VitalCode } from "../../vital/vital.codes.ts";
import { everybody } from "../rule.reach.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const tenantId = v7();
let world: World;
let from: number;

beforeAll(async () => {
  world = await openWorld();
  await world.runtime.bus.feed.start();
  world.startRelay();
  from = Date.now() - 6 * 60 * minute;
});
afterAll(() => world?.close());

const nurse = () => world.caller(tenantId);
const patient = (given: Parameters<typeof makePatient>[2] = {}) => makePatient(world, nurse(), given);
const at = (minutes: number) => new Date(from + minutes * minute);

/** Values of one code, by the minute at which each was measured. */
function take(patientId: string, values: Readonly<Record<number, number>>, code: VitalCode = vital.systolic) {
  const readings = Object.entries(values).map(([minutes, value]) => ({
    code,
    value,
    measuredAt: at(Number(minutes)),
  }));
  return takeReadings(world, tenantId, patientId, readings);
}

async function retract(patientId: string, minutes: number, code: VitalCode = vital.systolic) {
  await world.as(nurse(), async () => {
    const { id } = await world.db.tenant.vitalSign.findFirstOrThrow({
      where: { patientId, code, measuredAt: at(minutes), retractedAt: null },
    });
    await world.parts.vitals.service.retract(nurse(), { vitalSignId: id, reason: "another patient's" });
  });
}

async function alertsOf(patientId: string) {
  const rows = await world.db.system("test").healthAlert.findMany({
    where: { patientId },
    orderBy: { raisedAt: "asc" },
    include: { entries: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
  return rows.map(({ entries, ...row }) => ({ ...row, changes: entries.map(({ change }) => change) }));
}

async function told(patientId: string) {
  return (await alertsOf(patientId)).map(
    ({ kind, severity, state, resolution, count }) =>
      `${kind} ${severity} ${state}${resolution ? ` ${resolution}` : ""} ${count}`,
  );
}

const rule = (condition: object, groups: string[]) =>
  world.as(nurse(), () =>
    world.parts.rules.service.create(
      nurse(),
      {
        nameZh: "自定义",
        nameEn: "Own",
        condition: {
          kind: "TREND",
          code: vital.systolic,
          measure: "COUNT",
          windowMinutes: 60,
          levels: [{ severity: "INFO", operator: "GTE", limit: 140 }],
          hysteresis: 0,
          count: 2,
          of: 3,
          minReadings: 2,
          ...condition,
        },
        reach: { ...everybody, groups },
        advice: { zh: "", en: "" },
        source: null,
        enabled: true,
      },
      null,
    ),
  );

describe("a reading that is taken back", () => {
  test("ends the alert that rests on it alone, an acknowledged one too, and a corrected value of the same moment is judged anew", async () => {
    const id = await patient();
    await take(id, { 0: 120, 10: 190 });
    const [raised] = await alertsOf(id);
    await world.as(nurse(), () =>
      world.parts.alerts.service.acknowledge(nurse(), { alerts: [{ id: raised?.id ?? "" }] }),
    );
    await retract(id, 10);
    expect(await alertsOf(id)).toMatchObject([
      {
        state: "RESOLVED",
        resolution: "READING_RETRACTED",
        escalateAt: null,
        changes: ["RAISED", "ACKNOWLEDGED", "RESOLVED"],
      },
    ]);
    const events = await world.db.system("test").outboxMessage.findMany({
      where: { tenantId, subject: { contains: "health.alert.resolved" } },
    });
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { payload: { change: "RESOLVED", resolution: "READING_RETRACTED", recordNumber: expect.any(String) } },
    ]);

    await take(id, { 10: 165 });
    expect(await told(id)).toEqual([
      "THRESHOLD CRITICAL RESOLVED READING_RETRACTED 1",
      "THRESHOLD WARNING ACTIVE 1",
    ]);
  });

  test("leaves an alert that others keep up, with their cause, their worst and their severity", async () => {
    const id = await patient();
    await take(id, { 0: 165, 5: 210, 10: 168 });
    expect(await told(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 3"]);
    await retract(id, 5);
    const [alert] = await alertsOf(id);
    expect(alert).toMatchObject({
      severity: "WARNING",
      state: "ACTIVE",
      count: 2,
      causedAt: at(0),
      lastCausedAt: at(10),
      changes: ["RAISED", "WORSENED", "CORRECTED"],
      cause: { value: 168, limit: 160, worst: { value: 168 } },
    });
    expect(JSON.stringify(alert?.cause)).not.toContain("210");

    await retract(id, 0);
    expect((await alertsOf(id))[0]).toMatchObject({ state: "ACTIVE", count: 1, causedAt: at(10) });
    await take(id, { 12: 185 });
    expect(await told(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 2"]);
    await retract(id, 12);
    await retract(id, 10);
    expect(await told(id)).toEqual(["THRESHOLD WARNING RESOLVED READING_RETRACTED 1"]);
  });

  test("leaves an alert that is over, and brings back what it alone had ended", async () => {
    const id = await patient();
    await take(id, { 0: 190, 5: 120 });
    await retract(id, 0);
    expect(await told(id)).toEqual(["THRESHOLD CRITICAL RESOLVED BACK_TO_NORMAL 1"]);
    await take(id, { 10: 185, 15: 118 });
    await retract(id, 15);
    expect(await told(id)).toEqual([
      "THRESHOLD CRITICAL RESOLVED BACK_TO_NORMAL 1",
      "THRESHOLD CRITICAL RESOLVED BACK_TO_NORMAL 1",
      "THRESHOLD CRITICAL ACTIVE 1",
    ]);
    expect((await alertsOf(id)).at(-1)).toMatchObject({ causedAt: at(10), changes: ["RAISED"] });
  });

  test("counts in no n of m, neither for the alert that is there nor for the next reading", async () => {
    const id = await patient({ groups: ["counted"] });
    await rule({}, ["counted"]);
    await take(id, { 0: 141, 1: 120, 2: 142 });
    expect(await told(id)).toEqual(["TREND INFO ACTIVE 1"]);
    await retract(id, 0);
    expect(await told(id)).toEqual(["TREND INFO RESOLVED READING_RETRACTED 1"]);
    await take(id, { 3: 121, 4: 122 });
    await take(id, { 5: 143 });
    expect((await told(id)).length).toBe(1);
    await take(id, { 6: 144 });
    expect((await told(id)).at(-1)).toBe("TREND INFO ACTIVE 1");
  });

  test("ends a trend that is looked at later, and is no part of what is usual for the patient", async () => {
    const id = await patient({ groups: ["own-baseline"] });
    const condition = {
      code: vital.heartRate,
      measure: "BASELINE",
      windowMinutes: 20_160,
      levels: [{ severity: "INFO", operator: "GTE", limit: 3 }],
      hysteresis: 0.5,
      count: null,
      of: null,
      minReadings: 10,
    };
    await rule(condition, ["own-baseline"]);
    const days = (nth: number) => Math.round((-nth * day - from + Date.now()) / minute) - 60;
    const usual = [60, 64, 58, 66, 62, 60, 64, 62, 59, 65].map((value, nth) => [days(nth + 2), value]);
    await take(id, Object.fromEntries(usual), vital.heartRate);
    await take(id, { [days(12)]: 61, 300: 75 }, vital.heartRate);
    await world.parts.rules.trends.look();
    expect(await told(id)).toEqual(["TREND INFO ACTIVE 1"]);
    await retract(id, 300, vital.heartRate);
    expect(await told(id)).toEqual(["TREND INFO RESOLVED READING_RETRACTED 1"]);
    await retract(id, days(2), vital.heartRate);
    await retract(id, days(3), vital.heartRate);
    // Nine are left, and the rule asks for ten.
    await take(id, { 301: 76 }, vital.heartRate);
    await world.parts.rules.trends.look();
    expect((await told(id)).length).toBe(1);
  });

  test("ends the alert of a score that it was part of, or leaves the score that holds without it", async () => {
    const id = await patient();
    const set = (minutes: number, changed: Partial<Record<VitalCode, number>> = {}) =>
      takeReadings(
        world,
        tenantId,
        id,
        Object.entries({
          [vital.respiration]: 16,
          [vital.spo2]: 97,
          [vital.systolic]: 120,
          [vital.heartRate]: 70,
          [vital.temperature]: 37,
          ...changed,
        }).map(([code, value]) => ({ code: code as VitalCode, value, measuredAt: at(minutes) })),
      );
    const news2 = async () => (await told(id)).filter((each) => each.startsWith("NEWS2"));
    await set(0);
    await set(20, { [vital.respiration]: 24, [vital.systolic]: 105, [vital.heartRate]: 115 });
    expect(await news2()).toEqual(["NEWS2 WARNING ACTIVE 1"]);
    await retract(id, 20, vital.respiration);
    expect(await news2()).toEqual(["NEWS2 WARNING RESOLVED READING_RETRACTED 1"]);

    await set(40, { [vital.respiration]: 26, [vital.systolic]: 88, [vital.heartRate]: 135 });
    expect((await news2()).at(-1)).toBe("NEWS2 CRITICAL ACTIVE 1");
    await retract(id, 40, vital.heartRate);
    expect((await news2()).at(-1)).toBe("NEWS2 CRITICAL ACTIVE 1");
    expect(JSON.stringify((await alertsOf(id)).at(-1)?.cause)).not.toContain("135");
  });

  test("and an intake at the same time leave one alert, of what is left", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await patient();
      await take(id, { 0: 190 });
      await Promise.all([retract(id, 0), take(id, { 1: 170 + round })]);
      const open = (await alertsOf(id)).filter(({ state }) => state !== "RESOLVED");
      expect(open).toMatchObject([{ severity: "WARNING", count: 1, causedAt: at(1) }]);
    }
  });

  test("tells who follows the alert that it is over", async () => {
    const id = await patient();
    const stream = await world.graph.subscribe({
      query: `subscription($ids: [ID!]) { healthAlert(patientIds: $ids) { change alert { state resolution } } }`,
      variables: { ids: [id] },
      principal: nurse().principal,
      correlationId: v7(),
      resume: { after: null },
    });
    if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
    const next = async () => (await stream.next()).value as { data: { healthAlert: object } | null };
    await next();
    const raised = next();
    await take(id, { 0: 190 });
    expect((await raised).data?.healthAlert).toMatchObject({ change: "RAISED" });
    const over = next();
    await retract(id, 0);
    expect((await over).data?.healthAlert).toEqual({
      change: "RESOLVED",
      alert: { state: "RESOLVED", resolution: "READING_RETRACTED" },
    });
    await stream.return?.();
  });
});

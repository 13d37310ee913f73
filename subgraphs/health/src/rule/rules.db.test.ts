import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { NewReading } from "../vital/reading.ts";
import { vital } from "../vital/vital.codes.ts";
import { everybody } from "./rule.reach.ts";
import { shippedRules } from "./rule.shipped.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const tenantId = v7();
let world: World;
/** Some time ago, so that a test can go on from it without coming to what has not happened yet. */
let from: number;
/** By how much the platform's clock is ahead. */
let aheadMs = 0;

beforeAll(async () => {
  world = await openWorld({ clock: () => new Date(Date.now() + aheadMs) });
  from = Date.now() - 10 * 60 * minute;
});
afterAll(() => world.close());

function take(readings: (Partial<NewReading> & { patientId: string })[], parts = world.parts) {
  return parts.vitals.intake.take(
    tenantId,
    readings.map((given) => {
      const measuredAt = given.measuredAt ?? new Date();
      return {
        code: vital.systolic,
        value: 120,
        given: null,
        measuredAt,
        statedAt: measuredAt,
        receivedAt: new Date(),
        skewMs: 0,
        deviceId: null,
        source: "MANUAL",
        setId: v7(),
        mealContext: null,
        flags: [],
        enteredById: null,
        ...given,
      };
    }),
  );
}

/** Systolic pressures, a minute apart. */
const pressures = (patientId: string, values: readonly number[], startMinute = 0) =>
  values.map((value, i) => ({ patientId, value, measuredAt: new Date(from + (startMinute + i) * minute) }));

async function alertsOf(patientId: string) {
  const rows = await world.as(world.caller(tenantId), () =>
    world.db.tenant.healthAlert.findMany({ where: { patientId }, orderBy: { raisedAt: "asc" } }),
  );
  return rows.map(({ kind, severity, state, count }) => `${kind} ${severity} ${state} ${count}`);
}

const context = () => world.caller(tenantId);
const patient = (given: Parameters<typeof makePatient>[2] = {}) => makePatient(world, context(), given);

async function shippedRule(key: string) {
  const { nodes } = await world.as(context(), () =>
    world.parts.rules.reader.page(context(), {}, { first: 200 }),
  );
  const found = nodes.find(({ shippedKey }) => shippedKey === key);
  if (!found) throw new Error(`no rule ${key}`);
  return found;
}

const ownRule = (condition: object, given: object = {}) => ({
  nameZh: "自定义",
  nameEn: "Own",
  condition: {
    kind: "THRESHOLD" as const,
    code: vital.systolic,
    levels: [{ severity: "WARNING" as const, operator: "GTE" as const, limit: 140 }],
    hysteresis: 5,
    consecutive: 1,
    mealContext: null,
    maxAgeMinutes: null,
    ...condition,
  },
  reach: everybody,
  advice: { zh: "", en: "" },
  source: null,
  enabled: true,
  ...given,
});

describe("readings", () => {
  test("beyond a shipped limit raise an alert, worse ones make it worse, good ones end it", async () => {
    const id = await patient();
    await take(pressures(id, [120, 165]));
    expect(await alertsOf(id)).toEqual(["THRESHOLD WARNING ACTIVE 1"]);
    await take(pressures(id, [185], 2));
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 2"]);
    await take(pressures(id, [157], 3));
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 2"]);
    await take(pressures(id, [154], 4));
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL RESOLVED 2"]);
  });

  test("that come late, again, or as a spike raise nothing", async () => {
    const id = await patient();
    const deviceId = v7();
    await take(pressures(id, [120], 10));
    await take(pressures(id, [190], 5));
    await take([{ ...pressures(id, [190], 11)[0], patientId: id, flags: ["SPIKE"] }]);
    expect(await alertsOf(id)).toEqual([]);
    const bad = { ...pressures(id, [190], 20)[0], patientId: id, deviceId };
    await take([bad]);
    await take([bad]);
    await take(pressures(id, [195], 15));
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 1"]);
  });

  test("that are implausible count when two agree", async () => {
    const id = await patient();
    const implausible = (at: number) =>
      pressures(id, [280], at).map((each) => ({ ...each, flags: ["IMPLAUSIBLE" as const] }));
    await take(implausible(0));
    expect(await alertsOf(id)).toEqual([]);
    await take(implausible(1));
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 1"]);
  });

  test("of one bundle are judged in their order: what begins and ends in it was there", async () => {
    const id = await patient();
    await take(pressures(id, [120, 170, 190, 150, 130, 175]));
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL RESOLVED 2", "THRESHOLD WARNING ACTIVE 1"]);
  });

  test("of a child are not held against limits of adults", async () => {
    const id = await patient({ birthDate: "2019-05-01" });
    await take(pressures(id, [190]));
    expect(await alertsOf(id)).toEqual([]);
  });

  test("of somebody whose target is 88 to 92 % are held against the limits for that", async () => {
    const id = await patient({ spo2Scale: 2 });
    const spo2 = (value: number, at: number) => ({
      ...pressures(id, [value], at)[0],
      patientId: id,
      code: vital.spo2,
    });
    await take([spo2(89, 0)]);
    expect(await alertsOf(id)).toEqual([]);
    await take([spo2(83, 1)]);
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 1"]);
  });

  test("that complete a set of seven raise an alert by their NEWS2", async () => {
    const id = await patient();
    const measuredAt = new Date(from);
    const set = [
      [vital.respiration, 20],
      [vital.spo2, 94],
      [vital.systolic, 100],
      [vital.heartRate, 105],
      [vital.temperature, 37],
      [vital.consciousness, 0],
      [vital.oxygen, 2],
    ] as const;
    await take(set.map(([code, value]) => ({ patientId: id, code, value, measuredAt })));
    expect(await alertsOf(id)).toEqual(["NEWS2 WARNING ACTIVE 1"]);
  });

  test("of several sets in one bundle are scored one after the other: a better one hides no worse one before it", async () => {
    const id = await patient();
    const set = (at: number, respiration: number, systolic: number) =>
      [
        [vital.respiration, respiration],
        [vital.spo2, 97],
        [vital.systolic, systolic],
        [vital.heartRate, 72],
        [vital.temperature, 37],
      ].map(([code, value], nth) => ({
        patientId: id,
        code: code as NewReading["code"],
        value: value as number,
        measuredAt: new Date(from + at * minute + nth * 1_000),
      }));
    const news2 = async () => (await alertsOf(id)).filter((each) => each.startsWith("NEWS2"));
    await take([...set(40, 16, 118), ...set(0, 16, 120), ...set(20, 26, 88)]);
    expect(await news2()).toEqual(["NEWS2 WARNING RESOLVED 1"]);
    // In the middle of a look, old and new values side by side are nobody's score.
    await take([...set(60, 26, 88), ...set(80, 16, 118), ...set(100, 27, 89)]);
    expect(await news2()).toEqual([
      "NEWS2 WARNING RESOLVED 1",
      "NEWS2 WARNING RESOLVED 1",
      "NEWS2 WARNING ACTIVE 1",
    ]);
  });
});

describe("a rule of one's own", () => {
  test("for a patient takes the place of the shipped one in its direction, with so many in a row", async () => {
    const [mine, another] = [await patient(), await patient()];
    const condition = {
      levels: [{ severity: "WARNING" as const, operator: "GTE" as const, limit: 150 }],
      consecutive: 3,
    };
    const reach = { ...everybody, patientIds: [mine] };
    await world.as(context(), () =>
      world.parts.rules.service.create(context(), ownRule(condition, { reach }), null),
    );
    await take(pressures(mine, [155, 156]));
    await take(pressures(another, [155, 156, 157]));
    expect(await alertsOf(mine)).toEqual([]);
    await take(pressures(mine, [190], 2));
    expect(await alertsOf(mine)).toEqual(["THRESHOLD WARNING ACTIVE 1"]);
    await take(pressures(mine, [85], 3));
    expect(await alertsOf(mine)).toEqual(["THRESHOLD WARNING RESOLVED 1", "THRESHOLD CRITICAL ACTIVE 1"]);
    expect(await alertsOf(another)).toEqual([]);
  });

  test("holds in every process for the next reading, and no more once it is gone", async () => {
    const other = world.assembled();
    const id = await patient({ groups: ["dialysis"] });
    await take(pressures(id, [145]), other);
    expect(await alertsOf(id)).toEqual([]);
    const reach = { ...everybody, groups: ["dialysis"] };
    const rule = await world.as(context(), () =>
      world.parts.rules.service.create(context(), ownRule({}, { reach }), null),
    );
    await take(pressures(id, [145], 1), other);
    expect(await alertsOf(id)).toEqual(["THRESHOLD WARNING ACTIVE 1"]);
    await world.as(context(), () => world.parts.rules.service.remove(context(), rule.id, null));
    expect(await alertsOf(id)).toEqual(["THRESHOLD WARNING RESOLVED 1"]);
    await take(pressures(id, [146], 2), other);
    expect(await alertsOf(id)).toEqual(["THRESHOLD WARNING RESOLVED 1"]);
  });

  test("of n of m readings counts what came before this intake", async () => {
    const id = await patient({ groups: ["counted"] });
    const condition = {
      kind: "TREND" as const,
      code: vital.systolic,
      measure: "COUNT" as const,
      windowMinutes: 60,
      levels: [{ severity: "INFO" as const, operator: "GTE" as const, limit: 140 }],
      hysteresis: 0,
      count: 3,
      of: 4,
      minReadings: 2,
    };
    const reach = { ...everybody, groups: ["counted"] };
    await world.as(context(), () =>
      world.parts.rules.service.create(context(), { ...ownRule({}), condition, reach }, null),
    );
    for (const [i, value] of [141, 120, 142].entries()) await take(pressures(id, [value], i));
    expect(await alertsOf(id)).toEqual([]);
    await take(pressures(id, [143], 3));
    expect(await alertsOf(id)).toEqual(["TREND INFO ACTIVE 1"]);
    await take(pressures(id, [120], 4));
    expect(await alertsOf(id)).toEqual(["TREND INFO RESOLVED 1"]);
  });

  test("ends the alerts of patients whom it does not reach any more", async () => {
    const id = await patient({ groups: ["ward-9"] });
    const reach = { ...everybody, groups: ["ward-9"] };
    const rule = await world.as(context(), () =>
      world.parts.rules.service.create(context(), ownRule({}, { reach }), null),
    );
    await take(pressures(id, [145]));
    await world.as(context(), () =>
      world.parts.rules.service.update(context(), rule.id, rule.version, {
        reach: { ...reach, groups: ["ward-10"] },
        advice: {},
      }),
    );
    expect(await alertsOf(id)).toEqual(["THRESHOLD WARNING RESOLVED 1"]);
  });
});

describe("looks", () => {
  test("find a weight that rose, once, and see when it is over", async () => {
    const id = await patient({ groups: ["heart-failure"] });
    const weight = (value: number, daysAgo: number) => ({
      patientId: id,
      code: vital.weight,
      value,
      measuredAt: new Date(Date.now() - daysAgo * day),
    });
    await take([weight(80, 2.5), weight(81, 1.5)]);
    await world.parts.rules.trends.look();
    expect(await alertsOf(id)).toEqual([]);
    await take([weight(82.5, 0.5)]);
    await world.parts.rules.trends.look();
    await world.parts.rules.trends.look();
    await world.assembled().rules.trends.look();
    expect(await alertsOf(id)).toEqual(["TREND WARNING ACTIVE 1"]);
    await take([weight(81, 0.1)]);
    await world.parts.rules.trends.look();
    expect(await alertsOf(id)).toEqual(["TREND WARNING RESOLVED 1"]);
  });

  test("hold a heart rate against the patient's own median, as the pure functions would", async () => {
    const id = await patient({ groups: ["own-baseline"] });
    const condition = {
      kind: "TREND" as const,
      code: vital.heartRate,
      measure: "BASELINE" as const,
      windowMinutes: 20_160,
      levels: [{ severity: "INFO" as const, operator: "GTE" as const, limit: 3 }],
      hysteresis: 0.5,
      count: null,
      of: null,
      minReadings: 10,
    };
    const reach = { ...everybody, groups: ["own-baseline"] };
    await world.as(context(), () =>
      world.parts.rules.service.create(context(), { ...ownRule({}), condition, reach }, null),
    );
    const rate = (value: number, at: number) => ({
      patientId: id,
      code: vital.heartRate,
      value,
      measuredAt: new Date(at),
    });
    // Median 62, median absolute deviation 2: three deviations are 8.9 beats.
    const usual = [60, 64, 58, 66, 62, 60, 64, 62, 59, 65].map((value, i) =>
      rate(value, Date.now() - (i + 2) * day),
    );
    await take([...usual, rate(70, Date.now() - 2 * minute)]);
    await world.parts.rules.trends.look();
    expect(await alertsOf(id)).toEqual([]);
    await take([rate(71, Date.now() - minute)]);
    await world.parts.rules.trends.look();
    expect(await alertsOf(id)).toEqual(["TREND INFO ACTIVE 1"]);
    const [alert] = await world.as(context(), () =>
      world.db.tenant.healthAlert.findMany({ where: { patientId: id }, select: { cause: true } }),
    );
    expect(alert?.cause).toMatchObject({ facts: { baseline: 62, deviation: 2 * 1.4826 } });
  });

  test("find silence where readings are expected, once for each level, and see the end of it", async () => {
    const { silences } = world.parts.rules;
    const id = await patient();
    const rule = ownRule(
      {},
      {
        condition: {
          kind: "MISSING_DATA",
          codes: [vital.systolic],
          expectedOnly: false,
          levels: [
            { severity: "INFO", minutes: 60 },
            { severity: "WARNING", minutes: 120 },
          ],
        },
        reach: { ...everybody, patientIds: [id] },
      },
    );
    await world.as(context(), () => world.parts.rules.service.create(context(), rule, null));
    await take([{ patientId: id, measuredAt: new Date() }]);
    aheadMs = 59 * minute;
    await silences.look();
    expect(await alertsOf(id)).toEqual([]);
    aheadMs = 61 * minute;
    await silences.look();
    await silences.look();
    expect(await alertsOf(id)).toEqual(["MISSING_DATA INFO ACTIVE 1"]);
    aheadMs = 121 * minute;
    await silences.look();
    expect(await alertsOf(id)).toEqual(["MISSING_DATA WARNING ACTIVE 2"]);
    await take([
      {
        patientId: id,
        measuredAt: new Date(Date.now() + aheadMs),
        receivedAt: new Date(Date.now() + aheadMs),
      },
    ]);
    await silences.look();
    expect(await alertsOf(id)).toEqual(["MISSING_DATA WARNING RESOLVED 2"]);
    aheadMs = 0;
  });
});

describe("shipped rules", () => {
  test("are made once, whoever looks first, and are switched off and reset", async () => {
    const elsewhere = v7();
    const caller = world.caller(elsewhere);
    const other = world.assembled();
    const all = await Promise.all(
      [world.parts, other, world.parts].map((parts) =>
        world.as(caller, () => parts.rules.reader.page(caller, {}, { first: 200 })),
      ),
    );
    for (const { nodes } of all) expect(nodes).toHaveLength(shippedRules.length);
    expect(new Set(all.flatMap(({ nodes }) => nodes.map(({ id }) => id))).size).toBe(shippedRules.length);
    expect(all[0]?.nodes.every(({ isAsShipped }) => isAsShipped)).toBe(true);
  });

  test("switched off end their alerts; reset they are as they came", async () => {
    const id = await patient();
    const rule = await shippedRule("heart-rate-low");
    await take([{ patientId: id, code: vital.heartRate, value: 38 }]);
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL ACTIVE 1"]);
    const { service } = world.parts.rules;
    const off = await world.as(context(), () =>
      service.update(context(), rule.id, rule.version, { enabled: false, advice: {} }),
    );
    expect(await alertsOf(id)).toEqual(["THRESHOLD CRITICAL RESOLVED 1"]);
    await expect(
      world.as(context(), () =>
        service.update(context(), rule.id, rule.version, { nameEn: "X", advice: {} }),
      ),
    ).rejects.toMatchObject({ code: "CONFLICT", reason: "HEALTH_RULE_CHANGED" });
    await expect(world.as(context(), () => service.remove(context(), rule.id, null))).rejects.toMatchObject({
      reason: "HEALTH_RULE_SHIPPED",
    });
    await world.as(context(), () => service.reset(context(), rule.id, off.version));
    expect(await shippedRule("heart-rate-low")).toMatchObject({ isAsShipped: true, isEnabled: true });
  });
});

describe("who manages rules", () => {
  test("of their own patients only, names them, and sees no rule of others'", async () => {
    const clinician = world.caller(tenantId, { scope: "OWN" });
    const mine = await patient({ clinicianId: clinician.principal.id });
    const others = await patient();
    const { service, reader } = world.parts.rules;
    const make = (patientIds: string[]) =>
      world.as(clinician, () =>
        service.create(clinician, ownRule({}, { reach: { ...everybody, patientIds } }), null),
      );
    await expect(make([])).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(make([others])).rejects.toMatchObject({
      code: "INVALID_INPUT",
      reason: "PATIENT_NOT_FOUND",
      details: { issues: [{ path: ["input", "reach", "patientIds", 0] }] },
    });
    const own = await make([mine]);
    const foreign = await world.as(context(), () =>
      service.create(context(), ownRule({}, { reach: { ...everybody, patientIds: [others] } }), null),
    );
    const both = await world.as(context(), () =>
      service.create(context(), ownRule({}, { reach: { ...everybody, patientIds: [others, mine] } }), null),
    );
    const { nodes } = await world.as(clinician, () => reader.page(clinician, {}, { first: 200 }));
    const seen = nodes.map(({ id }) => id);
    expect(seen).toContain(own.id);
    expect(seen).not.toContain(foreign.id);
    expect(nodes.find(({ id }) => id === both.id)?.reach.patientIds).toEqual([mine]);
    expect(await world.as(clinician, () => reader.find(clinician, foreign.id))).toBeNull();
    await expect(
      world.as(clinician, () => service.update(clinician, foreign.id, null, { enabled: false, advice: {} })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      world.as(clinician, () => service.update(clinician, both.id, null, { enabled: false, advice: {} })),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
describe("the graph", () => {
  const run = async (query: string, variables: Record<string, unknown>, caller = context()) => {
    const { principal, correlationId } = caller;
    const { data, errors } = await world.graph.execute({ query, variables, principal, correlationId });
    return { data, error: errors?.[0]?.extensions };
  };
  const create = `mutation ($input: CreateHealthRuleInput!) {
    createHealthRule(input: $input) { rule { id isEnabled condition { threshold { unit maxAgeMinutes consecutive } } reach { ageFrom } } }
  }`;
  const input = (limit: number, more: object = {}) => ({
    nameZh: "体温",
    nameEn: "Temperature",
    condition: {
      threshold: { code: vital.temperature, levels: [{ severity: "INFO", operator: "GT", limit }] },
    },
    reach: { ageFrom: 70 },
    ...more,
  });

  test("takes a rule with what was left out filled in, and says where one is wrong", async () => {
    expect(await run(create, { input: input(38) })).toMatchObject({
      data: {
        createHealthRule: {
          rule: {
            isEnabled: true,
            condition: { threshold: { unit: "Cel", maxAgeMinutes: 1_440, consecutive: 1 } },
            reach: { ageFrom: 70 },
          },
        },
      },
    });
    expect((await run(create, { input: input(99) })).error).toMatchObject({
      code: "INVALID_INPUT",
      issues: [{ path: ["input", "condition", "threshold", "levels", 0, "limit"] }],
    });
    expect((await run(create, { input: input(38, { condition: {} }) })).error).toMatchObject({
      issues: [{ path: ["input", "condition"] }],
    });
    expect(
      (await run(create, { input: input(38, { reach: { ageFrom: 9, ageTo: 8 } }) })).error,
    ).toMatchObject({
      issues: [{ path: ["input", "reach", "ageTo"] }],
    });
  });

  test("makes a rule once for a key", async () => {
    const variables = { input: input(38, { idempotencyKey: v7() }) };
    const [one, again] = [await run(create, variables), await run(create, variables)];
    expect(again.data).toEqual(one.data);
    expect((await run(create, { input: { ...variables.input, nameEn: "Other" } })).error).toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
  });

  test("asks for the right to rules, and to vital signs where it shows some", async () => {
    const reader = world.caller(tenantId, { permissions: ["health-rule:read"] });
    expect((await run(create, { input: input(38) }, reader)).error).toMatchObject({ code: "FORBIDDEN" });
    const backTest = "query ($input: TestHealthRuleInput!) { testHealthRule(input: $input) { firingCount } }";
    const draft = {
      condition: input(38).condition,
      from: new Date(from).toISOString(),
      to: new Date().toISOString(),
    };
    expect((await run(backTest, { input: draft }, reader)).error).toMatchObject({ code: "FORBIDDEN" });
    expect((await run(backTest, { input: draft })).data).toMatchObject({
      testHealthRule: { firingCount: 0 },
    });
    const far = { ...draft, from: "2026-01-01T00:00:00Z" };
    expect((await run(backTest, { input: far })).error).toMatchObject({
      issues: [{ path: ["input", "from"] }],
    });
    const list = "{ healthRules(first: 1) { totalCount nodes { openAlerts } } }";
    const nobody = world.caller(tenantId, { permissions: [] });
    expect((await run(list, {}, nobody)).error).toMatchObject({ code: "FORBIDDEN" });
    expect((await run(list, {}, reader)).data).toMatchObject({
      healthRules: { nodes: [{ openAlerts: null }] },
    });
  });

  test("tells of changes as they are made", async () => {
    world.startRelay();
    const { principal, correlationId } = context();
    const stream = await world.graph.subscribe({
      query: "subscription { healthRuleChanged { change version rule { nameEn } } }",
      variables: {},
      principal,
      correlationId,
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error("refused");
    const events = stream[Symbol.asyncIterator]();
    const { data } = await run(create, { input: input(39, { nameEn: "Told of" }) });
    const wanted = async () => {
      for (;;) {
        const { value } = await events.next();
        if (JSON.stringify(value).includes("Told of")) return value;
      }
    };
    expect(await wanted()).toMatchObject({ data: { healthRuleChanged: { change: "CREATED", version: 1 } } });
    expect(data).toBeDefined();
    await events.return?.();
  });
});

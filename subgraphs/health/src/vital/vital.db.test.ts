import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { NewReading } from "./reading.ts";
import { vital } from "./vital.codes.ts";

let world: World;
const tenantId = v7();
let doctor: RequestContext;
const minute = 60_000;
const day = 24 * 60 * minute;

beforeAll(async () => {
  world = await openWorld();
  doctor = world.caller(tenantId);
});
afterAll(() => world.close());

async function ask(
  caller: RequestContext,
  query: string,
  variables: Record<string, unknown> = {},
  // oxlint-disable-next-line typescript/no-explicit-any -- each query of this file says what it gets
): Promise<{ data: any; code: string | undefined; reason: string | undefined; issues: any }> {
  const { principal, correlationId } = caller;
  const { data, errors } = await world.graph.execute({ query, variables, principal, correlationId });
  const extensions = errors?.[0]?.extensions;
  return {
    data,
    code: extensions?.["code"] as string | undefined,
    reason: extensions?.["reason"] as string | undefined,
    issues: (extensions?.["details"] as { issues?: unknown } | undefined)?.issues ?? extensions?.["issues"],
  };
}

const recordText = `mutation($input: RecordVitalSignsInput!) { recordVitalSigns(input: $input) {
  vitalSigns { id code value unit givenValue givenUnit source flags enteredBy { id } }
  vitals { latest { code value } news2 { score risk assumed parts { parameter points } } news2Missing { reason missing stale } } } }`;
const retractText = `mutation($input: RetractVitalSignInput!) { retractVitalSign(input: $input) {
  vitalSign { id retractedAt } vitals { latest { code value } news2 { score } } } }`;
const record = (input: object, caller = doctor) => ask(caller, recordText, { input });
const set = (values: readonly (readonly [string, number, string?])[]) =>
  values.map(([code, value, unit]) => ({ code, value, unit }));

const audited = (caller: RequestContext, action: string) =>
  world.pools.system
    .query<{
      payload: {
        payload: { action: string; resourceId: string | null; changes: { field: string; after: unknown }[] };
      };
    }>(
      `SELECT payload FROM wegraph_outbox WHERE subject LIKE '%audit.recorded.v1' AND payload->'payload'->>'action' = $1
         AND payload->'actor'->>'id' = $2 ORDER BY seq`,
      [action, caller.principal.id],
    )
    .then(({ rows }) => rows.map(({ payload }) => payload.payload));

describe("a person who enters values", () => {
  test("gets them converted, scored and remembered as they were given, on record by name of the vital signs only", async () => {
    const patientId = await makePatient(world, doctor);

    const { data } = await record({
      patientId,
      values: set([
        [vital.respiration, 25],
        [vital.spo2, 97],
        [vital.systolic, 16, "kPa"],
        [vital.diastolic, 10, "kPa"],
        [vital.heartRate, 72],
        ["8310-5", 98.6, "°F"],
        ["3141-9", 154.3, "lb"],
      ]),
    });

    const { vitalSigns, vitals } = data.recordVitalSigns;
    const of = (code: string) => vitalSigns.find((each: { code: string }) => each.code === code);
    expect(of(vital.temperature)).toMatchObject({
      value: 37,
      unit: "Cel",
      givenValue: 98.6,
      givenUnit: "[degF]",
    });
    expect(of(vital.systolic).value).toBeCloseTo(120.0098, 3);
    expect(of(vital.weight)).toMatchObject({ source: "MANUAL", enteredBy: { id: doctor.principal.id } });
    expect(vitals.news2).toMatchObject({
      score: 3,
      risk: "LOW_MEDIUM",
      assumed: ["oxygen", "consciousness"],
    });
    const [entry] = await audited(doctor, "vital-sign.recorded");
    expect(entry?.changes.find(({ field }) => field === "codes")?.after).toContain(vital.systolic);
    expect(JSON.stringify(entry)).not.toContain("98.6");
  });

  test("is told everything that is wrong, each at its place, and nothing is kept", async () => {
    const patientId = await makePatient(world, doctor);

    const { code, reason, issues } = await record({
      patientId,
      values: set([
        [vital.systolic, 80],
        [vital.diastolic, 120],
        [vital.heartRate, 900],
        [vital.weight, 70, "mm[Hg]"],
        ["99999-9", 1],
        [vital.heartRate, 70],
        ["8889-8", 71],
      ]),
    });

    expect({ code, reason }).toEqual({ code: "INVALID_INPUT", reason: "PRESSURES_REVERSED" });
    expect(issues.map(({ path }: { path: string[] }) => path.join("."))).toEqual([
      "input.values.0.value",
      "input.values.1.value",
      "input.values.2.value",
      "input.values.3.unit",
      "input.values.4.code",
      "input.values.6.code",
    ]);
    const { data } = await ask(doctor, `query($id: ID!) { vitalSigns(patientId: $id) { totalCount } }`, {
      id: patientId,
    });
    expect(data.vitalSigns.totalCount).toBe(0);
  });

  test("who sends the same twice records once, and another thing under the same key not at all", async () => {
    const patientId = await makePatient(world, doctor);
    const input = { patientId, values: set([[vital.heartRate, 70]]), idempotencyKey: v7() };

    const [first, second] = await Promise.all([record(input), record(input)]);
    const other = await record({ ...input, values: set([[vital.heartRate, 71]]) });

    const idOf = ({ data }: Awaited<ReturnType<typeof record>>) => data.recordVitalSigns.vitalSigns[0].id;
    expect(idOf(first)).toBe(idOf(second));
    expect(other.code).toBe("IDEMPOTENCY_CONFLICT");
  });

  test("may not for who has not agreed, for tomorrow, nor beyond the right to write", async () => {
    const silent = await makePatient(world, doctor, { hasConsented: false });
    const patientId = await makePatient(world, doctor);
    const values = set([[vital.heartRate, 70]]);
    const reader = world.caller(tenantId, { permissions: ["vital-sign:read", "patient:read"] });
    const stranger = world.caller(tenantId, { scope: "OWN" });
    const elsewhere = world.caller(v7());

    expect(await record({ patientId: silent, values })).toMatchObject({
      code: "CONFLICT",
      reason: "CONSENT_MISSING",
    });
    expect(
      await record({ patientId, values, measuredAt: new Date(Date.now() + day).toISOString() }),
    ).toMatchObject({
      reason: "TIME_IMPOSSIBLE",
    });
    expect(await record({ patientId, values }, reader)).toMatchObject({ code: "FORBIDDEN" });
    for (const caller of [stranger, elsewhere])
      expect(await record({ patientId, values }, caller)).toMatchObject({
        code: "NOT_FOUND",
        reason: "PATIENT_NOT_FOUND",
      });
  });
});

describe("a value that was taken back", () => {
  test("counts nowhere any more: what held before it holds again, and scores are made again", async () => {
    const patientId = await makePatient(world, doctor);
    const all = (heartRate: number, minutesAgo: number) =>
      record({
        patientId,
        measuredAt: new Date(Date.now() - minutesAgo * minute).toISOString(),
        values: set([
          [vital.respiration, 16],
          [vital.spo2, 98],
          [vital.systolic, 120],
          [vital.heartRate, heartRate],
          [vital.temperature, 37],
        ]),
      });
    await all(70, 40);
    const wrong = await all(135, 20);
    const id = wrong.data.recordVitalSigns.vitalSigns.find(
      (each: { code: string }) => each.code === vital.heartRate,
    ).id;
    expect(wrong.data.recordVitalSigns.vitals.news2.score).toBe(3);

    const { data } = await ask(doctor, retractText, {
      input: { vitalSignId: id, reason: "another patient's" },
    });

    const { vitals } = data.retractVitalSign;
    expect(vitals.latest).toContainEqual({ code: vital.heartRate, value: 70 });
    expect(vitals.news2.score).toBe(0);
    const range = {
      id: patientId,
      from: new Date(Date.now() - day).toISOString(),
      to: new Date(Date.now() + day).toISOString(),
    };
    const chart = await ask(
      doctor,
      `query($id: ID!, $from: DateTime!, $to: DateTime!) { vitalSignChart(patientId: $id, codes: ["${vital.heartRate}"], from: $from, to: $to) {
        series { total points { value } } news2 { score } } }`,
      range,
    );
    expect(chart.data.vitalSignChart).toEqual({
      series: [{ total: 1, points: [{ value: 70 }] }],
      news2: [{ score: 0 }, { score: 0 }],
    });
    expect(await ask(doctor, retractText, { input: { vitalSignId: id, reason: "again" } })).toMatchObject({
      code: "CONFLICT",
      reason: "VITAL_SIGN_RETRACTED",
    });
    const [entry] = await audited(doctor, "vital-sign.retracted");
    expect(entry?.changes).toContainEqual({ field: "reason", after: "another patient's" });
  });

  test("is listed on request only, marked", async () => {
    const patientId = await makePatient(world, doctor);
    const { data } = await record({ patientId, values: set([[vital.heartRate, 70]]) });
    await ask(doctor, retractText, {
      input: { vitalSignId: data.recordVitalSigns.vitalSigns[0].id, reason: "a slip" },
    });
    const list = (includesRetracted: boolean) =>
      ask(
        doctor,
        `query($id: ID!, $f: VitalSignFilter) { vitalSigns(patientId: $id, filter: $f) { totalCount nodes { retractedAt } } }`,
        {
          id: patientId,
          f: { includesRetracted },
        },
      );

    expect((await list(false)).data.vitalSigns).toEqual({ totalCount: 0, nodes: [] });
    expect((await list(true)).data.vitalSigns).toMatchObject({
      totalCount: 1,
      nodes: [{ retractedAt: expect.anything() }],
    });
  });

  test("takes the BMI that was computed from it along", async () => {
    const patientId = await makePatient(world, doctor, { heightCm: 170 });
    const { data } = await record({ patientId, values: set([[vital.weight, 170]]) });
    const [weight, bmi] = data.recordVitalSigns.vitalSigns;
    expect(bmi).toMatchObject({ code: vital.bmi, value: 58.82 });

    const taken = await ask(doctor, retractText, { input: { vitalSignId: weight.id, reason: "meant 70" } });

    expect(taken.data.retractVitalSign.vitals.latest).toEqual([]);
  });

  test("cannot be by who reaches the patient not", async () => {
    const patientId = await makePatient(world, doctor);
    const { data } = await record({ patientId, values: set([[vital.heartRate, 70]]) });
    const vitalSignId = data.recordVitalSigns.vitalSigns[0].id;

    for (const caller of [world.caller(tenantId, { scope: "BOUND" }), world.caller(v7())])
      expect(await ask(caller, retractText, { input: { vitalSignId, reason: "mine" } })).toMatchObject({
        code: "NOT_FOUND",
        reason: "VITAL_SIGN_NOT_FOUND",
      });
  });
});

describe("the list of values", () => {
  test("is by time over all vital signs, page by page both ways, and each look is on record", async () => {
    const caller = world.caller(tenantId);
    const patientId = await makePatient(world, doctor);
    const now = Date.now();
    for (const nth of [0, 1, 2, 3, 4])
      await record({
        patientId,
        measuredAt: new Date(now - nth * minute).toISOString(),
        values: set([
          [vital.heartRate, 60 + nth],
          [vital.spo2, 95],
        ]),
      });
    const page = (args: string) =>
      ask(
        caller,
        `query($id: ID!) { vitalSigns(patientId: $id, ${args}) { totalCount nodes { code value measuredAt } pageInfo { startCursor endCursor hasNextPage } } }`,
        { id: patientId },
      );

    const seen: string[] = [];
    let after = "null";
    for (let pages = 0; pages < 4; pages += 1) {
      const { nodes, pageInfo } = (await page(`first: 3, after: ${after}`)).data.vitalSigns;
      seen.push(
        ...nodes.map(({ code, measuredAt }: { code: string; measuredAt: string }) => `${measuredAt} ${code}`),
      );
      after = JSON.stringify(pageInfo.endCursor);
    }

    const times = seen.map((each) => each.slice(0, 24));
    expect(new Set(seen).size).toBe(10);
    expect(times).toEqual(times.toSorted().toReversed());
    const last = (await page("last: 2")).data.vitalSigns;
    expect(last.nodes.map(({ measuredAt }: { measuredAt: string }) => measuredAt)).toEqual(times.slice(-2));
    expect(last.totalCount).toBe(10);
    const looks = (await audited(caller, "patient.read")).filter(
      ({ resourceId }) => resourceId === patientId,
    );
    expect(looks).toHaveLength(5);
  });

  test("is not there for who does not reach the patient, nor may read", async () => {
    const patientId = await makePatient(world, doctor);
    const queries = [
      `query($id: ID!) { vitalSigns(patientId: $id) { totalCount } }`,
      `query($id: ID!) { patientVitals(patientId: $id) { patientId } }`,
      `query($id: ID!) { vitalSignChart(patientId: $id, codes: ["8867-4"], from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { from } }`,
    ];
    for (const query of queries) {
      for (const caller of [world.caller(tenantId, { scope: "OWN" }), world.caller(v7())])
        expect(await ask(caller, query, { id: patientId })).toMatchObject({ code: "NOT_FOUND" });
      expect(
        await ask(world.caller(tenantId, { permissions: ["patient:*"] }), query, { id: patientId }),
      ).toMatchObject({
        code: "FORBIDDEN",
      });
    }
  });
});

describe("a chart", () => {
  test("of more values than points keeps the first, the last and every extreme, and nothing that was not measured", async () => {
    const patientId = await makePatient(world, doctor);
    const from = new Date(Math.floor(Date.now() / day) * day - 30 * day);
    const count = 5_000;
    const valueAt = (nth: number) => {
      if (nth === 1_234) return 182;
      return nth === 3_456 ? 31 : 70 + Math.round(10 * Math.sin(nth / 40));
    };
    const readings: NewReading[] = Array.from({ length: count }, (_, nth) => {
      const measuredAt = new Date(from.getTime() + nth * 5 * minute);
      return {
        patientId,
        code: vital.heartRate,
        value: valueAt(nth),
        given: null,
        measuredAt,
        statedAt: measuredAt,
        receivedAt: measuredAt,
        skewMs: 0,
        deviceId: v7(),
        source: "DEVICE",
        setId: v7(),
        mealContext: null,
        flags: nth === 1_234 ? ["MOVEMENT"] : [],
        enteredById: null,
      };
    });
    for (let at = 0; at < count; at += 1_000)
      await world.parts.vitals.intake.take(tenantId, readings.slice(at, at + 1_000));
    const to = new Date(from.getTime() + count * 5 * minute);
    const chart = async (points: number) =>
      (
        await ask(
          doctor,
          `query($id: ID!, $from: DateTime!, $to: DateTime!, $points: Int!) { vitalSignChart(patientId: $id, codes: ["${vital.heartRate}"], from: $from, to: $to, points: $points) {
            series { code unit total isReduced lowest highest reference { low high } points { at value flags } } } }`,
          { id: patientId, from: from.toISOString(), to: to.toISOString(), points },
        )
      ).data.vitalSignChart.series[0];

    const reduced = await chart(200);
    const measured = new Map(readings.map(({ measuredAt, value }) => [measuredAt.toISOString(), value]));

    expect(reduced).toMatchObject({ total: count, isReduced: true, lowest: 31, highest: 182, unit: "/min" });
    expect(reduced.points.length).toBeLessThanOrEqual(200);
    expect(reduced.points.length).toBeGreaterThan(100);
    for (const { at, value } of reduced.points) expect(measured.get(at)).toBe(value);
    const byValue = (value: number) =>
      reduced.points.find((point: { value: number }) => point.value === value);
    expect(byValue(182)).toMatchObject({
      at: readings[1_234]?.measuredAt.toISOString(),
      flags: ["MOVEMENT"],
    });
    expect(byValue(31)).toMatchObject({ at: readings[3_456]?.measuredAt.toISOString() });
    expect(reduced.points[0].at).toBe(from.toISOString());
    expect(reduced.points.at(-1).at).toBe(readings.at(-1)?.measuredAt.toISOString());

    // Every stretch's own extremes, worked out the long way.
    const width = Math.ceil((to.getTime() - from.getTime()) / 50);
    const shown = new Set(reduced.points.map(({ at }: { at: string }) => at));
    for (let stretch = 0; stretch < 50; stretch += 1) {
      const inside = readings.filter(
        ({ measuredAt }) => Math.floor((measuredAt.getTime() - from.getTime()) / width) === stretch,
      );
      const values = inside.map(({ value }) => value);
      for (const extreme of [Math.min(...values), Math.max(...values)])
        expect(
          inside.some(({ value, measuredAt }) => value === extreme && shown.has(measuredAt.toISOString())),
        ).toBe(true);
    }

    const whole = await ask(
      doctor,
      `query($id: ID!, $from: DateTime!, $to: DateTime!) { vitalSignChart(patientId: $id, codes: ["${vital.heartRate}"], from: $from, to: $to, points: 200) {
        series { isReduced total baseline { median mad count } } } }`,
      {
        id: patientId,
        from: new Date(from.getTime() + 14 * day).toISOString(),
        to: new Date(from.getTime() + 14 * day + 100 * 5 * minute).toISOString(),
      },
    );
    const before = readings.slice(0, (14 * day) / (5 * minute)).map(({ value }) => value);
    const median = (values: number[]) => {
      const sorted = values.toSorted((a, b) => a - b);
      return (
        ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) +
          (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
        2
      );
    };
    const middle = median(before);
    expect(whole.data.vitalSignChart.series[0]).toEqual({
      isReduced: false,
      total: 100,
      baseline: {
        median: middle,
        mad: median(before.map((value) => Math.abs(value - middle))),
        count: before.length,
      },
    });
  });

  test("says what is wrong with its range", async () => {
    const patientId = await makePatient(world, doctor);
    const chart = (from: string, to: string, codes: string[], points = 500) =>
      ask(
        doctor,
        `query($id: ID!, $codes: [String!]!, $from: DateTime!, $to: DateTime!, $points: Int!) { vitalSignChart(patientId: $id, codes: $codes, from: $from, to: $to, points: $points) { from } }`,
        { id: patientId, from, to, codes, points },
      );
    const [early, late] = ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"];

    for (const wrong of [
      chart(late, early, ["8867-4"]),
      chart("1900-01-01T00:00:00Z", late, ["8867-4"]),
      chart(early, late, []),
      chart(early, late, ["1234-5"]),
      chart(early, late, ["8867-4"], 2_001),
    ])
      expect(await wrong).toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("who follows live values", () => {
  test("gets those of patients within reach as they are recorded and taken back, and goes on where they were cut off", async () => {
    world.startRelay();
    const clinician = world.caller(tenantId, { scope: "BOUND" });
    const mine = await makePatient(world, doctor, { clinicianId: clinician.principal.id });
    const others = await makePatient(world, doctor);
    const follow = (caller: RequestContext, patientId: string | null, after: string | null = null) =>
      world.graph.subscribe({
        query: `subscription($id: ID) { vitalSigns(patientId: $id) { isRetraction patientId recordNumber readings { code value } news2 { score } } }`,
        variables: { id: patientId },
        principal: caller.principal,
        correlationId: v7(),
        resume: { after },
      });
    const stream = await follow(clinician, null);
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    const next = async (from = stream) => {
      for (;;) {
        const { value } = await from.next();
        const { data, extensions } = value;
        if (data) return { event: data.vitalSigns, cursor: extensions.cursor as string };
      }
    };

    await record({ patientId: others, values: set([[vital.heartRate, 99]]) });
    const { data } = await record({ patientId: mine, values: set([[vital.heartRate, 70]]) });
    const first = await next();
    expect(first.event).toMatchObject({
      isRetraction: false,
      patientId: mine,
      readings: [{ code: vital.heartRate, value: 70 }],
    });
    await stream.return?.();

    await ask(doctor, retractText, {
      input: { vitalSignId: data.recordVitalSigns.vitalSigns[0].id, reason: "a slip" },
    });
    const again = await follow(clinician, mine, first.cursor);
    if (!(Symbol.asyncIterator in again)) throw new Error(JSON.stringify(again));
    expect((await next(again)).event).toMatchObject({ isRetraction: true, patientId: mine });
    await again.return?.();

    const refused = await follow(clinician, others);
    expect(Symbol.asyncIterator in refused ? null : refused.errors?.[0]?.extensions?.["code"]).toBe(
      "NOT_FOUND",
    );
    await until("the looks are on record", async () =>
      (await audited(clinician, "patient.read")).some(({ resourceId }) => resourceId === mine),
    );
  });
});

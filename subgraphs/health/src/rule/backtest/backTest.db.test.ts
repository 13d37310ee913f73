import { Cancellation } from "@wegraph/kit/cancellation";
import { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePatient } from "../../testing/patients.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import type { NewReading } from "../../vital/reading.ts";
import { vital } from "../../vital/vital.codes.ts";
import type { Condition } from "../rule.condition.ts";
import { everybody } from "../rule.reach.ts";
import type { RuleReach } from "../rule.reach.ts";

const minute = 60_000;
const tenantId = v7();
const end = Date.now();
let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const manager = () => world.caller(tenantId);

/** Pressures every minute that wander, with some that come late or are doubtful; the same ones every time. */
function series(patientId: string): NewReading[] {
  let seed = 42;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  let value = 150;
  return Array.from({ length: 150 }, (_, i) => {
    value = Math.round(Math.min(200, Math.max(110, value + (random() - 0.5) * 30)));
    const lateMinutes = random() < 0.15 ? 3 : 0;
    const measuredAt = new Date(end - (200 - i) * minute);
    return {
      patientId,
      code: vital.systolic,
      value,
      given: null,
      measuredAt,
      statedAt: measuredAt,
      receivedAt: new Date(measuredAt.getTime() + lateMinutes * minute + i),
      skewMs: 0,
      deviceId: null,
      source: "MANUAL" as const,
      setId: v7(),
      mealContext: null,
      flags: random() < 0.1 ? ["IMPLAUSIBLE" as const] : [],
      enteredById: null,
    };
  }).toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}

const threshold: Condition = {
  kind: "THRESHOLD",
  code: vital.systolic,
  levels: [
    { severity: "WARNING", operator: "GTE", limit: 150 },
    { severity: "CRITICAL", operator: "GTE", limit: 170 },
    { severity: "WARNING", operator: "LTE", limit: 120 },
  ],
  hysteresis: 4,
  consecutive: 2,
  mealContext: null,
  maxAgeMinutes: null,
};
const counted: Condition = {
  kind: "TREND",
  code: vital.systolic,
  measure: "COUNT",
  windowMinutes: 30,
  levels: [{ severity: "INFO", operator: "GTE", limit: 155 }],
  hysteresis: 2,
  count: 3,
  of: 6,
  minReadings: 2,
};

function rule(condition: Condition, reach: RuleReach) {
  return {
    nameZh: "测试",
    nameEn: "Test",
    condition,
    reach,
    advice: { zh: "", en: "" },
    source: null,
    enabled: true,
  };
}

describe("a back-test", () => {
  test("says what was raised live on the same readings, late and doubtful ones among them", async () => {
    const caller = manager();
    const patientId = await makePatient(world, caller);
    const reach = { ...everybody, patientIds: [patientId] };
    const { rules, vitals } = world.parts;
    const made = [];
    for (const condition of [threshold, counted])
      made.push(await world.as(caller, () => rules.service.create(caller, rule(condition, reach), null)));
    for (const reading of series(patientId)) await vitals.intake.take(tenantId, [reading]);

    for (const { id, condition } of made) {
      const live = await world.as(caller, () =>
        world.db.tenant.healthAlert.findMany({
          where: { patientId, ruleId: id },
          orderBy: { causedAt: "asc" },
          select: { severity: true, causedAt: true, count: true, cause: true },
        }),
      );
      const draft = { condition, reach, from: new Date(end - 300 * minute), to: new Date(end) };
      const tested = await world.as(caller, () => rules.tester.test(caller, draft));
      expect(live.length).toBeGreaterThan(3);
      expect(
        tested.firings.map(({ severity, raisedAt, clearedAt, count }) => ({
          severity,
          causedAt: new Date(raisedAt),
          count,
          clearedAt: clearedAt === null ? null : new Date(clearedAt).toISOString(),
        })),
      ).toEqual(
        live.map(({ severity, causedAt, count, cause }) => ({
          severity,
          causedAt,
          count,
          clearedAt: clearedAtOf(cause),
        })),
      );
      expect(tested).toMatchObject({ patientCount: 1, firedPatientCount: 1, firingCount: live.length });
      expect(
        tested.days.reduce((sum, { info, warning, critical }) => sum + info + warning + critical, 0),
      ).toBe(live.length);
    }
  });

  test("knows only patients whose vital signs the caller may see, and leaves a trace of what it shows", async () => {
    const clinician = world.caller(tenantId, { scope: "OWN" });
    const mine = await makePatient(world, manager(), {
      clinicianId: clinician.principal.id,
      groups: ["seen"],
    });
    const hidden = await makePatient(world, manager(), { groups: ["seen"] });
    for (const patientId of [mine, hidden])
      await world.parts.vitals.intake.take(tenantId, series(patientId).slice(0, 20));
    const draft = {
      condition: { ...threshold, consecutive: 1 },
      reach: { ...everybody, groups: ["seen"] },
      from: new Date(end - 300 * minute),
      to: new Date(end),
    };
    const tested = await world.as(clinician, () => world.parts.rules.tester.test(clinician, draft));
    expect(tested.patientCount).toBe(1);
    expect(new Set(tested.firings.map(({ patientId }) => patientId))).toEqual(new Set([mine]));
    const looks = await world.pools.system.query<{ payload: { payload: { resourceId: string } } }>(
      "SELECT payload FROM wegraph_outbox WHERE subject LIKE '%audit.recorded%' AND payload -> 'actor' ->> 'id' = $1",
      [clinician.principal.id],
    );
    expect(looks.rows.map(({ payload }) => payload.payload.resourceId)).toContain(mine);
  });

  test("ends when nobody waits for it", async () => {
    const caller = manager();
    const draft = {
      condition: threshold,
      reach: everybody,
      from: new Date(end - 300 * minute),
      to: new Date(end),
    };
    const signal = new Cancellation();
    signal.abort();
    const gone = new RequestContext(caller.principal, v7(), caller.log, { signal });
    await expect(world.as(gone, () => world.parts.rules.tester.test(gone, draft))).rejects.toMatchObject({
      reason: "REQUEST_ABANDONED",
    });
  });
});

function clearedAtOf(cause: unknown): unknown {
  return typeof cause === "object" && cause !== null && "clearedAt" in cause ? cause.clearedAt : undefined;
}

import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makePatient } from "../testing/patients.ts";
import { takeReadings } from "../testing/readings.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { vital } from "../vital/vital.codes.ts";

let world: World;
let tenantId: string;
let doctor: RequestContext;
let patientId: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  tenantId = v7();
  doctor = world.caller(tenantId);
  patientId = await makePatient(world, doctor, {
    sex: "MALE",
    birthDate: "1970-01-01",
    isSmoker: true,
    hasDiabetes: false,
    hasTreatedHypertension: false,
    hasFamilyHistory: true,
    heightCm: 170,
    waistCm: 96,
  });
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const inOwn = <T>(work: () => Promise<T>) => inTenant(tenantId, async () => await work());
const assess = (context = doctor) =>
  world.as(context, async () => world.parts.risks.service.assess(context, patientId));
const latest = (context = doctor) =>
  world.as(context, async () => {
    const found = await world.parts.risks.reader.latest(context, patientId);
    return Object.fromEntries(found.map((each) => [each.kind, each]));
  });
const pressure = (systolic: number, diastolic: number, days: number) =>
  takeReadings(world, tenantId, patientId, [
    { code: vital.systolic, value: systolic, measuredAt: daysAgo(days) },
    { code: vital.diastolic, value: diastolic, measuredAt: daysAgo(days) },
  ]);
const entries = () =>
  inOwn(() => world.db.tenant.healthRecord.count({ where: { patientId, kind: "RISK_ASSESSMENT" } }));
const refresh = (since: Date) =>
  world.parts.risks.service.refresh(since, {
    signal: new AbortController().signal,
    progress: () => undefined,
  });

test("follows from the file, medians of ninety days and the latest published results, and from nothing older", async () => {
  await pressure(200, 120, 91);
  for (const [systolic, days] of [
    [150, 3],
    [152, 2],
    [230, 1],
  ] as const)
    await pressure(systolic, 92, days);
  await takeReadings(world, tenantId, patientId, [{ code: vital.weight, value: 78, measuredAt: daysAgo(5) }]);
  await world.as(doctor, async (context) => {
    const { service } = world.parts.reports;
    const reportId = await service.create(context, {
      patientId,
      institution: "体检中心",
      examinedOn: daysAgo(30).toISOString().slice(0, 10),
      items: [
        { category: "LIPIDS", code: "14647-2", name: "TC", value: 5.6, unit: "mmol/L" },
        { category: "LIPIDS", code: "14646-4", name: "HDL", value: 1.1, unit: "mmol/L" },
        { category: "GLUCOSE", code: "4548-4", name: "HbA1c", value: 5.4, unit: "%" },
      ],
    });
    await service.publish(context, { reportId, expectedVersion: 1 });
  });

  await assess();

  const { CARDIOVASCULAR, DIABETES, HYPERTENSION } = await latest();
  expect(CARDIOVASCULAR).toMatchObject({
    model: "Framingham general CVD 2008, lipids",
    level: "HIGH",
    missing: [],
  });
  expect(DIABETES).toMatchObject({ level: "HIGH", missing: [] });
  expect(DIABETES?.factors.find(({ factor }) => factor === "BMI")).toMatchObject({ value: 27, points: 3 });
  expect(HYPERTENSION).toMatchObject({ score: 1 });
  expect(HYPERTENSION?.factors.find(({ factor }) => factor === "SYSTOLIC")).toMatchObject({ value: 152 });
  expect(HYPERTENSION?.missing).toContain("LDL_CHOLESTEROL");
});

test("is kept when it differs from the one before, with an entry on the timeline when its level does", async () => {
  await pressure(120, 70, 5);
  await assess();
  const count = await entries();
  await assess();

  expect(await entries()).toBe(count);
  expect(await inOwn(() => world.db.tenant.riskAssessment.count({ where: { patientId } }))).toBe(3);

  for (const days of [4, 3, 2]) await pressure(182, 112, days);
  await assess();

  expect((await latest())["HYPERTENSION"]).toMatchObject({ level: "VERY_HIGH", score: 3 });
  const history = await world.as(doctor, (context) =>
    world.parts.risks.reader.history(context, patientId, "HYPERTENSION", {}),
  );
  expect(history.nodes.map(({ level }) => level)).toEqual(["VERY_HIGH", "LOW"]);
  expect(await entries()).toBeGreaterThan(count);
});

test("two who assess at once leave one latest result of each kind", async () => {
  await pressure(150, 92, 1);

  await Promise.all([assess(), assess(), refresh(daysAgo(1))]);

  expect(
    await inOwn(() => world.db.tenant.riskAssessment.count({ where: { patientId, isLatest: true } })),
  ).toBe(3);
});

test("the job looks at patients with something new, and not at who has not consented", async () => {
  const silent = await makePatient(world, doctor, { hasConsented: false });

  const first = await refresh(new Date(Date.now() - 60_000));
  const later = await refresh(new Date(Date.now() + 60_000));

  expect(first.changed).toBeGreaterThanOrEqual(3);
  expect(later).toEqual({ patients: 0, changed: 0 });
  expect(await inOwn(() => world.db.tenant.riskAssessment.count({ where: { patientId: silent } }))).toBe(0);
  await expect(
    world.as(doctor, (context) => world.parts.risks.service.assess(context, silent)),
  ).rejects.toMatchObject({ code: "CONFLICT", reason: "CONSENT_MISSING" });
});

test("who may not see a patient sees no risk of theirs and can assess none", async () => {
  await assess();
  const stranger = world.caller(v7());
  const other = world.caller(tenantId, { scope: "BOUND" });

  for (const context of [stranger, other]) {
    await expect(latest(context)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(assess(context)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});

test("a patient's file shows risks and the latest report to those whose rights reach them, and to nobody else", async () => {
  await pressure(150, 92, 1);
  await assess();
  const reportIds = await world.as(doctor, async (context) => {
    const { service } = world.parts.reports;
    const ids: string[] = [];
    for (const examinedOn of ["2024-05-01", "2025-05-01", "2026-05-01"])
      ids.push(
        await service.create(context, { patientId, institution: "体检中心", examinedOn, conclusion: "正常" }),
      );
    for (const reportId of ids.slice(0, 2)) await service.publish(context, { reportId, expectedVersion: 1 });
    return ids;
  });
  const ask = async (principal: RequestContext["principal"]) => {
    const { data } = await world.graph.execute({
      query: `query($id: ID!) { patient(id: $id) { riskAssessments { kind } latestCheckupReport { id } } }`,
      variables: { id: patientId },
      principal,
      correlationId: v7(),
    });
    return data;
  };

  expect(await ask(doctor.principal)).toEqual({
    patient: {
      riskAssessments: [{ kind: "CARDIOVASCULAR" }, { kind: "DIABETES" }, { kind: "HYPERTENSION" }],
      latestCheckupReport: { id: reportIds[1] },
    },
  });
  const grants = [
    { permission: "patient:read", scope: "TENANT" },
    { permission: "health-analysis:read", scope: "BOUND" },
    { permission: "checkup-report:read", scope: "BOUND" },
  ] as const;
  expect(await ask({ ...doctor.principal, id: v7(), grants: [...grants] })).toEqual({
    patient: { riskAssessments: [], latestCheckupReport: null },
  });
});

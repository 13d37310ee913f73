import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePatient } from "../../testing/patients.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import { vital } from "../../vital/vital.codes.ts";
import type { ReadingFlag, VitalCode } from "../../vital/vital.codes.ts";
import { PatientVault } from "../identity/patient.vault.ts";
import { PatientExport } from "./export.service.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Bundle {
  resourceType: string;
  type: string;
  entry: { fullUrl: string; resource: Record<string, unknown> & { resourceType: string } }[];
}

const start = Date.UTC(2026, 9, 1);
const take = (
  tenantId: string,
  patientId: string,
  code: VitalCode,
  values: readonly number[],
  flags: readonly ReadingFlag[] = [],
) =>
  world.parts.vitals.intake.take(
    tenantId,
    values.map((value, minute) => {
      const at = new Date(start + minute * 60_000);
      return {
        patientId,
        code,
        value,
        given: null,
        measuredAt: at,
        statedAt: at,
        receivedAt: at,
        skewMs: 0,
        deviceId: null,
        source: "MANUAL",
        setId: v7(),
        mealContext: null,
        flags,
        enteredById: null,
      } as const;
    }),
  );

test("holds the file in full and every value of the range once, oldest first, beyond one batch", async () => {
  const context = world.caller(v7());
  const { tenantId } = context.principal;
  const id = await makePatient(world, context, {
    name: "欧阳文静",
    phone: "13912345678",
    idNumber: "11010519491231002X",
    history: {
      conditions: [{ name: "高血压", since: "2019" }],
      allergies: [{ substance: "青霉素", reaction: "皮疹", severity: "SEVERE" }],
      medications: [],
    },
  });
  await take(
    tenantId,
    id,
    vital.heartRate,
    Array.from({ length: 62 }, (_, i) => 60 + (i % 30)),
  );
  await take(tenantId, id, vital.consciousness, [1], ["MOVEMENT"]);
  const options = {
    db: world.db,
    access: world.parts.access,
    vault: new PatientVault(world.runtime.secrets),
    clock: () => new Date(),
    batchSize: 10,
  };
  const { bundle, observations } = await world.as(context, () =>
    new PatientExport(options).bundle(context, { patientId: id }),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it is, the expectations below say
  const parsed = JSON.parse(bundle) as Bundle;
  expect([parsed.resourceType, parsed.type, observations]).toEqual(["Bundle", "collection", 63]);
  const of = (type: string) =>
    parsed.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
  expect(of("Patient")).toEqual([
    expect.objectContaining({
      id,
      name: [{ text: "欧阳文静" }],
      gender: "female",
      birthDate: "1958-04-12",
      telecom: [{ system: "phone", value: "13912345678" }],
    }),
  ]);
  expect(of("Condition")).toMatchObject([{ code: { text: "高血压" }, onsetDateTime: "2019" }]);
  expect(of("AllergyIntolerance")).toMatchObject([
    { code: { text: "青霉素" }, reaction: [{ manifestation: [{ text: "皮疹" }], severity: "severe" }] },
  ]);
  const times = of("Observation").map(({ effectiveDateTime }) => String(effectiveDateTime));
  expect(times).toHaveLength(63);
  expect(times).toEqual(times.toSorted());
  expect(new Set(parsed.entry.map(({ fullUrl }) => fullUrl)).size).toBe(parsed.entry.length);
  expect(of("Observation").filter((each) => "valueCodeableConcept" in each)).toMatchObject([
    { valueCodeableConcept: { text: "New confusion" } },
  ]);

  const note = (flag: string) => ({ note: [{ text: expect.stringContaining(`${flag}: `) as string }] });
  const doubtful = of("Observation").filter((each) => "note" in each);
  expect(doubtful).toMatchObject([note("MOVEMENT")]);

  const hour = { from: new Date(start), to: new Date(start + 3_600_000) };
  const part = await world.as(context, () =>
    world.parts.patients.exports.bundle(context, { patientId: id, ...hour }),
  );
  expect(part.observations).toBe(61);

  const small = new PatientExport({ ...options, observationsMax: 62 });
  await expect(world.as(context, () => small.bundle(context, { patientId: id }))).rejects.toMatchObject({
    code: "INVALID_INPUT",
    reason: "EXPORT_TOO_LARGE",
  });
});

test("is for who has the right to it, within reach, and on record", async () => {
  const tenantId = v7();
  const admin = world.caller(tenantId);
  const id = await makePatient(world, admin);
  const exportBy = (context: typeof admin) =>
    world.as(context, () => world.parts.patients.exports.bundle(context, { patientId: id }));
  for (const context of [
    world.caller(tenantId, { permissions: ["patient:read", "patient:write", "patient:reveal"] }),
    world.caller(tenantId, { scope: "OWN" }),
    world.caller(v7()),
  ])
    await expect(exportBy(context)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await exportBy(admin);
  const { rows } = await world.pools.system.query<{ action: string }>(
    "SELECT payload->'payload'->>'action' AS action FROM wegraph_outbox WHERE tenant_id = $1 AND payload->'payload'->>'resourceId' = $2 ORDER BY seq",
    [tenantId, id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    "patient.registered",
    "patient.read",
    "patient.exported",
  ]);
});

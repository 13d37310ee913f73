import type { RequestContext } from "@wegraph/kit/context";
import { systemOrigin } from "@wegraph/kit/outbox";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AlertCause } from "../alert/finding.ts";
import { lenient } from "../health.database.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { vital } from "../vital/vital.codes.ts";
import { factColumns, factsOf } from "./patient.facts.store.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const timeline = async (context: RequestContext, patientId: string) => {
  const { nodes } = await world.as(context, () =>
    world.parts.records.reader.page(context, patientId, null, { first: 50 }),
  );
  return nodes;
};
const kindsOf = async (context: RequestContext, patientId: string) =>
  (await timeline(context, patientId)).map(({ kind }) => kind).toReversed();
const subjects = async ({ principal }: RequestContext) => {
  const { rows } = await world.pools.system.query<{ subject: string; payload: { payload: object } }>(
    "SELECT payload->>'subject' AS subject, payload FROM wegraph_outbox WHERE tenant_id = $1 ORDER BY seq",
    [principal.tenantId],
  );
  return rows;
};
const takeHeartRate = (tenantId: string, patientId: string) => {
  const at = new Date();
  return world.parts.vitals.intake.take(tenantId, [
    {
      patientId,
      code: vital.heartRate,
      value: 70,
      given: null,
      measuredAt: at,
      statedAt: at,
      receivedAt: at,
      skewMs: 0,
      deviceId: null,
      source: "MANUAL",
      setId: v7(),
      mealContext: null,
      flags: [],
      enteredById: null,
    },
  ]);
};
const consent = (context: RequestContext, patientId: string, hasConsented: boolean, note?: string) =>
  world.as(context, () =>
    world.parts.patients.care.setConsent(context, { patientId, hasConsented, ...(note && { note }) }),
  );

/** An alert that is not over, raised as rules raise them. */
async function raiseAlert(context: RequestContext, patientId: string): Promise<void> {
  const { tenantId } = context.principal;
  const cause: AlertCause = {
    measure: vital.heartRate,
    value: 150,
    unit: "/min",
    operator: "GT",
    limit: 130,
    readings: [],
    facts: {},
  };
  await world.as(context, () =>
    world.db.tenant.$transaction(async (tx) => {
      const row = await tx.patient.findFirstOrThrow({ where: { id: patientId }, select: factColumns });
      await world.parts.alerts.desk.apply(tx, tenantId, [
        {
          patient: factsOf(row),
          ruleId: v7(),
          ruleKind: "THRESHOLD",
          deviceId: null,
          nameZh: "心率过快",
          nameEn: "Heart rate high",
          adviceZh: "复测",
          adviceEn: "Measure again",
          at: new Date(),
          outcome: { is: "FIRES", severity: "CRITICAL", cause },
        },
      ]);
    }),
  );
}
const openAlerts = (context: RequestContext, patientId: string) =>
  world.as(context, () =>
    world.db.tenant.healthAlert.findMany({ where: { patientId }, select: { state: true, resolution: true } }),
  );

describe("consent", () => {
  test("withdrawn ends alerts and refuses readings from then on; granted again takes them in", async () => {
    const context = world.caller(v7());
    const { tenantId } = context.principal;
    const id = await makePatient(world, context);
    await raiseAlert(context, id);
    expect(await takeHeartRate(tenantId, id)).toEqual(["STORED"]);

    await consent(context, id, false, "电话告知");
    expect(await openAlerts(context, id)).toEqual([{ state: "RESOLVED", resolution: "PATIENT_GONE" }]);
    expect(await takeHeartRate(tenantId, id)).toEqual(["NO_CONSENT"]);

    await consent(context, id, true);
    expect(await takeHeartRate(tenantId, id)).toEqual(["STORED"]);
    const entries = (await timeline(context, id)).filter(({ kind }) => kind === "CONSENT");
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({
      text: "电话告知",
      facts: [
        { name: "from", value: "GRANTED" },
        { name: "to", value: "WITHDRAWN" },
      ],
    });
    const told = (await subjects(context)).map(({ subject }) => subject);
    expect(told.filter((subject) => subject === "health.patient.consent-changed.v1")).toHaveLength(2);
  });

  test("that is being withdrawn is waited for: no reading slips in beside it", async () => {
    const context = world.caller(v7());
    const { tenantId } = context.principal;
    const id = await makePatient(world, context);
    const isWaiting = async () => {
      const { rows } = await world.pools.system.query(
        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()",
      );
      return rows.length > 0;
    };
    let taken: ReturnType<typeof takeHeartRate> | undefined;
    await world.as(context, () =>
      world.db.tenant.$transaction(async (tx) => {
        await tx.patient.update({ where: { id }, data: { consent: "WITHDRAWN" } });
        const patient = await tx.patient.findFirstOrThrow({ where: { id }, select: factColumns });
        await world.parts.alerts.endings.ofPatient(tx, systemOrigin("test", tenantId), factsOf(patient));
        taken = takeHeartRate(tenantId, id);
        await until("the intake waits", isWaiting);
      }, lenient),
    );
    expect(await taken).toEqual(["NO_CONSENT"]);
  });

  test("given twice is one act", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context, { hasConsented: false });
    expect(await takeHeartRate(context.principal.tenantId, id)).toEqual(["NO_CONSENT"]);
    await consent(context, id, true);
    await consent(context, id, true);
    expect(await kindsOf(context, id)).toEqual(["REGISTERED", "CONSENT"]);
  });
});

describe("standing", () => {
  test("of somebody who died ends alerts and readings", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context);
    await raiseAlert(context, id);
    await world.as(context, () =>
      world.parts.patients.standings.setStatus(context, { patientId: id, status: "DECEASED" }),
    );
    expect(await openAlerts(context, id)).toEqual([{ state: "RESOLVED", resolution: "PATIENT_GONE" }]);
    expect(await takeHeartRate(context.principal.tenantId, id)).toEqual(["PATIENT_GONE"]);
  });

  test("archived is out of lists, unchangeable and unmeasured until it is restored, each once", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context);
    const list = (isArchived: boolean) =>
      world
        .as(context, () => world.parts.patients.reader.page(context, { isArchived }, null, { first: 10 }))
        .then(({ nodes }) => nodes.length);
    const { standings, service } = world.parts.patients;
    const archive = () => world.as(context, () => standings.archive(context, { patientId: id }));
    const restore = () => world.as(context, () => standings.restore(context, { patientId: id }));
    await archive();
    await archive();
    expect([await list(false), await list(true)]).toEqual([0, 1]);
    expect(await takeHeartRate(context.principal.tenantId, id)).toEqual(["PATIENT_GONE"]);
    await expect(
      world.as(context, () => service.change(context, { patientId: id, name: "改" })),
    ).rejects.toMatchObject({ code: "INVALID_TRANSITION", reason: "PATIENT_ARCHIVED" });
    await restore();
    await restore();
    expect([await list(false), await list(true)]).toEqual([1, 0]);
    expect(await takeHeartRate(context.principal.tenantId, id)).toEqual(["STORED"]);
    expect(await kindsOf(context, id)).toEqual(["REGISTERED", "STATUS", "STATUS"]);
  });
});

test("a change of the care team moves who sees the patient, and events carry the new reach", async () => {
  const admin = world.caller(v7());
  const id = await makePatient(world, admin);
  const nurse = world.caller(admin.principal.tenantId, { scope: "BOUND" });
  const seen = () => world.as(nurse, () => world.parts.patients.reader.fresh(nurse, id));
  expect(await seen()).toBeNull();
  await world.as(admin, () =>
    world.parts.patients.care.changeTeam(admin, { patientId: id, careTeamIds: [nurse.principal.id] }),
  );
  expect(await seen()).toMatchObject({ id });
  const changed = (await subjects(admin)).find(({ subject }) => subject === "health.patient.changed.v1");
  expect(changed?.payload.payload).toMatchObject({
    careTeamUserIds: [nurse.principal.id],
    fields: ["careTeamUserIds"],
  });
});

describe("the timeline", () => {
  test("keeps what was taken back, marked, and what the platform wrote cannot be taken back", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context);
    const { service } = world.parts.records;
    const recordId = await world.as(context, () =>
      service.add(context, { patientId: id, kind: "DIAGNOSIS", title: "误诊", text: "正文" }),
    );
    const retract = (of: string) =>
      world.as(context, () => service.retract(context, { recordId: of, reason: "写错患者" }));
    await retract(recordId);
    await retract(recordId);
    const [first, registered] = await timeline(context, id);
    expect(first).toMatchObject({ title: "误诊", text: "正文", authorUserId: context.principal.id });
    expect(first?.retractedAt).toBeInstanceOf(Date);
    await expect(retract(registered?.id ?? "")).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
    const beyond = world.caller(context.principal.tenantId, { scope: "OWN" });
    await expect(
      world.as(beyond, () => service.retract(beyond, { recordId, reason: "看不见" })),
    ).rejects.toMatchObject({ code: "NOT_FOUND", reason: "PATIENT_RECORD_NOT_FOUND" });
    await expect(timeline(beyond, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of one kind is read page by page, newest first", async () => {
    const context = world.caller(v7());
    const id = await makePatient(world, context);
    for (const day of [3, 1, 2])
      await world.as(context, () =>
        world.parts.records.service.add(context, {
          patientId: id,
          kind: "VISIT",
          title: `第 ${day} 天`,
          occurredAt: new Date(Date.UTC(2026, 0, day)),
        }),
      );
    const read = (after: string | null) =>
      world.as(context, () => world.parts.records.reader.page(context, id, ["VISIT"], { first: 2, after }));
    const first = await read(null);
    const second = await read(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ title }) => title)).toEqual([
      "第 3 天",
      "第 2 天",
      "第 1 天",
    ]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });
});

import { randomUUID } from "node:crypto";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PatientFacts } from "../patient/patient.facts.ts";
import { factsOfPatient, find, spo2Finding } from "../testing/findings.ts";
import type { Measured } from "../testing/findings.ts";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

const minute = 60_000;
const critical: Measured = { severity: "CRITICAL", value: 88 };
const warning: Measured = { severity: "WARNING", value: 93 };

let world: World;
let now = new Date();

beforeAll(async () => {
  world = await openWorld({ clock: () => now });
});
afterAll(() => world?.close());

const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);

/** A tenant with a patient of a clinician and a care team, and what a rule says of the patient. */
async function ward() {
  const tenantId = v7();
  const clinician = v7();
  const nurse = v7();
  const all = world.caller(tenantId);
  const id = await makePatient(world, all, {
    clinicianId: clinician,
    careTeamIds: [nurse],
    department: "Cardiology",
  });
  const patient = await factsOfPatient(world, id);
  const ruleId = v7();
  const says = (at: Date, measured?: Measured) =>
    find(world, tenantId, [spo2Finding(patient, ruleId, at, measured)]);
  const as = (userId: string, scope: "OWN" | "BOUND" | "DEPARTMENT" | "TENANT", given = {}) =>
    world.caller(tenantId, { id: userId, scope, ...given });
  return { tenantId, clinician, nurse, all, patient, ruleId, says, as };
}

const system = () => world.db.system("test");
const alertsOf = ({ id }: PatientFacts) =>
  system().healthAlert.findMany({
    where: { patientId: id },
    orderBy: { raisedAt: "asc" },
    include: { entries: true },
  });

async function eventsOf(tenantId: string, subject = "health.alert") {
  const rows = await system().outboxMessage.findMany({
    where: { tenantId, subject: { contains: subject } },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ payload }) => (payload as { payload: Record<string, unknown> }).payload);
}

async function ask(context: ReturnType<World["caller"]>, query: string, variables: object = {}) {
  return world.graph.execute({
    query,
    variables: { ...variables },
    principal: context.principal,
    correlationId: v7(),
  });
}

describe("an alert", () => {
  test("is one for a patient and rule, with its timeline and events, from its begin to its end", async () => {
    const { patient, says, tenantId, clinician } = await ward();

    await says(ago(5), warning);
    await says(ago(4), critical);
    await says(ago(3));

    const [alert, ...others] = await alertsOf(patient);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      severity: "CRITICAL",
      state: "RESOLVED",
      resolution: "BACK_TO_NORMAL",
      count: 2,
      causedAt: ago(5),
      lastCausedAt: ago(4),
      escalateAt: null,
    });
    expect(alert?.entries.map(({ change }) => change)).toEqual(["RAISED", "WORSENED", "RESOLVED"]);
    const events = await eventsOf(tenantId);
    expect(events).toMatchObject([
      {
        change: "RAISED",
        severity: "WARNING",
        recordNumber: patient.recordNumber,
        clinicianUserId: clinician,
        version: 1,
      },
      { change: "WORSENED", severity: "CRITICAL", value: 88, version: 2 },
      { change: "RESOLVED", resolution: "BACK_TO_NORMAL", path: `/health/alerts/${alert?.id}`, version: 3 },
    ]);
    expect(JSON.stringify(events)).not.toContain("张秀英");
    const records = await system().healthRecord.findMany({
      where: { patientId: patient.id, subjectType: "alert" },
      orderBy: { occurredAt: "asc" },
    });
    expect(records).toMatchObject([
      { kind: "ALERT_RAISED", occurredAt: ago(5), subjectId: alert?.id },
      { kind: "ALERT_RESOLVED", occurredAt: ago(3), subjectId: alert?.id },
    ]);
  });

  test("ends and begins anew within one batch, whatever order its findings stand in", async () => {
    const { patient, ruleId, tenantId } = await ward();
    const of = (minutes: number, measured?: Measured) => spo2Finding(patient, ruleId, ago(minutes), measured);

    await find(world, tenantId, [of(1, critical), of(3), of(5, warning), of(4, warning)]);

    expect(await alertsOf(patient)).toMatchObject([
      { state: "RESOLVED", severity: "WARNING", count: 2 },
      { state: "ACTIVE", severity: "CRITICAL", count: 1 },
    ]);
  });

  test("is one, too, when two processes find it at the same time", async () => {
    const { patient, ruleId, tenantId } = await ward();
    const others = [world.parts, world.assembled(), world.assembled()];

    await Promise.all(
      others.flatMap((parts, n) =>
        [5, 4, 3].map((minutes) =>
          find(
            world,
            tenantId,
            [spo2Finding(patient, ruleId, ago(minutes), n === 1 ? critical : warning)],
            parts.alerts.desk,
          ),
        ),
      ),
    );

    const [alert, ...more] = await alertsOf(patient);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({ state: "ACTIVE", severity: "CRITICAL" });
    expect((await eventsOf(tenantId, "health.alert.raised")).length).toBe(1);
  });

  test("of a patient who is gone, or of a rule that is switched off, is over", async () => {
    const one = await ward();
    await one.says(ago(5), critical);
    const origin = {
      tenantId: one.tenantId,
      correlationId: v7(),
      actor: { kind: "SYSTEM", id: "t", name: "t", address: null },
    } as const;
    await world.as(one.all, () =>
      world.db.tenant.$transaction((tx) => world.parts.alerts.endings.ofRule(tx, origin, one.ruleId)),
    );
    await one.says(ago(0), critical);
    // Measured in the moment it was ended: it was known then.
    expect(await alertsOf(one.patient)).toMatchObject([{ state: "RESOLVED", resolution: "RULE_DISABLED" }]);

    const other = await ward();
    await other.says(ago(5), critical);
    await world.as(other.all, () =>
      world.db.tenant.$transaction((tx) =>
        world.parts.alerts.endings.ofPatient(tx, { ...origin, tenantId: other.tenantId }, other.patient),
      ),
    );
    expect(await alertsOf(other.patient)).toMatchObject([{ state: "RESOLVED", resolution: "PATIENT_GONE" }]);
    expect(await eventsOf(other.tenantId, "health.alert.resolved")).toMatchObject([
      { resolution: "PATIENT_GONE" },
    ]);
  });
});

describe("the escalation chain", () => {
  test("tells each level once, in its turn, until somebody acknowledges", async () => {
    const { patient, says, tenantId, as, clinician } = await ward();
    await says(ago(1), critical);
    const raisedAt = now;
    const after = async (minutes: number) => {
      now = new Date(raisedAt.getTime() + minutes * minute);
      await Promise.all([world.parts.alerts.escalator.round(), world.assembled().alerts.escalator.round()]);
      return (await eventsOf(tenantId, "health.alert.updated")).map(({ escalation }) => escalation);
    };

    expect(await after(4)).toEqual([]);
    expect(await after(5)).toEqual([{ level: 1, audience: "CARE_TEAM", channels: "BY_SEVERITY" }]);
    expect(await after(6)).toHaveLength(1);
    const [alert] = await alertsOf(patient);
    const { errors } = await ask(
      as(clinician, "BOUND"),
      "mutation($input: AcknowledgeHealthAlertsInput!) { acknowledgeHealthAlerts(input: $input) { alerts { state escalateAt } } }",
      { input: { alerts: [{ id: alert?.id }] } },
    );
    expect(errors).toBeUndefined();
    expect(await after(60)).toHaveLength(2); // the acknowledgement itself, and no further level

    await says(new Date(now.getTime()), critical);
    expect(await alertsOf(patient)).toMatchObject([{ state: "ACKNOWLEDGED", escalateAt: null }]);
  });

  test("that was asleep for an hour does every level that is due, in their order", async () => {
    const { says, tenantId } = await ward();
    await says(ago(1), critical);
    now = new Date(now.getTime() + 60 * minute);

    await world.parts.alerts.escalator.round();

    expect(
      (await eventsOf(tenantId, "health.alert.updated")).map(({ escalation }) => escalation),
    ).toMatchObject([{ level: 1 }, { level: 2, audience: "ADMINISTRATORS" }]);
  });
});

describe("people", () => {
  const acknowledge =
    "mutation($input: AcknowledgeHealthAlertsInput!) { acknowledgeHealthAlerts(input: $input) { alerts { id state acknowledgedBy { id } } refused { alertId reason } } }";
  const assign =
    "mutation($input: AssignHealthAlertsInput!) { assignHealthAlerts(input: $input) { alerts { assignedTo { id } } } }";
  const resolve =
    "mutation($input: ResolveHealthAlertsInput!) { resolveHealthAlerts(input: $input) { alerts { state resolution note timeline { nodes { change note actor { id } } } } refused { alertId reason } } }";

  test("take an alert on only as they have seen it: one that became worse is not theirs yet", async () => {
    const { patient, says, as, nurse } = await ward();
    await says(ago(5), warning);
    const [seen] = await alertsOf(patient);
    await says(ago(4), critical);
    const input = { alerts: [{ id: seen?.id, version: seen?.version }] };

    expect((await ask(as(nurse, "BOUND"), acknowledge, { input })).errors).toMatchObject([
      { extensions: { code: "CONFLICT", reason: "ALERT_WORSENED" } },
    ]);
    const { data } = await ask(as(nurse, "BOUND"), acknowledge, {
      input: { alerts: [{ id: seen?.id, version: 2 }] },
    });
    expect(data).toMatchObject({
      acknowledgeHealthAlerts: {
        alerts: [{ state: "ACKNOWLEDGED", acknowledgedBy: { id: nurse } }],
        refused: [],
      },
    });
  });

  test("end alerts with a note that is sealed, on record, and stands in the timeline", async () => {
    const { patient, says, as, clinician, tenantId } = await ward();
    await says(ago(5), critical);
    const [alert] = await alertsOf(patient);
    const note = "Sensor had slipped.\nMeasured again: 97 %.";

    const { data } = await ask(as(clinician, "OWN"), resolve, {
      input: { alerts: [{ id: alert?.id }], note },
    });

    expect(data).toMatchObject({
      resolveHealthAlerts: {
        alerts: [
          {
            state: "RESOLVED",
            resolution: "BY_HAND",
            note,
            timeline: {
              nodes: [
                { change: "RAISED", note: null },
                { change: "RESOLVED", note, actor: { id: clinician } },
              ],
            },
          },
        ],
      },
    });
    const [stored] = await alertsOf(patient);
    expect(JSON.stringify(stored)).not.toContain("slipped");
    const audits = await eventsOf(tenantId, "health.audit");
    expect(audits).toContainEqual(
      expect.objectContaining({ action: "health-alert.resolved", resourceId: alert?.id }),
    );
    expect(JSON.stringify(audits)).not.toContain("slipped");
    expect(
      (await ask(as(clinician, "OWN"), resolve, { input: { alerts: [{ id: alert?.id }], note } })).errors,
    ).toMatchObject([{ extensions: { code: "CONFLICT", reason: "ALERT_RESOLVED" } }]);
  });

  test("do to many what can be done, and are told of the others", async () => {
    const one = await ward();
    await one.says(ago(5), critical);
    const second = await makePatient(world, one.all, {});
    await find(world, one.tenantId, [
      spo2Finding(await factsOfPatient(world, second), one.ruleId, ago(5), critical),
    ]);
    const [a] = await alertsOf(one.patient);
    const [b] = await system().healthAlert.findMany({ where: { patientId: second } });
    await ask(one.all, resolve, { input: { alerts: [{ id: a?.id }], note: "done" } });

    const { data } = await ask(one.all, acknowledge, { input: { alerts: [{ id: a?.id }, { id: b?.id }] } });

    expect(data).toMatchObject({
      acknowledgeHealthAlerts: {
        alerts: [{ state: "RESOLVED" }, { state: "ACKNOWLEDGED" }],
        refused: [{ alertId: a?.id, reason: "ALERT_RESOLVED" }],
      },
    });
  });

  test("assign alerts to who sees the patient, and to nobody else", async () => {
    const { patient, says, all, nurse } = await ward();
    await says(ago(5), critical);
    const [alert] = await alertsOf(patient);
    const alerts = [{ id: alert?.id }];

    expect((await ask(all, assign, { input: { alerts, userId: nurse } })).data).toMatchObject({
      assignHealthAlerts: { alerts: [{ assignedTo: { id: nurse } }] },
    });
    expect((await ask(all, assign, { input: { alerts, userId: v7() } })).errors).toMatchObject([
      {
        extensions: {
          code: "INVALID_INPUT",
          reason: "ASSIGNEE_OUT_OF_REACH",
          issues: [{ path: ["input", "userId"] }],
        },
      },
    ]);
    expect((await ask(all, assign, { input: { alerts, userId: null } })).data).toMatchObject({
      assignHealthAlerts: { alerts: [{ assignedTo: null }] },
    });
  });

  test.each([
    ["without the right", { permissions: ["patient:*"] }, "FORBIDDEN"],
    ["of another department", { scope: "DEPARTMENT", department: "Surgery" }, "NONE"],
    ["who are neither clinician nor in the care team", { scope: "BOUND" }, "NONE"],
    [
      "who are in the care team, with the right to their own patients only",
      { scope: "OWN", isNurse: true },
      "NONE",
    ],
    ["of another tenant", { tenantId: randomUUID() }, "NONE"],
  ])(
    "%s see neither alert nor count",
    async (_, { isNurse, ...given }: Record<string, unknown> & { isNurse?: boolean }, outcome) => {
      const { patient, says, tenantId, nurse } = await ward();
      await says(ago(5), critical);
      const [alert] = await alertsOf(patient);
      const who = world.caller(tenantId, { ...given, ...(isNurse && { id: nurse }) });
      const query = `query($id: ID!, $ids: [ID!]) {
      healthAlerts(filter: { patientIds: $ids }) { nodes { id } totalCount }
      healthAlert(id: $id) { id }
      healthAlertSummary { open patients counts { count } }
    }`;

      const { data, errors } = await ask(who, query, { id: alert?.id, ids: [patient.id] });
      const entity = await ask(
        who,
        "query($r: [_Any!]!) { _entities(representations: $r) { ... on HealthAlert { severity } } }",
        { r: [{ __typename: "HealthAlert", id: alert?.id }] },
      );
      const act = await ask(who, acknowledge, { input: { alerts: [{ id: alert?.id }] } });

      if (outcome === "FORBIDDEN") {
        expect(data).toBeNull();
        expect(errors?.map(({ extensions }) => extensions?.["code"])).toContain("FORBIDDEN");
        expect(act.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
      } else {
        expect(data).toMatchObject({
          healthAlerts: { nodes: [], totalCount: 0 },
          healthAlert: null,
          healthAlertSummary: { open: 0, patients: 0 },
        });
        expect(act.errors).toMatchObject([
          { extensions: { code: "NOT_FOUND", reason: "HEALTH_ALERT_NOT_FOUND" } },
        ]);
      }
      expect(entity.data?.["_entities"] ?? [null]).toEqual([null]);
    },
  );

  test("who may look and not act are told so", async () => {
    const { patient, says, as, clinician } = await ward();
    await says(ago(5), critical);
    const [alert] = await alertsOf(patient);
    const looker = as(clinician, "OWN", {
      grants: [
        { permission: "health-alert:read", scope: "TENANT" },
        { permission: "health-alert:handle", scope: "OWN" },
      ],
      id: v7(),
    });

    expect((await ask(looker, acknowledge, { input: { alerts: [{ id: alert?.id }] } })).errors).toMatchObject(
      [{ extensions: { code: "FORBIDDEN" } }],
    );
  });

  test("leave a trace when they look: whose alerts, and once for a request", async () => {
    const { patient, says, as, clinician, tenantId } = await ward();
    await says(ago(5), critical);
    const [alert] = await alertsOf(patient);

    const { data } = await ask(
      as(clinician, "OWN"),
      `query($id: ID!) { healthAlert(id: $id) { recordNumber text(language: EN) { summary } cause { value worst readings { value } } patient { openAlertCount } }
        healthAlerts(first: 5) { nodes { id } } healthAlertSummary { open patients } }`,
      { id: alert?.id },
    );

    expect(data).toMatchObject({
      healthAlert: { cause: { value: 88, readings: [{ value: 88 }] }, patient: { openAlertCount: 1 } },
      healthAlerts: { nodes: [{ id: alert?.id }] },
      healthAlertSummary: { open: 1, patients: 1 },
    });
    const reads = (await eventsOf(tenantId, "health.audit")).filter(
      ({ action }) => action === "patient.read",
    );
    const sections = reads.map(({ changes }) => (changes as { after: string }[])[0]?.after);
    expect(sections.filter((section) => section === "ALERTS")).toHaveLength(1);
    expect(reads.every(({ resourceId }) => resourceId === patient.id)).toBe(true);
  });
});

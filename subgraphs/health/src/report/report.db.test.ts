import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { CheckupItemInput, CreateCheckupReportInput } from "./report.input.ts";

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
  patientId = await makePatient(world, doctor);
});

const inOwn = <T>(work: () => Promise<T>) => inTenant(tenantId, async () => await work());
const service = () => world.parts.reports.service;

const cholesterol = {
  category: "LIPIDS",
  code: "14647-2",
  name: "总胆固醇",
  value: 6.4,
  unit: "mmol/L",
  referenceHigh: 5.19,
} as const satisfies CheckupItemInput;

function draft(given: Partial<CreateCheckupReportInput> = {}): Promise<string> {
  return world.as(doctor, (context) =>
    service().create(context, {
      patientId,
      institution: "市第一医院体检中心",
      examinedOn: "2026-03-02",
      conclusion: "血脂升高",
      items: [cholesterol],
      ...given,
    }),
  );
}

const publish = (reportId: string, expectedVersion = 1) =>
  world.as(doctor, (context) => service().publish(context, { reportId, expectedVersion }));
const report = (id: string, context = doctor) =>
  world.as(context, async () =>
    world.parts.reports.reader.find(world.caller(tenantId, context.principal), id),
  );
const events = async (subject: string) => {
  const rows = await world.db
    .system("test")
    .outboxMessage.findMany({ where: { tenantId }, orderBy: { seq: "asc" } });
  return rows.filter((row) => row.subject.includes(subject));
};

describe("a report", () => {
  test("is numbered one after the other, whoever drafts at the same time", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => draft()));

    const numbers = await Promise.all(ids.map(async (id) => (await report(id))?.reportNumber));
    expect(new Set(numbers)).toEqual(new Set(["R-000001", "R-000002", "R-000003", "R-000004", "R-000005"]));
  });

  test("marks its results, and keeps what the doctor wrote out of the database's sight", async () => {
    const id = await draft({ advice: "低脂饮食" });

    const [item] = await inOwn(() => world.db.tenant.checkupItem.findMany({ where: { reportId: id } }));
    const row = await inOwn(() => world.db.tenant.checkupReport.findUniqueOrThrow({ where: { id } }));
    expect(item).toMatchObject({ flag: "HH", position: 0 });
    expect(JSON.stringify(row)).not.toContain("血脂升高");
    expect(await report(id)).toMatchObject({ conclusion: "血脂升高", advice: "低脂饮食", status: "DRAFT" });
  });

  test("is drafted once for a key, and another content for the same key is refused", async () => {
    const first = await draft({ idempotencyKey: "k" });

    expect(await draft({ idempotencyKey: "k" })).toBe(first);
    await expect(draft({ idempotencyKey: "k", institution: "another" })).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
  });

  test("cannot have another's number, nor a day that is to come or before the patient's birth", async () => {
    await draft({ reportNumber: "T-1" });

    await expect(draft({ reportNumber: "T-1" })).rejects.toMatchObject({ reason: "REPORT_NUMBER_TAKEN" });
    for (const examinedOn of ["2999-01-01", "1900-01-01"])
      await expect(draft({ examinedOn })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a draft", () => {
  test("is changed by who saw its latest version, and by nobody else", async () => {
    const reportId = await draft();
    const change = (expectedVersion: number, more: object) =>
      world.as(doctor, (context) => service().change(context, { reportId, expectedVersion, ...more }));

    await change(1, { institution: "社区医院", items: [], advice: "复查" });

    await expect(change(1, { institution: "x" })).rejects.toMatchObject({ reason: "REPORT_STALE" });
    expect(await report(reportId)).toMatchObject({
      institution: "社区医院",
      conclusion: "血脂升高",
      advice: "复查",
      version: 2,
    });
  });

  test("is deleted with its items, which is on record and told", async () => {
    const reportId = await draft();

    await world.as(doctor, (context) => service().delete(context, { reportId, expectedVersion: 1 }));

    expect(await report(reportId)).toBeNull();
    expect(await inOwn(() => world.db.tenant.checkupItem.count({ where: { reportId } }))).toBe(0);
    expect(await events("checkup-report.deleted")).toHaveLength(1);
  });

  test("without anything in it cannot be published", async () => {
    const reportId = await draft({ items: [], conclusion: null });

    await expect(publish(reportId)).rejects.toMatchObject({ reason: "REPORT_EMPTY" });
  });
});

describe("a published report", () => {
  test("stays as it is, is on the timeline, and its event names nobody", async () => {
    const reportId = await draft();
    await publish(reportId);

    const change = world.as(doctor, (context) =>
      service().change(context, { reportId, expectedVersion: 2, institution: "x" }),
    );
    await expect(change).rejects.toMatchObject({ code: "INVALID_TRANSITION", reason: "REPORT_PUBLISHED" });
    await expect(
      world.as(doctor, (context) => service().delete(context, { reportId, expectedVersion: 2 })),
    ).rejects.toMatchObject({ reason: "REPORT_PUBLISHED" });
    const timeline = await inOwn(() =>
      world.db.tenant.healthRecord.findMany({ where: { patientId, kind: "CHECKUP_REPORT" } }),
    );
    expect(timeline).toMatchObject([{ subjectType: "report", subjectId: reportId }]);
    const [event] = await events("checkup-report.published");
    expect(event?.payload).toMatchObject({
      payload: { reportId, abnormalItems: 1, recordNumber: "P-000001" },
    });
    expect(JSON.stringify(event?.payload)).not.toMatch(/张秀英|血脂/);
  });

  test("is corrected by one that takes its place, and by one at a time", async () => {
    const reportId = await draft();
    await publish(reportId);
    const amend = (id: string) => world.as(doctor, (context) => service().amend(context, { reportId: id }));

    const corrected = await amend(reportId);
    await expect(amend(reportId)).rejects.toMatchObject({ reason: "REPORT_BEING_CORRECTED" });
    await expect(amend(corrected)).rejects.toMatchObject({ reason: "REPORT_NOT_IN_FORCE" });
    expect(await report(corrected)).toMatchObject({ reportNumber: "R-000001.1", conclusion: "血脂升高" });
    await publish(corrected);

    expect(await report(reportId)).toMatchObject({ replacedById: corrected, status: "PUBLISHED" });
    const listed = await world.as(doctor, (context) => world.parts.reports.reader.page(context, {}, {}));
    expect(listed.nodes.map(({ id }) => id)).toEqual([corrected]);
    const all = await world.as(doctor, (context) =>
      world.parts.reports.reader.page(context, { includeReplaced: true }, {}),
    );
    expect(all.nodes).toHaveLength(2);
  });
});

describe("comparison", () => {
  test("puts the latest published reports side by side, replaced ones and drafts left out", async () => {
    for (const [examinedOn, value] of [
      ["2024-03-02", 5.1],
      ["2025-03-02", 5.6],
    ] as const)
      await publish(await draft({ examinedOn, items: [{ ...cholesterol, value }] }));
    await draft();

    const { reports, items } = await world.as(doctor, (context) =>
      world.parts.reports.reader.compare(context, patientId, null),
    );

    expect(reports.map(({ examinedOn }) => examinedOn)).toEqual(["2024-03-02", "2025-03-02"]);
    expect(items).toMatchObject([
      { key: "14647-2", trend: "UP", values: [{ change: null }, { value: 5.6, change: 0.5 }] },
    ]);
  });

  test("of another patient's report finds none", async () => {
    const other = await makePatient(world, doctor);
    const foreign = await draft({ patientId: other });

    await expect(
      world.as(doctor, (context) => world.parts.reports.reader.compare(context, patientId, [foreign])),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("who may not see a patient", () => {
  test("sees none of their reports: not in a list, its count, by id, in a comparison, nor to write", async () => {
    const mine = v7();
    const own = await makePatient(world, doctor, { clinicianId: mine });
    const seen = await draft({ patientId: own });
    const hidden = await draft();
    const clinician = world.caller(tenantId, { id: mine, scope: "BOUND" });
    const { reader } = world.parts.reports;

    const page = await world.as(clinician, (context) => reader.page(context, {}, {}));
    const count = await world.as(clinician, () => page.totalCount());

    expect(page.nodes.map(({ id }) => id)).toEqual([seen]);
    expect(count).toBe(1);
    expect(await report(hidden, clinician)).toBeNull();
    await expect(
      world.as(clinician, (context) => reader.compare(context, patientId, null)),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const write = { reportId: hidden, expectedVersion: 1 };
    for (const act of ["publish", "delete", "change"] as const)
      await expect(world.as(clinician, (context) => service()[act](context, write))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    expect(await report(seen, world.caller(v7()))).toBeNull();
  });

  test("each look into a report is on record with its patient", async () => {
    const id = await draft();
    const before = await events("audit.recorded");

    await report(id);

    const looks = (await events("audit.recorded")).slice(before.length);
    expect(looks.map(({ payload }) => payload)).toMatchObject([
      {
        payload: {
          action: "patient.read",
          resourceId: patientId,
          changes: [{ field: "section", after: "CHECKUP_REPORTS" }],
        },
      },
    ]);
  });
});

test("a pasted table becomes a report through the graph, and the report can be asked for as an entity", async () => {
  const ask = async (query: string, variables: object) => {
    const { data, errors } = await world.graph.execute({
      query,
      variables: { ...variables },
      principal: doctor.principal,
      correlationId: v7(),
    });
    expect(errors).toBeUndefined();
    return data as Record<string, unknown>;
  };
  const text = "项目\t结果\t单位\n血红蛋白\t110\tg/L\n尿蛋白\t\t";
  const previewed = await ask(
    `query($input: CheckupItemsTextInput!) { checkupItemsPreview(input: $input) { items { category code name value unit referenceLow
      referenceHigh flag } problems { line column problem } } }`,
    { input: { text, patientId, examinedOn: "2026-01-05" } },
  );
  expect(previewed).toMatchObject({
    checkupItemsPreview: {
      items: [{ code: "718-7", referenceLow: 115, referenceHigh: 150, flag: "L" }],
      problems: [{ line: 3, column: "value", problem: "VALUE_MISSING" }],
    },
  });
  const { items } = previewed["checkupItemsPreview"] as { items: object[] };

  const created = await ask(
    `mutation($input: CreateCheckupReportInput!) { createCheckupReport(input: $input) { report { id counts { items abnormal critical }
      patient { recordNumber } } } }`,
    { input: { patientId, institution: "体检中心", examinedOn: "2026-01-05", items } },
  );

  expect(created).toMatchObject({
    createCheckupReport: {
      report: { counts: { items: 1, abnormal: 1, critical: 0 }, patient: { recordNumber: "P-000001" } },
    },
  });
  const { id } = (created["createCheckupReport"] as { report: { id: string } }).report;
  const entity = await ask(
    "query($of: [_Any!]!) { _entities(representations: $of) { ... on CheckupReport { id reportNumber } } }",
    { of: [{ __typename: "CheckupReport", id }] },
  );
  expect(entity).toEqual({ _entities: [{ id, reportNumber: "R-000001" }] });
});

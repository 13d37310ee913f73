import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { compared, medianOf } from "./report.rules.ts";
import type { ReportDocument } from "./report.rules.ts";

let core: TestCore;
let home: Person;
let foreign: Person;
const day = 24 * 60 * 60_000;

beforeAll(async () => {
  core = await openTestCore();
  await core.given.platform();
  ({ admin: home } = await core.given.tenant("home"));
  ({ admin: foreign } = await core.given.tenant("foreign"));
  core.wait(day);
});
afterAll(() => core?.close());

const earlier = (values: readonly (number | null)[]): ReportDocument[] =>
  values.map((value) => ({
    top: [],
    figures: [
      {
        key: "alerts",
        unit: "COUNT",
        value,
        previous: null,
        median: null,
        deviation: null,
        periods: 0,
        isAnomaly: false,
      },
    ],
  }));
const figure = (value: number | null) => ({ key: "alerts", unit: "COUNT" as const, value });

test("what is unusual is told by median and median deviation, of four earlier periods at least", () => {
  expect(compared(figure(50), earlier([10, 12, 9, 11]))).toMatchObject({
    isAnomaly: true,
    previous: 10,
    median: 10.5,
  });
  expect(compared(figure(12), earlier([10, 12, 9, 11])).isAnomaly).toBe(false);
  expect(compared(figure(50), earlier([10, 12, 9])).isAnomaly).toBe(false);
  expect(compared(figure(50), earlier([10, 12, 500, 9, 11, 40_000])).isAnomaly).toBe(true);
  expect(compared(figure(11), earlier([10, 10, 10, 10])).isAnomaly).toBe(false);
  expect(compared(figure(null), earlier([10, 10, 10, null]))).toMatchObject({ isAnomaly: false, periods: 3 });
  expect(medianOf([])).toBeNull();
});

test("a day's report is made once for each tenant, however often and by how many it is tried, and people are told", async () => {
  const { maker } = core.parts.reports;
  const made = await Promise.all([maker.make("DAILY"), maker.make("DAILY")]);
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(await maker.make("DAILY")).toBe(0);

  const { data } = await core.execute(
    "{ operationsReports(kind: DAILY) { nodes { id kind periodStart periodEnd figures { key value } } } }",
    {},
    home.principal,
  );
  const [report, ...others] = (data as { operationsReports: { nodes: Report[] } }).operationsReports.nodes;
  expect(others).toEqual([]);
  expect(Date.parse(report?.periodEnd ?? "") - Date.parse(report?.periodStart ?? "")).toBe(day);
  expect(report?.figures).toEqual(expect.arrayContaining([{ key: "alerts", value: 0 }]));
  const { rows } = await core.opened.system.query(
    "SELECT permission FROM saas_notices WHERE kind = 'report' AND tenant_id = $1",
    [home.principal.tenantId],
  );
  expect(rows).toEqual([{ permission: "report:read" }]);

  const theirs = await core.execute(
    "query ($id: ID!) { operationsReport(id: $id) { id } }",
    { id: report?.id },
    foreign.principal,
  );
  expect(theirs.data).toEqual({ operationsReport: null });
});

test("a report goes 400 days after what it tells of", async () => {
  const system = core.db.system("test");
  const ago = (days: number) => new Date(core.clock().getTime() - days * day);
  const [old, young] = [v7(), v7()];
  const { tenantId } = foreign.principal;
  const common = { tenantId, kind: "DAILY", document: { figures: [], top: [] }, createdAt: core.clock() };
  await system.operationsReport.createMany({
    data: [
      { ...common, id: old, periodStart: ago(402), periodEnd: ago(401) },
      { ...common, id: young, periodStart: ago(400), periodEnd: ago(399) },
    ],
  });
  const job = core.parts.reports.jobs.find(({ name }) => name === "report-retention");
  const { signal } = new AbortController();

  const said = await job?.run({ id: v7(), scheduledFor: core.clock(), signal, progress: () => undefined });

  expect(said).toMatch(/^1 reports removed/);
  expect(
    await system.operationsReport.findMany({ where: { id: { in: [old, young] } }, select: { id: true } }),
  ).toEqual([{ id: young }]);
});

interface Report {
  id: string;
  periodStart: string;
  periodEnd: string;
  figures: { key: string; value: number | null }[];
}

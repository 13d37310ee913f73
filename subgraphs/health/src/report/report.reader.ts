import type { Prisma } from "@wegraph/db-health/client";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { dayOf } from "../calendar.ts";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { withinReach } from "../patient/patient.scope.ts";
import { compareItems } from "./compare.rules.ts";
import type { Comparison } from "./compare.rules.ts";
import { isAbnormal } from "./report.codes.ts";
import type { CheckupReportFilter } from "./report.input.ts";
import type { CheckupItem, CheckupItemCounts, CheckupReport } from "./report.model.ts";
import { itemOf, reportInclude, reportOf } from "./report.row.ts";
import type { ReportVault } from "./report.vault.ts";

const right = "checkup-report:read";
const section = "CHECKUP_REPORTS";
/** So many stand beside each other. */
export const comparedMax = 8;
const comparedDefault = 5;

const latestFirst: readonly OrderColumn[] = [
  { field: "examinedOn", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Reads reports for people: only of patients that their right reaches, and each look is on record. */
export class ReportReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
    private readonly vault: ReportVault,
  ) {}

  async page(
    context: RequestContext,
    filter: CheckupReportFilter,
    args: PageArgs,
  ): Promise<Page<CheckupReport>> {
    const condition = { AND: [{ patient: withinReach(context.principal, right) }, ...conditionsOf(filter)] };
    const { checkupReport } = this.db.tenant;
    const page = await keysetPage(
      args,
      latestFirst,
      ({ where, ...query }) =>
        checkupReport.findMany({ where: { AND: [condition, where] }, include: reportInclude, ...query }),
      () => checkupReport.count({ where: condition }),
    );
    await this.access.tell(context, [...new Set(page.nodes.map(({ patientId }) => patientId))], section);
    return mapPage(page, (row) => reportOf(this.vault, row));
  }

  /** Null for what the caller's right does not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<CheckupReport | null> {
    return context.loader(this.load).load(id.toLowerCase());
  }

  /** Read again after a change. */
  fresh(context: RequestContext, id: string): Promise<CheckupReport | null> {
    context.loader(this.loadItems).clear(id.toLowerCase());
    return context.loader(this.load).clear(id.toLowerCase()).load(id.toLowerCase());
  }

  /** The latest published one of a patient that was not replaced; null where the right does not reach them. */
  latestOf(context: RequestContext, patientId: string): Promise<CheckupReport | null> {
    return context.loader(this.loadLatest).load(patientId);
  }

  /** Of a report that was found within reach already. */
  items(context: RequestContext, reportId: string): Promise<CheckupItem[]> {
    return context.loader(this.loadItems).load(reportId);
  }

  async counts(context: RequestContext, reportId: string): Promise<CheckupItemCounts> {
    const items = await this.items(context, reportId);
    return {
      items: items.length,
      abnormal: items.filter(({ flag }) => isAbnormal(flag)).length,
      critical: items.filter(({ flag }) => flag === "LL" || flag === "HH").length,
    };
  }

  /**
   * What a patient's reports found, side by side, the oldest first: of the reports named, else of the latest published ones.
   * @throws AppError NOT_FOUND for a patient, or a report of theirs, that the right does not reach.
   */
  async compare(
    context: RequestContext,
    patientId: string,
    reportIds: readonly string[] | null,
  ): Promise<{ reports: CheckupReport[]; items: Comparison[] }> {
    await this.access.open(context, right, patientId, section);
    const named = reportIds && [...new Set(reportIds.map((id) => id.toLowerCase()))];
    const rows = await this.db.tenant.checkupReport.findMany({
      where: { patientId, ...(named ? { id: { in: named } } : { status: "PUBLISHED", replacedById: null }) },
      orderBy: [{ examinedOn: "desc" }, { id: "desc" }],
      take: named ? comparedMax : comparedDefault,
    });
    const missing = named?.find((id) => !rows.some((row) => row.id === id));
    if (missing !== undefined) throw notFound("checkup report", missing);
    const reports = rows.toReversed().map((row) => reportOf(this.vault, row));
    const items = await Promise.all(
      reports.map(async ({ id }) =>
        (await this.items(context, id)).map((item) => Object.assign({ reportId: id }, item)),
      ),
    );
    return { reports, items: compareItems(items) };
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const rows = await this.db.tenant.checkupReport.findMany({
      where: { id: { in: [...ids] }, patient: withinReach(context.principal, right) },
    });
    await this.access.tell(context, [...new Set(rows.map(({ patientId }) => patientId))], section);
    return inOrder(
      ids,
      rows.map((row) => reportOf(this.vault, row)),
    );
  };

  private readonly loadLatest = async (patientIds: readonly string[], context: RequestContext) => {
    const rows = await this.db.tenant.checkupReport.findMany({
      where: {
        patientId: { in: [...patientIds] },
        status: "PUBLISHED",
        replacedById: null,
        patient: withinReach(context.principal, right),
      },
      distinct: ["patientId"],
      orderBy: [{ patientId: "asc" }, { examinedOn: "desc" }, { id: "desc" }],
    });
    await this.access.tell(
      context,
      rows.map(({ patientId }) => patientId),
      section,
    );
    const byPatient = new Map(rows.map((row) => [row.patientId, reportOf(this.vault, row)]));
    return patientIds.map((id) => byPatient.get(id) ?? null);
  };

  private readonly loadItems = async (ids: readonly string[]) => {
    const rows = await this.db.tenant.checkupItem.findMany({
      where: { reportId: { in: [...ids] } },
      orderBy: [{ reportId: "asc" }, { position: "asc" }],
    });
    const byReport = new Map<string, CheckupItem[]>(ids.map((id) => [id, []]));
    for (const row of rows) byReport.get(row.reportId)?.push(itemOf(row));
    return ids.map((id) => byReport.get(id) ?? []);
  };
}

function conditionsOf(filter: CheckupReportFilter): Prisma.CheckupReportWhereInput[] {
  const { patientId, statuses, examinedFrom, examinedTo, search, abnormalOnly, includeReplaced } = filter;
  const insensitive = "insensitive" as const;
  return [
    ...(patientId ? [{ patientId }] : []),
    ...(statuses ? [{ status: { in: statuses } }] : []),
    ...(examinedFrom ? [{ examinedOn: { gte: dayOf(examinedFrom) } }] : []),
    ...(examinedTo ? [{ examinedOn: { lte: dayOf(examinedTo) } }] : []),
    ...(abnormalOnly ? [{ items: { some: { flag: { not: "N" } } } }] : []),
    ...(includeReplaced ? [] : [{ replacedById: null }]),
    ...(search
      ? [
          {
            OR: [
              { reportNumber: { startsWith: search, mode: insensitive } },
              { patient: { recordNumber: { startsWith: search, mode: insensitive } } },
              { institution: { contains: search, mode: insensitive } },
            ],
          },
        ]
      : []),
  ];
}

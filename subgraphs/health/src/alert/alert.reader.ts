import type { Prisma } from "@wegraph/db-health/client";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { alertSeverities, alertStates } from "./alert.codes.ts";
import { notePlace } from "./alert.entries.ts";
import type { HealthAlertFilter } from "./alert.input.ts";
import type { HealthAlertSummary } from "./alert.answers.model.ts";
import type { HealthAlert, HealthAlertEntry } from "./alert.model.ts";
import { alertsWithinReach } from "./alert.scope.ts";
import { alertInclude, alertViewOf, entryViewOf } from "./alert.view.ts";

const right = "health-alert:read";
const dayMs = 24 * 3_600_000;

const newestFirst: readonly OrderColumn[] = [
  { field: "raisedAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];
const inTurn: readonly OrderColumn[] = [
  { field: "at", kind: "date", direction: "asc" },
  { field: "id", kind: "uuid", direction: "asc" },
];

/** Reads alerts for people: whatever is asked, only what the caller's rights reach, and each look is on record. */
export class AlertReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
    private readonly secrets: SecretBox,
    private readonly clock: () => Date,
  ) {}

  page(context: RequestContext, filter: HealthAlertFilter, args: PageArgs): Promise<Page<HealthAlert>> {
    return this.pageOf(context, conditionOf(filter), args);
  }

  /** Of a patient whom the caller was allowed to see; the right to alerts is a right of its own. */
  ofPatient(
    context: RequestContext,
    patientId: string,
    filter: HealthAlertFilter,
    args: PageArgs,
  ): Promise<Page<HealthAlert>> {
    return this.pageOf(context, { AND: [{ patientId }, conditionOf(filter)] }, args);
  }

  private pageOf(
    context: RequestContext,
    wanted: Prisma.HealthAlertWhereInput,
    args: PageArgs,
  ): Promise<Page<HealthAlert>> {
    const condition = { AND: [alertsWithinReach(context.principal, right), wanted] };
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) => {
        const rows = await this.db.tenant.healthAlert.findMany({
          where: { AND: [condition, where] },
          include: alertInclude,
          ...query,
        });
        await this.tell(context, rows);
        return rows.map(alertViewOf);
      },
      () => this.db.tenant.healthAlert.count({ where: condition }),
    );
  }

  /** Null for what the caller's rights do not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<HealthAlert | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change, past what the request has read before. */
  fresh(context: RequestContext, id: string): Promise<HealthAlert | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  /** What is open now, and what ended within a day. Figures only: nobody's file is looked into. */
  async summary({ principal }: RequestContext, filter: HealthAlertFilter): Promise<HealthAlertSummary> {
    const asOf = this.clock();
    const within = { AND: [alertsWithinReach(principal, right), conditionOf(filter)] };
    const isOpen = { state: { not: "RESOLVED" } };
    const ended = { state: "RESOLVED", resolvedAt: { gt: new Date(asOf.getTime() - dayMs) } };
    const { healthAlert } = this.db.tenant;
    const by = { by: ["state" as const, "severity" as const], _count: { _all: true as const } };
    const [open, over, patients] = await Promise.all([
      healthAlert.groupBy({ ...by, where: { AND: [within, isOpen] } }),
      // By when it was raised, too, which has an index; an alert that lasts longer is counted until it ends.
      healthAlert.groupBy({
        ...by,
        where: { AND: [within, ended, { raisedAt: { gt: monthsBefore(asOf) } }] },
      }),
      healthAlert.groupBy({ by: ["patientId"], where: { AND: [within, isOpen] } }),
    ]);
    const counted = new Map(
      [...open, ...over].map((row) => [`${row.state} ${row.severity}`, row._count._all]),
    );
    return {
      counts: alertStates.flatMap((state) =>
        alertSeverities.map((severity) => ({
          state,
          severity,
          count: counted.get(`${state} ${severity}`) ?? 0,
        })),
      ),
      open: open.reduce((sum, { _count }) => sum + _count._all, 0),
      patients: patients.length,
      asOf,
    };
  }

  /** Alerts that are not over, of patients whom the caller was allowed to see. */
  openCount(context: RequestContext, patientId: string): Promise<number> {
    return context.loader(this.countOpen).load(patientId);
  }

  entries({ id }: HealthAlert, args: PageArgs): Promise<Page<HealthAlertEntry>> {
    const where = { alertId: id };
    return keysetPage(
      args,
      inTurn,
      async ({ where: after, ...query }) => {
        const rows = await this.db.tenant.healthAlertEntry.findMany({
          where: { AND: [where, after] },
          ...query,
        });
        return rows.map(entryViewOf);
      },
      () => this.db.tenant.healthAlertEntry.count({ where }),
    );
  }

  noteOf(alertId: string, sealed: string | null | undefined): string | null {
    return sealed == null ? null : this.secrets.open(sealed, notePlace(alertId));
  }

  private tell(context: RequestContext, rows: readonly { patientId: string }[]): Promise<void> {
    return this.access.tell(context, [...new Set(rows.map(({ patientId }) => patientId))], "ALERTS");
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const rows = await this.db.tenant.healthAlert.findMany({
      where: { AND: [{ id: { in: [...ids] } }, alertsWithinReach(context.principal, right)] },
      include: alertInclude,
    });
    await this.tell(context, rows);
    return inOrder(ids, rows.map(alertViewOf));
  };

  private readonly countOpen = async (ids: readonly string[], { principal }: RequestContext) => {
    const counts = await this.db.tenant.healthAlert.groupBy({
      by: ["patientId"],
      where: {
        AND: [
          { patientId: { in: [...ids] }, state: { not: "RESOLVED" } },
          alertsWithinReach(principal, right),
        ],
      },
      _count: { _all: true },
    });
    const known = new Map(counts.map(({ patientId, _count }) => [patientId, _count._all]));
    return ids.map((id) => known.get(id) ?? 0);
  };
}

function monthsBefore(asOf: Date): Date {
  return new Date(asOf.getTime() - 90 * dayMs);
}

function conditionOf(filter: HealthAlertFilter): Prisma.HealthAlertWhereInput {
  const { ids, states, severities, kinds, patientIds, ruleIds, deviceIds, assignedToIds } = filter;
  const { isAssigned, recordNumber, raisedFrom, raisedTo } = filter;
  // Spelt as the index of what is not over is, or that index would lie idle.
  const isOver = states?.includes("RESOLVED") ?? true;
  return {
    AND: [
      ...(isOver ? [] : [{ state: { not: "RESOLVED" } }]),
      ...(ids ? [{ id: { in: ids } }] : []),
      ...(states ? [{ state: { in: states } }] : []),
      ...(severities ? [{ severity: { in: severities } }] : []),
      ...(kinds ? [{ kind: { in: kinds } }] : []),
      ...(patientIds ? [{ patientId: { in: patientIds } }] : []),
      ...(ruleIds ? [{ ruleId: { in: ruleIds } }] : []),
      ...(deviceIds ? [{ deviceId: { in: deviceIds } }] : []),
      ...(assignedToIds ? [{ assignedToId: { in: assignedToIds } }] : []),
      ...(isAssigned == null ? [] : [{ assignedToId: isAssigned ? { not: null } : null }]),
      ...(recordNumber
        ? [{ patient: { recordNumber: { startsWith: recordNumber, mode: "insensitive" as const } } }]
        : []),
      ...(raisedFrom ? [{ raisedAt: { gte: raisedFrom } }] : []),
      ...(raisedTo ? [{ raisedAt: { lt: raisedTo } }] : []),
    ],
  };
}

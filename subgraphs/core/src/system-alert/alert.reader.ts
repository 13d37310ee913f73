import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import type { AlertSeverity, AlertSource, AlertState } from "./alert.codes.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";

export interface AlertQuery {
  states?: AlertState[] | null | undefined;
  severities?: AlertSeverity[] | null | undefined;
  sources?: AlertSource[] | null | undefined;
  names?: string[] | null | undefined;
  isSuppressed?: boolean | null | undefined;
  search?: string | null | undefined;
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

export interface EntryRow {
  id: string;
  at: Date;
  type: string;
  actorKind: string;
  actorId: string;
  value: number | null;
  severity: string | null;
  note: string | null;
  detail: unknown;
}

export interface StateCount {
  state: AlertState;
  severity: AlertSeverity;
  count: number;
}

const newestFirst: readonly OrderColumn[] = [
  { field: "raisedAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];
/** Resolved ones of the last day stand beside what is open now. */
const summaryHours = 24;
const namesMax = 10;
const entriesMax = 500;

/** Reading alerts: those of the caller's tenant. */
export class SystemAlertReader {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  async page(query: AlertQuery, args: PageArgs): Promise<Page<AlertRow>> {
    const wanted = conditions(query);
    return keysetPage(
      args,
      newestFirst,
      async ({ where, orderBy, take }) => {
        const places = await this.db.tenant.systemAlert.findMany({
          where: { AND: [wanted, where] },
          orderBy,
          take,
          select: { id: true },
        });
        const ids = places.map(({ id }) => id);
        const rows = inOrder(ids, await this.rows(ids));
        return rows.filter((row) => row !== null);
      },
      () => this.db.tenant.systemAlert.count({ where: wanted }),
    );
  }

  find(context: RequestContext, id: string): Promise<AlertRow | null> {
    return context.loader(this.load).load(id);
  }

  /** The oldest first; the newest are what is left out of an endless one. */
  async entries(alertId: string): Promise<EntryRow[]> {
    return this.db.tenant.systemAlertEntry.findMany({
      where: { alertId },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      take: entriesMax,
    });
  }

  now(): Date {
    return this.clock();
  }

  async counts(): Promise<StateCount[]> {
    const since = new Date(this.clock().getTime() - summaryHours * 3_600_000);
    return this.db.tenant.$queryRaw<StateCount[]>`
      SELECT state, severity, count(*)::int AS count FROM saas_unified_alerts
      WHERE state <> 'RESOLVED' OR resolved_at >= ${since}::timestamptz GROUP BY 1, 2`;
  }

  /** What fires most, and how much of it nobody is told of. */
  async names(): Promise<
    { name: string; titleZh: string; titleEn: string; count: number; suppressed: number }[]
  > {
    return this.db.tenant.$queryRaw`
      SELECT name, min(title_zh) AS "titleZh", min(title_en) AS "titleEn", count(*)::int AS count,
        count(*) FILTER (WHERE suppression IS NOT NULL)::int AS suppressed
      FROM saas_unified_alerts WHERE state <> 'RESOLVED' GROUP BY name ORDER BY count(*) DESC, name LIMIT ${namesMax}`;
  }

  private readonly load = async (ids: readonly string[]): Promise<(AlertRow | null)[]> =>
    inOrder(ids, await this.rows(ids));

  private async rows(ids: readonly string[]): Promise<AlertRow[]> {
    if (ids.length === 0) return [];
    return this.db.tenant.$queryRaw<AlertRow[]>`
      SELECT ${alertColumns} FROM saas_unified_alerts a WHERE a.id = ANY (${[...ids]}::uuid[])`;
  }
}

function conditions(query: AlertQuery): Prisma.SystemAlertWhereInput {
  const { states, severities, sources, names, isSuppressed, search, from, to } = query;
  return {
    ...(states != null && { state: { in: states } }),
    ...(severities != null && { severity: { in: severities } }),
    ...(sources != null && { source: { in: sources } }),
    ...(names != null && { name: { in: names } }),
    ...(isSuppressed != null && { suppressedAt: isSuppressed ? { not: null } : null }),
    ...(search != null && {
      OR: [
        { titleZh: { contains: search, mode: "insensitive" } },
        { titleEn: { contains: search, mode: "insensitive" } },
        { summaryZh: { contains: search, mode: "insensitive" } },
        { summaryEn: { contains: search, mode: "insensitive" } },
      ],
    }),
    ...((from ?? to) != null && {
      raisedAt: { ...(from != null && { gte: from }), ...(to != null && { lt: to }) },
    }),
  };
}

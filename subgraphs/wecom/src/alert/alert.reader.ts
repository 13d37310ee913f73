import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { WecomDatabase } from "../wecom.database.ts";
import { alertKinds, alertSeverities, alertStates } from "./alert.codes.ts";
import type { AccountAlertFilter } from "./alert.input.ts";
import type {
  AccountAlert,
  AccountAlertActionResult,
  AccountAlertEntry,
  AccountAlertPoint,
  AccountAlertSummary,
} from "./alert.model.ts";
import { alertsWithinReach } from "./alert.scope.ts";
import { actionViewOf, alertViewOf, entryViewOf } from "./alert.view.ts";

const right = "alert:read";
const dayMs = 24 * 3_600_000;
const pointsMax = 200;

const newestFirst: readonly OrderColumn[] = [
  { field: "raisedAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];
const inTurn: readonly OrderColumn[] = [
  { field: "at", kind: "date", direction: "asc" },
  { field: "id", kind: "uuid", direction: "asc" },
];

/** Reads alerts for people: whatever is asked, only what the caller's rights reach. */
export class AlertReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  async page(
    { principal }: RequestContext,
    filter: AccountAlertFilter,
    args: PageArgs,
  ): Promise<Page<AccountAlert>> {
    const reach = await alertsWithinReach(this.db, principal, right);
    return this.pageOf({ AND: [reach, conditionOf(filter)] }, args);
  }

  /** Null for what the caller's rights do not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<AccountAlert | null> {
    return context.loader(this.load).load(id);
  }

  fresh(context: RequestContext, id: string): Promise<AccountAlert | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  /** What is open now, and what ended within a day. */
  async summary({ principal }: RequestContext, filter: AccountAlertFilter): Promise<AccountAlertSummary> {
    const asOf = this.clock();
    const reach = await alertsWithinReach(this.db, principal, right);
    const recent = {
      OR: [{ state: { not: "RESOLVED" } }, { resolvedAt: { gt: new Date(asOf.getTime() - dayMs) } }],
    };
    const where = { AND: [reach, recent, conditionOf(filter)] };
    const { accountAlert } = this.db.tenant;
    const [states, kinds] = await Promise.all([
      accountAlert.groupBy({ by: ["state", "severity"], where, _count: { _all: true } }),
      accountAlert.groupBy({
        by: ["kind"],
        where: { AND: [where, { state: { not: "RESOLVED" } }] },
        _count: { _all: true },
      }),
    ]);
    const counted = new Map(states.map((row) => [`${row.state} ${row.severity}`, row._count._all]));
    return {
      counts: alertStates.flatMap((state) =>
        alertSeverities.map((severity) => ({
          state,
          severity,
          count: counted.get(`${state} ${severity}`) ?? 0,
        })),
      ),
      kinds: kinds
        .map(({ kind, _count }) => ({ kind: oneOf(alertKinds, kind), count: _count._all }))
        .toSorted((a, b) => b.count - a.count),
      asOf,
    };
  }

  /** Of an account that the caller was allowed to read; the right to its alerts is a right of its own. */
  async ofAccount(
    { principal }: RequestContext,
    accountId: string,
    filter: AccountAlertFilter,
    args: PageArgs,
  ): Promise<Page<AccountAlert>> {
    const reach = await alertsWithinReach(this.db, principal, right);
    return this.pageOf({ AND: [reach, { accountId }, conditionOf(filter)] }, args);
  }

  openCount(context: RequestContext, accountId: string): Promise<number> {
    return context.loader(this.countOpen).load(accountId);
  }

  entries({ id }: AccountAlert, args: PageArgs): Promise<Page<AccountAlertEntry>> {
    // What was measured is what the chart is for; a timeline of it would be a list of numbers.
    const where: Prisma.AccountAlertEntryWhereInput = { alertId: id, type: { not: "MEASURED" } };
    return keysetPage(
      args,
      inTurn,
      async ({ where: after, ...query }) => {
        const rows = await this.db.tenant.accountAlertEntry.findMany({
          where: { AND: [where, after] },
          ...query,
        });
        return rows.map(entryViewOf);
      },
      () => this.db.tenant.accountAlertEntry.count({ where }),
    );
  }

  /** What was measured while it lasted, evenly thinned out; the worst of each stretch stays. */
  points({ id, unit }: AccountAlert): Promise<AccountAlertPoint[]> {
    const isLow = unit === "POINTS" || unit === "DAYS";
    return this.db.tenant.$queryRaw<AccountAlertPoint[]>`
      SELECT at, value FROM (
        SELECT at, value, row_number() OVER (PARTITION BY part ORDER BY CASE WHEN ${isLow} THEN value ELSE -value END, at) AS place
        FROM (
          SELECT at, value, ntile(${pointsMax}::int) OVER (ORDER BY at, id) AS part FROM wegraph_account_alert_entries
          WHERE alert_id = ${id}::uuid AND value IS NOT NULL AND type <> 'ACTION') AS parts) AS ranked
      WHERE place = 1 ORDER BY at`;
  }

  async actions({ id }: AccountAlert): Promise<AccountAlertActionResult[]> {
    const rows = await this.db.tenant.accountAlertAction.findMany({
      where: { alertId: id },
      orderBy: { action: "asc" },
    });
    return rows.map(actionViewOf);
  }

  private pageOf(condition: Prisma.AccountAlertWhereInput, args: PageArgs): Promise<Page<AccountAlert>> {
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) => {
        const rows = await this.db.tenant.accountAlert.findMany({
          where: { AND: [condition, where] },
          ...query,
        });
        return rows.map(alertViewOf);
      },
      () => this.db.tenant.accountAlert.count({ where: condition }),
    );
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const reach = await alertsWithinReach(this.db, principal, right);
    const rows = await this.db.tenant.accountAlert.findMany({
      where: { AND: [{ id: { in: [...ids] } }, reach] },
    });
    return inOrder(ids, rows.map(alertViewOf));
  };

  private readonly countOpen = async (ids: readonly string[], { principal }: RequestContext) => {
    const reach = await alertsWithinReach(this.db, principal, right);
    const counts = await this.db.tenant.accountAlert.groupBy({
      by: ["accountId"],
      where: { AND: [{ accountId: { in: [...ids] } }, { state: { not: "RESOLVED" } }, reach] },
      _count: { _all: true },
    });
    const known = new Map(counts.map(({ accountId, _count }) => [accountId, _count._all]));
    return ids.map((id) => known.get(id) ?? 0);
  };
}

function conditionOf(filter: AccountAlertFilter): Prisma.AccountAlertWhereInput {
  const { states, severities, kinds, accountIds, search, raisedFrom, raisedTo } = filter;
  // Spelt as the index of what is not over is, or that index would lie idle.
  const isOver = states?.includes("RESOLVED") ?? true;
  return {
    AND: [
      ...(isOver ? [] : [{ state: { not: "RESOLVED" } }]),
      ...(states ? [{ state: { in: states } }] : []),
      ...(severities ? [{ severity: { in: severities } }] : []),
      ...(kinds ? [{ kind: { in: kinds } }] : []),
      ...(accountIds ? [{ accountId: { in: accountIds } }] : []),
      ...(search ? [{ accountName: { contains: search, mode: "insensitive" as const } }] : []),
      ...(raisedFrom ? [{ raisedAt: { gte: raisedFrom } }] : []),
      ...(raisedTo ? [{ raisedAt: { lt: raisedTo } }] : []),
    ],
  };
}

import type { Prisma } from "@wegraph/db-wecom/client";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { accountStatuses } from "../account/account.machine.ts";
import type { AccountStatus } from "../account/account.machine.ts";
import type { Account } from "../account/account.model.ts";
import { withinReach } from "../account/account.scope.ts";
import { changeViewOf } from "../account/account.view.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { AccountStatistics, AccountStatusChange } from "./history.model.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "at", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Of one account the version tells the order, also within a millisecond, and no two changes share it. */
const latestFirst: readonly OrderColumn[] = [{ field: "version", kind: "number", direction: "desc" }];

const statisticsMaxMs = 90 * 24 * 3_600_000;

/** Reads what happened to accounts. */
export class HistoryReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  /** Of one account the caller was already shown. */
  ofAccount(accountId: string, args: PageArgs): Promise<Page<AccountStatusChange>> {
    return this.page({ accountId }, latestFirst, args);
  }

  /** Of all accounts the caller may see. */
  recent({ principal }: RequestContext, args: PageArgs): Promise<Page<AccountStatusChange>> {
    const account = withinReach(principal, "account:read");
    return this.page(Object.keys(account).length === 0 ? {} : { account }, newestFirst, args);
  }

  async statistics(account: Account, asked: Date): Promise<AccountStatistics> {
    const now = this.clock();
    const earliest = Math.max(account.createdAt.getTime(), now.getTime() - statisticsMaxMs);
    const since = new Date(Math.min(now.getTime(), Math.max(asked.getTime(), earliest)));
    const [spans, [counts]] = await Promise.all([
      this.timeInState(account, since, now),
      this.counts(account, since),
    ]);
    const wholeMs = Math.max(1, now.getTime() - since.getTime());
    const msOf = new Map(spans.map(({ status, ms }) => [status, ms]));
    return {
      since,
      timeInState: accountStatuses
        .filter((status) => msOf.has(status))
        .map((status) => ({ status, ms: msOf.get(status) ?? 0, share: (msOf.get(status) ?? 0) / wholeMs })),
      onlineRatio: (msOf.get("ONLINE") ?? 0) / wholeMs,
      meanTimeToRecoverMs: counts?.recoverMs ?? null,
      recoveries: counts?.recoveries ?? 0,
      transitions: counts?.transitions ?? 0,
    };
  }

  private page(
    where: Prisma.AccountStatusChangeWhereInput,
    order: readonly OrderColumn[],
    args: PageArgs,
  ): Promise<Page<AccountStatusChange>> {
    return keysetPage(
      args,
      order,
      async ({ where: beyond, orderBy, take }) => {
        const rows = await this.db.tenant.accountStatusChange.findMany({
          where: { AND: [where, beyond] },
          orderBy,
          take,
        });
        return rows.map(changeViewOf);
      },
      () => this.db.tenant.accountStatusChange.count({ where }),
    );
  }

  /** Each stay lasts from its change to the next one; the first began before the time asked for. */
  private timeInState({ id, status }: Account, since: Date, now: Date) {
    return this.db.tenant.$queryRaw<{ status: AccountStatus; ms: number }[]>`
      WITH changes AS (
        SELECT at, version, from_status, to_status FROM wework_account_status_history
        WHERE account_id = ${id}::uuid AND at > ${since}),
      stays (status, began, version) AS (
        SELECT coalesce((SELECT from_status FROM changes ORDER BY at, version LIMIT 1),
            CASE WHEN EXISTS (SELECT FROM changes) THEN NULL ELSE ${status} END), ${since}::timestamptz, 0
        UNION ALL SELECT to_status, at, version FROM changes),
      spans AS (
        SELECT status, began, lead(began, 1, ${now}::timestamptz) OVER (ORDER BY began, version) AS ended FROM stays)
      SELECT status, (sum(extract(epoch FROM ended - began)) * 1000)::float8 AS ms
      FROM spans WHERE status IS NOT NULL GROUP BY status HAVING sum(extract(epoch FROM ended - began)) > 0`;
  }

  /** A recovery takes from the outage's beginning to ONLINE, over however many attempts. */
  private counts({ id }: Account, since: Date) {
    return this.db.tenant.$queryRaw<{ transitions: number; recoveries: number; recoverMs: number | null }[]>`
      WITH changes AS (
        SELECT at, event, from_status, to_status,
          max(at) FILTER (WHERE from_status = 'ONLINE' AND to_status = 'ERROR') OVER (ORDER BY at, version) AS outage
        FROM wework_account_status_history WHERE account_id = ${id}::uuid)
      SELECT count(*) FILTER (WHERE at > ${since})::int AS transitions,
        count(*) FILTER (WHERE at > ${since} AND event = 'RECOVERED')::int AS recoveries,
        (avg(extract(epoch FROM at - outage)) FILTER (WHERE at > ${since} AND event = 'RECOVERED') * 1000)::float8 AS "recoverMs"
      FROM changes`;
  }
}

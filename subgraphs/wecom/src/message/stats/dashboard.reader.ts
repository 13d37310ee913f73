import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import type { WecomDatabase } from "../../wecom.database.ts";
import { dayName, dayStart } from "../acceptance/plan.rules.ts";
import type { ProviderLimits } from "../limits/limits.service.ts";
import { limitIn } from "../limits/limits.ts";
import type { MessageReach } from "../message.reach.ts";
import type { AccountDashboard, AccountDay } from "./dashboard.model.ts";
import { noSums, summed, sumsOf } from "./stats.sql.ts";
import type { SumsRow } from "./stats.sql.ts";

export const daysMax = 93;
const waitingMax = 10_000;

interface Standing {
  accountId: string;
  promised: number;
  memberLimit: number | null;
  waiting: number;
}

/** What single accounts do with messages: today, and day by day. */
export class AccountDashboardReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: MessageReach,
    private readonly limits: ProviderLimits,
    private readonly clock: () => Date,
  ) {}

  /** Null for an account whose messages are not the caller's to see. */
  dashboard(context: RequestContext, accountId: string): Promise<AccountDashboard | null> {
    return context.loader(this.load).load(accountId);
  }

  /** The days, today included, in which there was anything; oldest first. */
  async days(
    context: RequestContext,
    accountId: string,
    { days, timeZone }: { days: number; timeZone: string },
  ): Promise<AccountDay[]> {
    if (!Number.isInteger(days) || days < 1 || days > daysMax)
      throw invalidInput([{ path: ["days"], message: `1 to ${daysMax}` }]);
    if (!isTimeZone(timeZone)) throw invalidInput([{ path: ["timeZone"], message: "not an IANA time zone" }]);
    const mine = await this.reach.accountTest(context.principal, "message:read");
    if (!mine(accountId)) return [];
    const now = this.clock();
    const rows = await this.db.tenant.$queryRaw<(SumsRow & { day: string })[]>`
      SELECT to_char(hour AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day, ${summed} FROM wegraph_message_stats
      WHERE account_id = ${accountId}::uuid AND tenant_id = ${context.principal.tenantId}::uuid
        AND hour >= date_trunc('day', ${now}::timestamptz, ${timeZone}) - ${days - 1}::int * interval '1 day'
      GROUP BY 1 ORDER BY 1`;
    return rows.map((row) => ({ day: row.day, ...sumsOf(row) }));
  }

  private readonly load = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(AccountDashboard | null)[]> => {
    const now = this.clock();
    const mine = await this.reach.accountTest(principal, "message:read");
    const wanted = ids.filter(mine);
    const perMember = limitIn(await this.limits.inForce(), "app_day").amount;
    const [sums, standings] = await Promise.all([
      this.db.tenant.$queryRaw<(SumsRow & { accountId: string })[]>`
        SELECT account_id AS "accountId", ${summed} FROM wegraph_message_stats
        WHERE tenant_id = ${principal.tenantId}::uuid AND account_id = ANY (${wanted}::uuid[])
          AND hour >= ${dayStart(now, 0)}::timestamptz
        GROUP BY account_id`,
      this.db.tenant.$queryRaw<Standing[]>`
        SELECT a.id AS "accountId", coalesce(u.promised, 0) AS promised, p.member_limit AS "memberLimit", w.waiting
        FROM unnest(${wanted}::uuid[]) AS a (id)
        LEFT JOIN wegraph_message_usage u ON u.account_id = a.id AND u.day = ${dayName(now, 0)}::date
        LEFT JOIN wegraph_account_apps p ON p.account_id = a.id,
        LATERAL (SELECT count(*)::int AS waiting FROM (
          SELECT FROM wework_message_records m
          WHERE m.account_id = a.id AND m.status = ANY ('{PENDING,QUEUED,SENDING}') LIMIT ${waitingMax}::int) AS some_of_them) AS w`,
    ]);
    const sumsById = new Map(sums.map((row) => [row.accountId, row]));
    const standingOf = new Map(standings.map((row) => [row.accountId, row]));
    return ids.map((id) => {
      const standing = standingOf.get(id);
      if (!standing) return null;
      const { waiting, promised, memberLimit } = standing;
      return {
        today: sumsOf(sumsById.get(id) ?? noSums),
        waiting,
        promisedToday: promised,
        quotaPerDay: memberLimit === null ? null : memberLimit * perMember,
        asOf: now,
      };
    });
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

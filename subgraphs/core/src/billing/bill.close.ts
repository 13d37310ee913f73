import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import { invalidInput } from "@wegraph/kit/errors";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Notices } from "../notification/notice.ts";
import type { UsageRollUp } from "../quota/usage/usage.rollUp.ts";
import { billClosed } from "./bill.events.ts";
import type { Month, MonthReader } from "./bill.month.ts";
import { moneyText } from "./money.ts";

/** Why billing works across tenants, and in whose name it closes months. */
export const purpose = "billing";

/** After a month's end its last usage may still arrive: calls that a gateway holds, and what is taken back. */
const closeDelayMs = 60 * 60_000;
/** So many months back a close that was missed is made up for. */
const monthsCaughtUp = 3;

interface CloserOptions {
  db: CoreDatabase;
  months: MonthReader;
  rollUp: UsageRollUp;
  notices: Notices;
  clock: () => Date;
}

interface Due {
  tenantId: string;
  period: string;
}

/** Makes bills of months that are over: one for each tenant and month, whoever closes it how often. */
export class BillCloser {
  constructor(private readonly options: CloserOptions) {}

  /**
   * Returns the bill's id; of a month that is closed already that of its bill.
   *
   * @throws AppError INVALID_INPUT for a month that is not over, or in which there was no such tenant.
   */
  async close(origin: Origin, { tenantId, period }: Due): Promise<string> {
    const { db, months, rollUp, clock } = this.options;
    await rollUp.run(tenantId);
    const closedAt = clock();
    return db.system(purpose).$transaction(async (tx) => {
      const known = await billId(tx, tenantId, period);
      if (known !== undefined) return known;
      const month = await months.month(tx, tenantId, period);
      refuseOpen(month, closedAt);
      const id = v7();
      const closedById = origin.actor.kind === "USER" ? origin.actor.id : null;
      const { lines, planFee, overage, total, isBefore: _, ...rest } = month;
      const { count } = await tx.bill.createMany({
        data: [{ id, ...rest, lines, planFee, overage, total, closedAt, closedById }],
        skipDuplicates: true,
      });
      // Somebody else was faster: one bill, and told of once.
      if (count === 0) return (await billId(tx, tenantId, period)) ?? id;
      await this.tell(tx, origin, id, month);
      return id;
    });
  }

  /** Closes the months that are over for the tenants that have no bill for them. Returns how many. */
  async closeDue(signal?: AbortSignal): Promise<number> {
    const due = await this.options.db.system(purpose).$queryRaw<Due[]>`
      SELECT t.id AS "tenantId", to_char(m.first, 'YYYY-MM') AS period
      FROM saas_tenants t,
        LATERAL (SELECT (${this.options.clock()}::timestamptz - make_interval(secs => ${closeDelayMs / 1_000}::float8)) AT TIME ZONE t.time_zone AS now) l,
        LATERAL (SELECT date_trunc('month', l.now) - make_interval(months => n) AS first FROM generate_series(1, ${monthsCaughtUp}::int) n) m
      WHERE NOT t.is_platform AND t.created_at < (m.first + interval '1 month') AT TIME ZONE t.time_zone
        AND (t.deleted_at IS NULL OR t.deleted_at >= m.first AT TIME ZONE t.time_zone)
        AND NOT EXISTS (SELECT FROM saas_billing_records b WHERE b.tenant_id = t.id AND b.period = to_char(m.first, 'YYYY-MM'))
      ORDER BY m.first, t.id`;
    let closed = 0;
    for (const each of due) {
      if (signal?.aborted) break;
      await this.close(systemOrigin(purpose, each.tenantId), each);
      closed += 1;
    }
    return closed;
  }

  private async tell(tx: Tx, origin: Origin, billIdOf: string, month: Month): Promise<void> {
    const { tenantId, period, currency, total } = month;
    const own = { ...origin, tenantId };
    await announce(tx, own, billClosed, { billId: billIdOf, period, currency, total });
    const record = {
      action: "bill.closed",
      resourceType: "bill",
      resourceId: billIdOf,
      changes: [
        { field: "period", after: period },
        { field: "total", after: total },
        { field: "currency", after: currency },
      ],
    };
    await audit(tx, domain, own, record);
    if (origin.tenantId !== tenantId) await audit(tx, domain, origin, record);
    // A bill of nothing is there to be read, and nobody's news.
    if (total === 0) return;
    const sum = moneyText(total, currency);
    await this.options.notices.post(tx, {
      tenantId,
      kind: "bill-closed",
      severity: "INFO",
      title: { zh: `${period} 账单已出`, en: `Bill for ${period}` },
      body: { zh: `${period} 应付 ${sum}。`, en: `The bill for ${period} comes to ${sum}.` },
      path: `/bills/${billIdOf}`,
      subject: { type: "bill", id: billIdOf },
      audience: { permission: "billing:read" },
      channels: "BY_SEVERITY",
      dedupeKey: `bill:${period}`,
    });
  }
}

async function billId(tx: Tx, tenantId: string, period: string): Promise<string | undefined> {
  const row = await tx.bill.findUnique({
    where: { tenantId_period: { tenantId, period } },
    select: { id: true },
  });
  return row?.id;
}

function refuseOpen({ isBefore, periodEnd }: Month, now: Date): void {
  const refused = (message: string) =>
    invalidInput([{ path: ["input", "period"], message }], "BILLING_PERIOD_REFUSED");
  if (periodEnd > now) throw refused("this month is not over yet");
  if (isBefore) throw refused("there was no such tenant in this month");
}

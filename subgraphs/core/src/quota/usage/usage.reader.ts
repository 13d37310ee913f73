import { invalidInput } from "@wegraph/kit/errors";
import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { CoreDatabase } from "../../database.ts";
import { purpose } from "../quota.purpose.ts";

export interface UsageDayRow {
  day: string;
  dimension: QuotaDimension;
  used: number;
  peak: number;
  included: number | null;
  over: number;
  computedAt: Date;
}

export interface UsageQuestion {
  tenantId: string;
  /** Days of the tenant's calendar, both included: "2026-11-01". */
  from: string;
  to: string;
  dimension?: QuotaDimension | null | undefined;
}

const daysMax = 400;
const dayMs = 24 * 60 * 60_000;

/** Reads what a tenant used, day by day. Who may read which tenant is decided before. */
export class UsageReader {
  constructor(private readonly db: CoreDatabase) {}

  /** @throws AppError INVALID_INPUT for days in the wrong order, or more than 400 of them. */
  async days({ tenantId, from, to, dimension }: UsageQuestion): Promise<UsageDayRow[]> {
    const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
    if (days < 1) throw invalidInput([{ path: ["to"], message: "not before from" }], "RANGE_REFUSED");
    if (days > daysMax)
      throw invalidInput([{ path: ["to"], message: `at most ${daysMax} days` }], "RANGE_REFUSED");
    const dimensions = dimension ? [dimension] : [...quotaDimensions];
    return this.db.system(purpose).$queryRaw<UsageDayRow[]>`
      SELECT to_char(day, 'YYYY-MM-DD') AS day, dimension, used::float8 AS used, peak::float8 AS peak, included::float8 AS included,
        over::float8 AS over, computed_at AS "computedAt"
      FROM saas_usage_statistics
      WHERE tenant_id = ${tenantId}::uuid AND day BETWEEN ${from}::date AND ${to}::date AND dimension = ANY (${dimensions}::text[])
      ORDER BY day, dimension`;
  }
}

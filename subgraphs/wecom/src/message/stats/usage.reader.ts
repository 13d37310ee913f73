import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { refusal, scopeFor } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../../wecom.database.ts";
import { dayName } from "../acceptance/plan.rules.ts";
import type { TenantUsageDay } from "./usage.model.ts";

const right = "message:read";
const daysMax = 400;

/** Reads what the tenant used, day by day. */
export class TenantUsageReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  /** @throws AppError FORBIDDEN for whoever sees only some of the tenant's accounts: these sums hold all of them. */
  async days({ principal }: RequestContext, days: number): Promise<TenantUsageDay[]> {
    if (scopeFor(principal, right) !== "TENANT") throw refusal(principal, [right]);
    if (!Number.isInteger(days) || days < 1 || days > daysMax)
      throw invalidInput([{ path: ["days"], message: `1 to ${daysMax}` }]);
    const since = new Date(dayName(this.clock(), 1 - days));
    const rows = await this.db.tenant.tenantUsage.findMany({
      where: { day: { gte: since } },
      orderBy: { day: "asc" },
    });
    return rows.map(({ day, ...row }) => ({ ...row, day: day.toISOString().slice(0, 10) }));
  }
}

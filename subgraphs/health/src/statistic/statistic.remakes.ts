import type { HealthDatabase } from "../health.database.ts";
import { setMark } from "../jobMark.ts";
import { statisticPeriods } from "./statistic.codes.ts";
import type { StatisticPeriod } from "./statistic.codes.ts";

export const statisticPurpose = "health-statistics";

/** Tenants whose sums are to be made again from the first reading on, for their days begin at another moment now. */
export class StatisticRemakes {
  constructor(
    private readonly db: HealthDatabase,
    private readonly clock: () => Date,
  ) {}

  /** Asking twice is asking once. */
  async ask(tenantId: string): Promise<void> {
    const now = this.clock();
    for (const period of statisticPeriods)
      await setMark(this.db.system(statisticPurpose), `${prefix(period)}${tenantId}`, now);
  }

  async asked(period: StatisticPeriod): Promise<string[]> {
    const rows = await this.db.system(statisticPurpose).jobMark.findMany({
      where: { name: { startsWith: prefix(period) } },
      select: { name: true },
      orderBy: { name: "asc" },
    });
    return rows.map(({ name }) => name.slice(prefix(period).length));
  }

  /** @param since when the work began: what was asked for afterwards is to be done once more. */
  async done(period: StatisticPeriod, tenantId: string, since: Date): Promise<void> {
    await this.db.system(statisticPurpose).jobMark.deleteMany({
      where: { name: `${prefix(period)}${tenantId}`, at: { lte: since } },
    });
  }
}

const prefix = (period: StatisticPeriod) => `${statisticPurpose} ${period} remake `;

import type { CoreDatabase } from "../../database.ts";
import { metricPurpose } from "../metric.purpose.ts";

/** How far each resolution has been rolled up. */
export class RollupMarks {
  constructor(private readonly db: CoreDatabase) {}

  /** What came late: from here on it is rolled up again. */
  async moveBack(to: Date): Promise<void> {
    await this.db.system(metricPurpose).$executeRaw`
      UPDATE wegraph_metric_rollup_marks
         SET up_to = date_bin(make_interval(secs => resolution_sec), ${to}::timestamptz, 'epoch'::timestamptz)
       WHERE up_to > ${to}`;
  }
}

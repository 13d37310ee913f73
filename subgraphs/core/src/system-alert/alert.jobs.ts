import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./alert.purpose.ts";

/** This month and so many before it: a month can be compared with the same one a year ago. */
export const alertMonthsKept = 13;
const atOnceMax = 10_000;

/** Alerts go by whole months, what happened to them after them. What lasts stays, however old. */
export function alertJobs(db: CoreDatabase, clock: () => Date): readonly ScheduledJob[] {
  return [
    {
      name: "alert-retention",
      cron: "45 3 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "告警记录保留", en: "Retention of alerts" },
      maxRunMs: 30 * 60_000,
      async run({ signal, progress }) {
        const system = db.system(purpose);
        const months = await system.$queryRaw<{ name: string }[]>`
          SELECT wegraph_drop_partitions('saas_unified_alerts', ${alertMonthsKept}::int) AS name`;
        const before = keptFrom(clock());
        await system.$executeRaw`
          DELETE FROM wegraph_system_alert_keys WHERE NOT is_open AND raised_at < ${before}::timestamptz`;
        let entries = 0;
        let step = 0;
        do {
          signal.throwIfAborted();
          // By tenant: there is an index of a tenant's entries by time, and none of everybody's.
          step = await system.$executeRaw`
            DELETE FROM wegraph_system_alert_entries WHERE id IN (
              SELECT e.id FROM saas_tenants t JOIN wegraph_system_alert_entries e ON e.tenant_id = t.id
              WHERE e.at < ${before}::timestamptz AND NOT EXISTS (SELECT FROM saas_unified_alerts a WHERE a.id = e.alert_id)
              LIMIT ${atOnceMax}::int)`;
          entries += step;
          progress(entries, null);
        } while (step === atOnceMax);
        return `${months.length} months of alerts dropped, ${entries} entries of what happened to them removed.`;
      },
    },
  ];
}

function keptFrom(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - alertMonthsKept, 1));
}

import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { purpose } from "../channel/channel.purpose.ts";
import type { CoreDatabase } from "../database.ts";

const keptMs = 90 * 24 * 3_600_000;
const batch = 2_000;

/** Notices go with all that came of them; try-outs of channels by their own age. */
export function notificationJobs(db: CoreDatabase, clock: () => Date): readonly ScheduledJob[] {
  return [
    {
      name: "notification-retention",
      cron: "20 3 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "清理过期通知", en: "Notification retention" },
      maxRunMs: 30 * 60_000,
      async run({ signal, progress }) {
        const before = new Date(clock().getTime() - keptMs);
        const system = db.system(purpose);
        let removed = 0;
        for (let more = batch; more === batch && !signal.aborted;) {
          more = await system.$executeRaw`
            DELETE FROM saas_notices WHERE id IN (
              SELECT id FROM saas_notices WHERE created_at < ${before} LIMIT ${batch})`;
          removed += more;
          progress(removed, null);
        }
        const { count } = await system.notificationDelivery.deleteMany({
          where: { noticeId: null, createdAt: { lt: before } },
        });
        return `${removed} notices and ${count} try-outs of channels removed.`;
      },
    },
  ];
}

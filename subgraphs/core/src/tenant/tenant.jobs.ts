import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { TenantPurge } from "./tenantPurge.ts";

export function tenantJobs(purge: TenantPurge): readonly ScheduledJob[] {
  return [
    {
      name: "tenant-purge",
      cron: "50 3 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "清除已删除租户的数据", en: "Purge of deleted tenants" },
      maxRunMs: 6 * 60 * 60_000,
      run: async (run) => `Data of ${await purge.run(run)} deleted tenants removed.`,
    },
  ];
}

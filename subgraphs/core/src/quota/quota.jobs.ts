import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { QuotaReconciler } from "./quota.reconcile.ts";
import type { UsageRollUp } from "./usage/usage.rollUp.ts";

interface QuotaJobsParts {
  rollUp: UsageRollUp;
  reconciler: QuotaReconciler;
}

export function quotaJobs({ rollUp, reconciler }: QuotaJobsParts): readonly ScheduledJob[] {
  return [
    {
      name: "usage-roll-up",
      cron: "*/5 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "用量汇总", en: "Usage roll-up" },
      maxRunMs: 10 * 60_000,
      async run() {
        return `${await rollUp.run()} sums of usage written.`;
      },
    },
    {
      name: "quota-reconciliation",
      cron: "35 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "配额对账", en: "Quota reconciliation" },
      maxRunMs: 10 * 60_000,
      async run() {
        return `${await reconciler.seats()} seats were counted wrong.`;
      },
    },
    {
      name: "quota-reset",
      cron: "50 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "配额窗口清理", en: "Quota reset" },
      maxRunMs: 30 * 60_000,
      async run() {
        return `${await rollUp.tidy()} keys and counters of windows that are over removed.`;
      },
    },
  ];
}

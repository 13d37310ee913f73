import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { BillCloser } from "./bill.close.ts";

/** Hourly, because tenants' months end in time zones of their own. */
export function billingJobs(closer: BillCloser): readonly ScheduledJob[] {
  return [
    {
      name: "billing-close",
      cron: "10 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "账单出账", en: "Billing close" },
      maxRunMs: 30 * 60_000,
      async run({ signal }) {
        return `${await closer.closeDue(signal)} months closed.`;
      },
    },
  ];
}

import type { Bus } from "@wegraph/kit/bus";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import { BillCloser } from "../billing/bill.close.ts";
import { MonthReader } from "../billing/bill.month.ts";
import { BillReader } from "../billing/bill.reader.ts";
import { billingJobs } from "../billing/billing.jobs.ts";
import type { CoreDatabase } from "../database.ts";
import type { Notices } from "../notification/notice.ts";
import { QuotaAdmin } from "./quota.admin.ts";
import { FullHints } from "./quota.hints.ts";
import type { HintStore } from "./quota.hints.ts";
import { quotaJobs } from "./quota.jobs.ts";
import { QuotaLedger } from "./quota.ledger.ts";
import { QuotaReleases } from "./quota.listener.ts";
import { QuotaReader } from "./quota.reader.ts";
import { QuotaReconciler } from "./quota.reconcile.ts";
import { RuleBook } from "./quota.ruleBook.ts";
import { QuotaSteps } from "./quota.steps.ts";
import { QuotaTicker } from "./quota.ticker.ts";
import { UsageReader } from "./usage/usage.reader.ts";
import { UsageRollUp } from "./usage/usage.rollUp.ts";

export interface QuotaOptions {
  db: CoreDatabase;
  settings: LiveSettings;
  notices: Notices;
  /** For hints only; without it everything is as right. */
  redis?: HintStore | undefined;
  clock: () => Date;
  log: Logger;
}

export type QuotaParts = ReturnType<typeof assembleQuotas>;

/** What tenants may use and use, and what they pay for it. */
export function assembleQuotas({ db, settings, notices, redis, clock, log }: QuotaOptions) {
  const rules = new RuleBook(db, settings, clock);
  const ticker = new QuotaTicker(db, log);
  const onChange = ticker.note.bind(ticker);
  const steps = new QuotaSteps(notices);
  const ledger = new QuotaLedger({ db, rules, hints: new FullHints(redis), steps, onChange, clock });
  const reconciler = new QuotaReconciler({ db, rules, onChange, clock });
  const rollUp = new UsageRollUp(db, clock);
  const months = new MonthReader(rules, settings);
  const closer = new BillCloser({ db, months, rollUp, notices, clock });
  const releases = new QuotaReleases(db, ledger);
  let listener: { stop(): Promise<void> } | undefined;

  return {
    ledger,
    rules,
    reconciler,
    releases,
    ticker,
    rollUp,
    closer,
    clock,
    admin: new QuotaAdmin({ db, reconciler, onChange, clock }),
    reader: new QuotaReader(db, rules),
    usage: new UsageReader(db),
    bills: new BillReader(db, rules, months, rollUp),
    jobs: [...quotaJobs({ rollUp, reconciler }), ...billingJobs(closer)],
    async start(bus: Bus): Promise<void> {
      ticker.start();
      // Who was there before seats were counted.
      await reconciler.seats();
      listener = await releases.listen(bus);
    },
    async stop(): Promise<void> {
      await listener?.stop();
      await ticker.stop();
    },
  };
}

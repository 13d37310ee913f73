import type { Bus } from "@wegraph/kit/bus";
import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { CoreDatabase } from "../database.ts";
import type { MetricReader } from "../metric/metric.reader.ts";
import { BackTester } from "../monitor/backTest.ts";
import { MonitorEvaluator, evaluateEveryMs } from "../monitor/evaluator.ts";
import { MonitorRuleReader } from "../monitor/rule.reader.ts";
import { MonitorRuleService } from "../monitor/rule.service.ts";
import type { Notices } from "../notification/notice.ts";
import { AccountAlertIntake } from "./accountAlerts.ts";
import { SystemAlertReader } from "./alert.reader.ts";
import { SystemAlertService } from "./alert.service.ts";
import { AlertPolicyService } from "./policy/policy.service.ts";
import { SilenceReader } from "./silence/silence.reader.ts";
import { SilenceService } from "./silence/silence.service.ts";
import { AlertEscalator, escalateEveryMs } from "./telling/escalator.ts";
import { AlertSuppressor, refreshEveryMs } from "./telling/suppressor.ts";
import { AlertTeller } from "./telling/teller.ts";

export interface AlertingOptions {
  db: CoreDatabase;
  /** Of whichever tenant. */
  reader: MetricReader;
  notices: Notices;
  clock: () => Date;
  log: Logger;
}

export type Alerting = ReturnType<typeof assembleAlerting>;

const tellEveryMs = 1_000;

/** From measurements and other domains' alerts to what people are told: its parts, and its background work. */
export function assembleAlerting({ db, reader, notices, clock, log }: AlertingOptions) {
  const evaluator = new MonitorEvaluator(db, reader, clock);
  const suppressor = new AlertSuppressor(db, clock);
  const escalator = new AlertEscalator(db, clock);
  const teller = new AlertTeller(db, notices, clock, log);
  const intake = new AccountAlertIntake(db, clock);
  const repeating = (work: () => Promise<unknown>, everyMs: number, complaint: string) =>
    new Repeating({ work, everyMs, firstAfterMs: everyMs, complaint, log });
  const works = [
    repeating(() => evaluator.evaluate(), evaluateEveryMs / 5, "monitor rules not looked at"),
    repeating(() => suppressor.refresh(), refreshEveryMs, "suppressions of alerts not refreshed"),
    repeating(() => escalator.escalate(), escalateEveryMs, "alerts not escalated"),
    repeating(() => teller.tell(), tellEveryMs, "alerts not told of"),
  ];
  let listener: { stop(): Promise<void> } | undefined;

  return {
    evaluator,
    suppressor,
    escalator,
    teller,
    intake,
    alerts: new SystemAlertService(db, clock),
    alertReader: new SystemAlertReader(db, clock),
    rules: new MonitorRuleService(db, clock),
    ruleReader: new MonitorRuleReader(db),
    backTester: new BackTester(reader, clock),
    silences: new SilenceService(db, clock),
    silenceReader: new SilenceReader(db, clock),
    policies: new AlertPolicyService(db, clock),
    clock,
    async start(bus: Bus): Promise<void> {
      for (const work of works) work.start();
      listener = await intake.listen(bus);
    },
    async stop(): Promise<void> {
      await listener?.stop();
      await Promise.all(works.map((work) => work.stop()));
    },
  };
}

import type { EventFeed } from "@wegraph/kit/feed";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { AlertCorrections } from "../alert/alert.corrections.ts";
import type { AlertEndings } from "../alert/alert.endings.ts";
import type { AlertDesk } from "../alert/finding.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import type { PatientReader } from "../patient/patient.reader.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { BackTestResolver } from "./backtest/backTest.resolver.ts";
import { BackTester } from "./backtest/backTest.ts";
import { HistoryStore } from "./backtest/history.store.ts";
import { SilenceLook } from "./look/silence.look.ts";
import { TrendLook } from "./look/trend.look.ts";
import { RuleRetrial } from "./retrial/retrial.ts";
import { Baselines } from "./rule.baseline.store.ts";
import { RuleBooks } from "./rule.books.ts";
import { RuleEvaluator } from "./rule.evaluator.ts";
import { RuleReader } from "./rule.reader.ts";
import { HealthRuleResolver } from "./rule.resolver.ts";
import { RuleService } from "./rule.service.ts";
import { ruleEventResolver } from "./ruleEvent.resolver.ts";
import { RuleReachResolver } from "./ruleReach.resolver.ts";

interface Given {
  db: HealthDatabase;
  desk: AlertDesk<Tx>;
  endings: AlertEndings;
  corrections: AlertCorrections;
  access: PatientAccess;
  settings: LiveSettings;
  zones: TenantZones;
  clock: () => Date;
}

export type RuleParts = ReturnType<typeof assembleRules>;

/** Everything about rules: what is made of what. */
export function assembleRules({ db, desk, endings, corrections, access, settings, zones, clock }: Given) {
  const books = new RuleBooks(clock);
  const baselines = new Baselines();
  return {
    books,
    trends: new TrendLook({ db, books, baselines, desk, clock }),
    silences: new SilenceLook({ db, books, desk, endings, clock }),
    evaluator: new RuleEvaluator(books, desk),
    retrial: new RuleRetrial({ books, baselines, corrections, settings }),
    reader: new RuleReader(db, clock),
    service: new RuleService(db, endings, clock),
    tester: new BackTester(new HistoryStore(db), access, zones),
  };
}

/** The face of rules in the graph. */
export function ruleResolvers(
  { reader, service, tester }: RuleParts,
  patients: PatientReader,
  feed: EventFeed,
): object[] {
  return [
    new HealthRuleResolver(reader, service),
    new RuleReachResolver(patients),
    new BackTestResolver(tester),
    ruleEventResolver(feed, reader),
  ];
}

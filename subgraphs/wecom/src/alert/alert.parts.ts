import type { EventFeed } from "@wegraph/kit/feed";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { AccountReader } from "../account/account.reader.ts";
import type { Transitions } from "../account/account.transitions.ts";
import type { ProviderLimits } from "../message/limits/limits.service.ts";
import { MessageReassign } from "../message/routing/message.reassign.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { AccountAlertFieldResolver } from "./accountAlertField.resolver.ts";
import type { AccountSignals } from "./accountSignals.ts";
import { AlertActions } from "./alert.actions.ts";
import { AlertEvaluator } from "./alert.evaluator.ts";
import { AlertKeeper } from "./alert.keeper.ts";
import { AlertReader } from "./alert.reader.ts";
import { AlertEntryResolver, AlertResolver } from "./alert.resolver.ts";
import { AlertService } from "./alert.service.ts";
import { alertEventResolver } from "./alertEvent.resolver.ts";
import { AlertRuleResolver } from "./rule/rule.resolver.ts";
import { AlertRules } from "./rule/rule.service.ts";
import { SendingPauses } from "./sendingPauses.ts";

interface Given {
  db: WecomDatabase;
  feed: EventFeed;
  transitions: Transitions;
  limits: ProviderLimits;
  signals: AccountSignals;
  settings: LiveSettings;
  clock: () => Date;
  log: Logger;
}

export type AlertParts = ReturnType<typeof assembleAlerts>;

/** Everything about alerts: what is made of what. */
export function assembleAlerts(given: Given) {
  const { db, feed, transitions, limits, signals, settings, clock, log } = given;
  const reassign = new MessageReassign(limits, clock);
  const evaluator = new AlertEvaluator(db, settings, clock);
  const actions = new AlertActions({ db, transitions, reassign, clock, log });
  return {
    evaluator,
    actions,
    signals,
    keeper: new AlertKeeper({ db, feed, evaluator, actions, signals, log }),
    reader: new AlertReader(db, clock),
    service: new AlertService(db, clock),
    rules: new AlertRules(db, clock),
    pauses: new SendingPauses(db),
  };
}

/** The face of alerts in the graph. */
export function alertResolvers(parts: AlertParts, accounts: AccountReader, feed: EventFeed): object[] {
  const { reader, service, pauses } = parts;
  return [
    new AlertResolver(reader, service, accounts),
    new AlertEntryResolver(),
    new AlertRuleResolver(parts.rules),
    new AccountAlertFieldResolver(reader, service, pauses, accounts),
    alertEventResolver(feed, reader),
  ];
}

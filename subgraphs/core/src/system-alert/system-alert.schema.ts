import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed } from "@wegraph/kit/feed";
import { MonitorRuleResolver } from "../monitor/rule.resolver.ts";
import { asRule } from "../monitor/rule.view.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { SystemAlertEntryResolver, SystemAlertResolver } from "./alert.resolver.ts";
import { asAlert } from "./alert.view.ts";
import { systemAlertEventResolver } from "./alertEvent.resolver.ts";
import { AlertPolicyResolver } from "./policy/policy.resolver.ts";
import { AlertSilenceResolver } from "./silence/silence.resolver.ts";
import type { Alerting } from "./system-alert.parts.ts";

/** Rules, alerts, silences and the policy in the graph. */
export function alertingResolvers(parts: Alerting, feed: EventFeed, users: UserDirectory): object[] {
  const { alerts, alertReader, rules, ruleReader, backTester, silences, silenceReader, policies, clock } =
    parts;
  return [
    new SystemAlertResolver(alerts, alertReader, users),
    new SystemAlertEntryResolver(users),
    systemAlertEventResolver(feed, alertReader),
    new MonitorRuleResolver(rules, ruleReader, backTester),
    new AlertSilenceResolver(silences, silenceReader, users, clock),
    new AlertPolicyResolver(policies),
  ];
}

/** For other domains that refer to one of these by its id. */
export function alertingReferences({ alertReader, ruleReader }: Alerting) {
  return {
    SystemAlert: {
      requires: "system-alert:read",
      load: async (id: string, context: RequestContext) => {
        const row = await alertReader.find(context, id);
        return row && asAlert(row);
      },
    },
    MonitorRule: {
      requires: "monitor-rule:read",
      load: async (id: string, context: RequestContext) => {
        const row = await ruleReader.find(context, id);
        return row && asRule(row);
      },
    },
  } as const;
}

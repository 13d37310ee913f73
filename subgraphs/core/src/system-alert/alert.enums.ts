import { registerEnumType } from "type-graphql";
import { z } from "zod";
import {
  alertChanges,
  alertEntryTypes,
  alertResolutions,
  alertSeverities,
  alertSources,
  alertStates,
  suppressionKinds,
} from "./alert.codes.ts";

export const SystemAlertSeverityEnum = z.enum(alertSeverities).enum;
registerEnumType(SystemAlertSeverityEnum, {
  name: "SystemAlertSeverity",
  description: "How bad it is.",
  valuesConfig: {
    INFO: { description: "Good to know; it is never escalated." },
    WARNING: { description: "Somebody should look today." },
    CRITICAL: { description: "Somebody must look now; quiet hours do not hold it up." },
  },
});

export const SystemAlertStateEnum = z.enum(alertStates).enum;
registerEnumType(SystemAlertStateEnum, {
  name: "SystemAlertState",
  description: "How an alert stands.",
  valuesConfig: {
    FIRING: { description: "It lasts, and nobody has taken it on." },
    ACKNOWLEDGED: { description: "It lasts, and somebody has taken it on." },
    RESOLVED: { description: "It is over." },
  },
});

export const SystemAlertSourceEnum = z.enum(alertSources).enum;
registerEnumType(SystemAlertSourceEnum, {
  name: "SystemAlertSource",
  description: "Where an alert comes from.",
  valuesConfig: {
    RULE: { description: "A monitor rule raised it." },
    WECOM: { description: "It is about a WeCom account, and is acknowledged and ended there." },
  },
});

export const SystemAlertResolutionEnum = z.enum(alertResolutions).enum;
registerEnumType(SystemAlertResolutionEnum, {
  name: "SystemAlertResolution",
  description: "Why an alert is over.",
  valuesConfig: {
    CAUSE_GONE: { description: "What was measured is good again." },
    BY_HAND: { description: "Somebody ended it." },
    RULE_CHANGED: { description: "Its rule complains of something else now." },
    RULE_DISABLED: { description: "Its rule was switched off." },
    RULE_DELETED: { description: "Its rule was deleted." },
  },
});

export const SystemAlertEntryTypeEnum = z.enum(alertEntryTypes).enum;
registerEnumType(SystemAlertEntryTypeEnum, {
  name: "SystemAlertEntryType",
  description: "What a line of a timeline tells of.",
});

export const SystemAlertChangeEnum = z.enum(alertChanges).enum;
registerEnumType(SystemAlertChangeEnum, {
  name: "SystemAlertChange",
  description: "What has happened to an alert.",
});

export const SystemAlertSuppressionKindEnum = z.enum(suppressionKinds).enum;
registerEnumType(SystemAlertSuppressionKindEnum, {
  name: "SystemAlertSuppressionKind",
  description: "Why people are not told of an alert.",
  valuesConfig: {
    SILENCED: { description: "Somebody silenced it." },
    INHIBITED: { description: "It is the consequence of another alert." },
    QUIET_HOURS: { description: "It waits until the quiet hours are over." },
    REPEATED: { description: "People were told of the same less than five minutes ago." },
    UNWANTED: { description: "The rule that raised it does not want people told." },
    OVER: { description: "It was over before anybody was told." },
  },
});

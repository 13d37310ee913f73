import { registerEnumType } from "type-graphql";
import { z } from "zod";
import {
  alertAudiences,
  alertChanges,
  alertResolutions,
  alertSeverities,
  alertStates,
  ruleKinds,
} from "./alert.codes.ts";

export const HealthAlertSeverityEnum = z.enum(alertSeverities).enum;
registerEnumType(HealthAlertSeverityEnum, {
  name: "HealthAlertSeverity",
  description:
    "How bad it is; while an alert is open it only rises, unless a reading it rested on is taken back.",
});

export const HealthAlertStateEnum = z.enum(alertStates).enum;
registerEnumType(HealthAlertStateEnum, {
  name: "HealthAlertState",
  description: "Where an alert stands.",
  valuesConfig: {
    ACTIVE: { description: "Nobody has taken it on yet." },
    ACKNOWLEDGED: { description: "Somebody looks after it; the cause lasts." },
    RESOLVED: { description: "Over. If it comes back, it is a new alert." },
  },
});

export const HealthAlertResolutionEnum = z.enum(alertResolutions).enum;
registerEnumType(HealthAlertResolutionEnum, {
  name: "HealthAlertResolution",
  description: "How an alert came to its end.",
  valuesConfig: {
    BACK_TO_NORMAL: { description: "By itself: what was measured is good again." },
    BY_HAND: { description: "A person said so." },
    RULE_DISABLED: { description: "Its rule was switched off or deleted." },
    PATIENT_GONE: { description: "The patient is not looked after any more, or withdrew the consent." },
    READING_RETRACTED: {
      description: "What it rested on was taken back, and what is left would not have raised it.",
    },
  },
});

export const HealthRuleKindEnum = z.enum(ruleKinds).enum;
registerEnumType(HealthRuleKindEnum, {
  name: "HealthRuleKind",
  description: "What a rule looks at.",
  valuesConfig: {
    THRESHOLD: { description: "A value beyond a limit." },
    TREND: { description: "A slope, or a change from what is usual for the patient." },
    NEWS2: { description: "The National Early Warning Score 2 (Royal College of Physicians, 2017)." },
    MISSING_DATA: { description: "No reading for too long." },
    DEVICE_OFFLINE: { description: "A device that is out of contact." },
  },
});

export const HealthAlertChangeEnum = z.enum(alertChanges).enum;
registerEnumType(HealthAlertChangeEnum, {
  name: "HealthAlertChange",
  description: "What happens to an alert.",
  valuesConfig: {
    REPEATED: { description: "Another reading keeps it up; told once in fifteen seconds at most." },
    WORSENED: {
      description: "It is more severe now. One that becomes CRITICAL has to be acknowledged again.",
    },
    CORRECTED: {
      description: "A reading it rested on was taken back; the others keep it up, and its cause is theirs.",
    },
    ESCALATED: { description: "Nobody took it on in time: more people are told." },
  },
});

export const HealthAlertAudienceEnum = z.enum(alertAudiences).enum;
registerEnumType(HealthAlertAudienceEnum, {
  name: "HealthAlertAudience",
  description: "Whom a level of the escalation chain tells, of those who may see the alert.",
  valuesConfig: {
    CLINICIAN: { description: "The patient's clinician; where there is none, the care team." },
    CARE_TEAM: { description: "The clinician and the care team." },
    ADMINISTRATORS: { description: "All who may handle health alerts of this patient." },
  },
});

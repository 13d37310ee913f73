import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import type { Chain } from "./alert.chain.ts";
import { alertAudiences, alertChannels, alertSeverities } from "./alert.codes.ts";

const levelsMax = 10;

export const healthAlertChain: SettingDefinition<Chain> = {
  key: "health-alert.escalation-chain",
  schema: z
    .array(
      z.object({
        afterMinutes: z.number().int().min(1).max(1_440),
        severities: z.array(z.enum(alertSeverities)).min(1),
        audience: z.enum(alertAudiences),
        channels: z.enum(alertChannels),
      }),
    )
    .max(levelsMax),
  default: [
    { afterMinutes: 5, severities: ["CRITICAL"], audience: "CARE_TEAM", channels: "BY_SEVERITY" },
    { afterMinutes: 15, severities: ["CRITICAL"], audience: "ADMINISTRATORS", channels: "BY_SEVERITY" },
  ],
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "健康告警升级链", en: "Health alerts: escalation chain" },
  description: {
    zh: "告警产生时通知责任医生；无人确认时按各级时限依次通知照护团队与有权处理健康告警的人员。",
    en: "The clinician is told when an alert is raised; each level tells more people while nobody acknowledges it: the care team, then all who may handle health alerts.",
  },
};

export const alertSettings = [healthAlertChain] as const;

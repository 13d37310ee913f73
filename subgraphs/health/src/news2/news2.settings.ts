import type { LiveSettings, SettingDefinition } from "@wegraph/kit/liveSettings";
import { z } from "zod";
import type { News2Rules } from "./news2.state.ts";

/** Six hours: the longest that the RCP's table lets pass between observations of a patient who scores more than 0 is 4 to 6 h. */
export const news2FreshMinutes: SettingDefinition<number> = {
  key: "news2.fresh-minutes",
  schema: z
    .number()
    .int()
    .min(5)
    .max(24 * 60),
  default: 6 * 60,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "NEWS2 数值有效期（分钟）", en: "NEWS2: how long a value counts (minutes)" },
  description: {
    zh: "比同组最新数值早于此时间的体征不再参与 NEWS2 评分；缺少的项目会列出。",
    en: "A vital sign that is older than the newest of its set by more than this is left out, and the score says what is missing.",
  },
};

export const news2AssumesAlertOnAir: SettingDefinition<boolean> = {
  key: "news2.assumes-alert-on-air",
  schema: z.boolean(),
  default: true,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "NEWS2 默认清醒且未吸氧", en: "NEWS2: alert and on air unless noted" },
  description: {
    zh: "未记录意识或吸氧时，按清醒、未吸氧计分，并在评分中注明；关闭后缺少任一项则不评分。",
    en: "Without a note of consciousness or oxygen, the score takes the patient for alert and on air, and says so. Off: there is no score without both.",
  },
};

export function news2RulesOf(settings: LiveSettings, tenantId: string): News2Rules {
  return {
    freshMs: settings.get(news2FreshMinutes, tenantId) * 60_000,
    assumesAlertOnAir: settings.get(news2AssumesAlertOnAir, tenantId),
  };
}

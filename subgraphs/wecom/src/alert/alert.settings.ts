import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";

/** As far back as is looked for the last alert of a kind. */
export const repeatSecondsMax = 24 * 60 * 60;

/** A new alert of a kind follows the last one of its account no sooner than this. */
export const alertRepeatSeconds: SettingDefinition<number> = {
  key: "account-alert.repeat-after-seconds",
  schema: z.number().int().min(0).max(repeatSecondsMax),
  default: 5 * 60,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "账号告警抑制窗口（秒）", en: "Account alerts: suppression window (seconds)" },
  description: {
    zh: "同一账号的同类告警结束后，在此时间内不会再次触发。",
    en: "A new alert of a kind follows the last one of its account no sooner than this.",
  },
};

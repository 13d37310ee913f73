import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";

/** A device that has no interval is off line after so long without contact. */
export const offlineAfterMinutes: SettingDefinition<number> = {
  key: "health-device.offline-after-minutes",
  schema: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60),
  default: 15,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "设备离线判定（分钟）", en: "Devices: off line after (minutes)" },
  description: {
    zh: "未设置上报间隔的设备，超过此时间没有联系即视为离线。",
    en: "A device without an interval of its own counts as off line after so long without contact.",
  },
};

/** A device that is expected to report counts as off line after so many intervals without contact. */
export const offlineAfterIntervals: SettingDefinition<number> = {
  key: "health-device.offline-after-intervals",
  schema: z.number().int().min(1).max(100),
  default: 3,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "设备离线判定（上报间隔数）", en: "Devices: off line after (intervals)" },
  description: {
    zh: "设置了上报间隔的设备，连续错过这么多个间隔即视为离线（至少两分钟）。",
    en: "A device with an interval counts as off line after missing so many of them (two minutes at least).",
  },
};

/** Requests a minute that are taken from a device; a gateway speaks for many, and may send ten times as many. */
export const requestsPerMinute: SettingDefinition<number> = {
  key: "health-device.requests-per-minute",
  schema: z.number().int().min(1).max(6_000),
  default: 600,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "设备每分钟请求上限", en: "Devices: requests a minute" },
  description: {
    zh: "每台设备每分钟最多受理的请求数；网关设备为其十倍。",
    en: "Requests a minute that are taken from one device; from a gateway ten times as many.",
  },
};

export const deviceSettings = [
  offlineAfterMinutes,
  offlineAfterIntervals,
  requestsPerMinute,
] satisfies readonly SettingDefinition<number>[];

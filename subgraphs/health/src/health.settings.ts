import { alertSettings } from "./alert/alert.settings.ts";
import { deviceSettings } from "./device/device.settings.ts";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import { news2AssumesAlertOnAir, news2FreshMinutes } from "./news2/news2.settings.ts";

/** All that health declares can be changed while it runs. Each thing has its own in `<thing>.settings.ts`. */
export const healthSettings = [
  ...alertSettings,
  ...deviceSettings,
  news2FreshMinutes,
  news2AssumesAlertOnAir,
] satisfies readonly SettingDefinition<unknown>[];

import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import { alertRepeatSeconds } from "./alert/alert.settings.ts";
import { automaticSync } from "./contact/sync/sync.settings.ts";
import { sendingRequests } from "./message/sending/sending.settings.ts";

/** All that wecom declares can be changed while it runs. Each thing has its own in `<thing>.settings.ts`. */
export const wecomSettings = [
  alertRepeatSeconds,
  automaticSync,
  sendingRequests,
] satisfies readonly SettingDefinition<unknown>[];

import { settingScopes } from "@wegraph/kit/liveSettings";
import type { SettingScope } from "@wegraph/kit/liveSettings";

export { settingScopes };
export type { SettingScope };

/** Where the value in force comes from. */
export const settingOrigins = ["TENANT", "SERVICE", "PLATFORM", "DEFAULT"] as const;
export type SettingOrigin = (typeof settingOrigins)[number];

/** Why work on settings crosses tenants: what the platform says is nobody's. */
export const purpose = "settings";

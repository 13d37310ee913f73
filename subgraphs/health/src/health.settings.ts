import type { SettingDefinition } from "@wegraph/kit/liveSettings";

/** All that health declares can be changed while it runs. Each thing has its own in `<thing>.settings.ts`. */
export const healthSettings = [] satisfies readonly SettingDefinition<unknown>[];

import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";

/** Runs that somebody begins by hand are always done. */
export const automaticSync: SettingDefinition<boolean> = {
  key: "contact-sync.is-automatic",
  schema: z.boolean(),
  default: true,
  scopes: ["PLATFORM", "TENANT"],
  title: { zh: "自动同步客户", en: "Sync contacts automatically" },
  description: {
    zh: "关闭后不再自动开始客户同步；仍可手动同步。",
    en: "Off: no sync of contacts begins by itself; one can still be begun by hand.",
  },
};

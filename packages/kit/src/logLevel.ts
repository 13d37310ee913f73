import { z } from "zod";
import type { LiveSettings, SettingDefinition } from "./liveSettings.ts";
import type { Logger } from "./log.ts";

const levels = ["as-started", "trace", "debug", "info", "warn", "error", "fatal"] as const;

/** How much the processes write down; "as-started" is what their environment says. */
export const logLevel: SettingDefinition<(typeof levels)[number]> = {
  key: "log.level",
  schema: z.enum(levels),
  default: "as-started",
  scopes: ["PLATFORM", "SERVICE"],
  title: { zh: "日志级别", en: "Log level" },
  description: {
    zh: "各进程写多少日志；as-started 表示按启动时的环境变量。",
    en: "How much the processes write down; as-started is what their environment says.",
  },
};

/** Lets the loggers of a process write as much as the setting says, from now on. Returns how to stop that. */
export function obeyLogLevel(loggers: readonly Logger[], settings: LiveSettings): () => void {
  const started = new Map(loggers.map((log) => [log, log.level]));
  const obey = (): void => {
    const wanted = settings.get(logLevel);
    for (const [log, level] of started) log.level = wanted === "as-started" ? level : wanted;
  };
  obey();
  return settings.onChange((key) => {
    if (key === logLevel.key) obey();
  });
}

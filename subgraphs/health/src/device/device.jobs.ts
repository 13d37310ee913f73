import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { DeviceParts } from "./device.parts.ts";

const minute = 60_000;

/** What is done with devices by the clock. */
export function deviceJobs({ offlineCheck }: DeviceParts): readonly ScheduledJob[] {
  return [
    {
      name: "device-offline-check",
      cron: "* * * * *",
      misfire: "SKIP",
      title: { zh: "设备离线检查", en: "Devices off line" },
      maxRunMs: 5 * minute,
      run: async () => `${await offlineCheck.run()} devices went off line.`,
    },
  ];
}

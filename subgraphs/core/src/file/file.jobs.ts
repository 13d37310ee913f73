import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { FileKeeper } from "./keeper.ts";

const minute = 60_000;

/** What is done about files by the clock. */
export function fileJobs(keeper: FileKeeper): readonly ScheduledJob[] {
  return [
    {
      name: "file-trash-purge",
      cron: "35 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "清空过期回收站", en: "Emptying the trash" },
      maxRunMs: 30 * minute,
      run: async (run) => `${await keeper.emptyTrash(run)} files removed that were in the trash for 30 days.`,
    },
    {
      name: "file-upload-clean-up",
      cron: "*/20 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "未完成上传清理", en: "Clearing unfinished uploads" },
      maxRunMs: 15 * minute,
      async run(run) {
        const { uploads, remains } = await keeper.clearUploads(run);
        return `${uploads} uploads cleared that never came, ${remains} remains of broken-off ones removed.`;
      },
    },
    {
      name: "file-reconcile",
      cron: "20 3 * * *",
      misfire: "SKIP",
      title: { zh: "文件与存储核对", en: "Comparing files with the store" },
      maxRunMs: 120 * minute,
      async run(run) {
        const { orphans, missing } = await keeper.reconcile(run);
        return `${orphans} objects removed that no file knew, ${missing} files whose content is missing.`;
      },
    },
  ];
}

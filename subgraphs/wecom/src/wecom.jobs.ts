import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { WecomParts } from "./parts.ts";

const minute = 60_000;

/**
 * What of wecom's housekeeping an administrator can see, hold and have done at once. Each is idempotent, and does what
 * the process also looks after by itself where core is not there to say when.
 */
export function wecomJobs({
  messages,
  callbacks,
  contacts,
  healthKeeper,
  messageFlow,
}: WecomParts): readonly ScheduledJob[] {
  return [
    {
      name: "wecom-partition-maintenance",
      cron: "20 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "企业微信库分区维护", en: "Partitions of wecom" },
      maxRunMs: 10 * minute,
      async run() {
        await messages.keeper.tidy();
        return "Partitions are there for 3 months ahead; messages are kept for 13 months.";
      },
    },
    {
      name: "callback-log-retention",
      cron: "35 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "回调日志清理", en: "Callback log retention" },
      maxRunMs: 30 * minute,
      async run() {
        await callbacks.keeper.tidy();
        return "Callbacks are kept for 3 months, their keys for 3 days.";
      },
    },
    {
      name: "contact-sync",
      cron: "*/10 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "客户同步", en: "Contact sync" },
      maxRunMs: 5 * minute,
      run: async () => `${await contacts.schedule.look()} syncs begun.`,
    },
    {
      name: "account-status-check",
      cron: "*/5 * * * *",
      misfire: "SKIP",
      title: { zh: "账号状态检查", en: "Account status check" },
      maxRunMs: 5 * minute,
      run: async () => `${await healthKeeper.sweep()} accounts had their health computed anew.`,
    },
    {
      name: "failed-message-retry",
      cron: "*/5 * * * *",
      misfire: "SKIP",
      title: { zh: "失败消息重试", en: "Failed message retry" },
      maxRunMs: 5 * minute,
      run: async () => `${await messages.sweeper.sweep()} messages that were due given to the queue.`,
    },
    {
      name: "message-quota-reconciliation",
      cron: "*/5 * * * *",
      misfire: "SKIP",
      title: { zh: "消息配额对账", en: "Message quota reconciliation" },
      maxRunMs: 10 * minute,
      run: async () => `${await messageFlow.settle()} takes of messages that never came to be given back.`,
    },
    {
      name: "message-usage-roll-up",
      cron: "*/15 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "消息用量汇总", en: "Message usage roll-up" },
      maxRunMs: 5 * minute,
      async run() {
        await messages.usageKeeper.rollUp(1);
        return "2 days rolled up for every tenant.";
      },
    },
  ];
}

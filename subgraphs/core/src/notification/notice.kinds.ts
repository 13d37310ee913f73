/** A text in each language of the console. */
export interface Bilingual {
  zh: string;
  en: string;
}

export interface NoticeKindFacts {
  title: Bilingual;
  /** What must be seen: people may choose where they get it, but it always stands in their notifications. */
  isMandatory: boolean;
}

/** What people are notified of. A new kind is a line here; preferences and templates follow by themselves. */
export const noticeKinds = {
  "system-alert": { title: { zh: "系统告警", en: "System alerts" }, isMandatory: true },
  "account-alert": { title: { zh: "账号告警", en: "Account alerts" }, isMandatory: false },
  "health-alert": { title: { zh: "健康告警", en: "Health alerts" }, isMandatory: true },
  "quota-threshold": { title: { zh: "配额提醒", en: "Quota thresholds" }, isMandatory: true },
  "bill-closed": { title: { zh: "账单出账", en: "Bills" }, isMandatory: false },
  "job-failed": { title: { zh: "任务失败", en: "Failed jobs" }, isMandatory: false },
  report: { title: { zh: "监控报告", en: "Reports" }, isMandatory: false },
  "file-share": { title: { zh: "文件分享", en: "File shares" }, isMandatory: false },
  "channel-sick": { title: { zh: "通知渠道异常", en: "Failing channels" }, isMandatory: true },
} as const satisfies Readonly<Record<string, NoticeKindFacts>>;

export type NoticeKind = keyof typeof noticeKinds;

export const noticeKindNames: readonly NoticeKind[] = [
  "system-alert",
  "account-alert",
  "health-alert",
  "quota-threshold",
  "bill-closed",
  "job-failed",
  "report",
  "file-share",
  "channel-sick",
];

/** What people are notified of, in the order of the preferences. A kind that is newer than this console is shown by its name. */
export const noticeKinds = [
  "system-alert",
  "account-alert",
  "health-alert",
  "quota-threshold",
  "bill-closed",
  "job-failed",
  "report",
  "file-share",
  "channel-sick",
] as const;

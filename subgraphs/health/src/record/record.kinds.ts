/** What an entry of the timeline tells of. The first ones people write, the others the platform. */
export const writtenKinds = ["NOTE", "VISIT", "DIAGNOSIS", "MEDICATION", "ALLERGY", "PROCEDURE"] as const;
export const recordKinds = [
  ...writtenKinds,
  "REGISTERED",
  "CONSENT",
  "STATUS",
  "CARE_TEAM",
  "DEVICE_BOUND",
  "DEVICE_UNBOUND",
  "ALERT_RAISED",
  "ALERT_RESOLVED",
  "CHECKUP_REPORT",
  "RISK_ASSESSMENT",
] as const;
export type WrittenKind = (typeof writtenKinds)[number];
export type RecordKind = (typeof recordKinds)[number];

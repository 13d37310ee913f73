export const reportStatuses = ["DRAFT", "PUBLISHED"] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/** FHIR observation-interpretation: normal, low, high, critically low, critically high, abnormal. */
export const itemFlags = ["N", "L", "H", "LL", "HH", "A"] as const;
export type ItemFlag = (typeof itemFlags)[number];

/** What items are grouped under, in the order in which a report shows them. */
export const itemCategories = [
  "GENERAL",
  "BLOOD_COUNT",
  "GLUCOSE",
  "LIPIDS",
  "LIVER",
  "KIDNEY",
  "THYROID",
  "URINE",
  "IMAGING",
  "ECG",
  "OTHER",
] as const;
export type ItemCategory = (typeof itemCategories)[number];

export function isAbnormal(flag: ItemFlag | null): boolean {
  return flag !== null && flag !== "N";
}

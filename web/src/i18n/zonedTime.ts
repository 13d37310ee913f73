/**
 * What a date-and-time field holds ("2026-11-22T09:30"), meant in a time zone, as the moment it is.
 * A field knows no zone, and a tenant's people may sit elsewhere than its business day does.
 */
export function momentOf(local: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset depends on the moment we are looking for: one correction settles it but for the hour
  // that a clock change skips or repeats, where either answer is right.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return new Date(asUtc - offsetMs(guess, timeZone)).toISOString();
}

/** The reverse: a moment as a date-and-time field of that zone shows it. */
export function localOf(moment: string, timeZone: string): string {
  const at = Date.parse(moment);
  if (Number.isNaN(at)) return "";
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(at / 1_000) * 1_000;
}

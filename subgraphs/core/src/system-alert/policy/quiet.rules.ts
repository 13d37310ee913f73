import type { QuietHours } from "./policy.rules.ts";

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** When the quiet time that `now` is in ends, by the clock of the time zone; null: it is in none. */
export function quietUntil(quiet: QuietHours | null, timeZone: string, now: Date): Date | null {
  if (!quiet) return null;
  const { day, minute } = localMinute(now, timeZone);
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  const yesterday = day === 1 ? 7 : day - 1;
  const isOvernight = to <= from;
  if (quiet.days.includes(day) && minute >= from && (isOvernight || minute < to)) {
    const left = isOvernight ? dayMinutes - minute + to : to - minute;
    return endOf(now, left);
  }
  if (isOvernight && quiet.days.includes(yesterday) && minute < to) return endOf(now, to - minute);
  return null;
}

function endOf(now: Date, minutesLeft: number): Date {
  return new Date(Math.floor(now.getTime() / minuteMs) * minuteMs + minutesLeft * minuteMs);
}

function minutesOf(clock: string): number {
  const [hours = "0", minutes = "0"] = clock.split(":");
  return Number(hours) * 60 + Number(minutes);
}

const isoDays: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

function localMinute(now: Date, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { day: isoDays[of("weekday")] ?? 1, minute: Number(of("hour")) * 60 + Number(of("minute")) };
}

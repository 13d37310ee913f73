/** Dates, times and numbers as this language and this tenant's time zone write them. */
export interface Formats {
  locale: string;
  timeZone: string;
  dateTime(at: string | number | Date): string;
  /** With seconds and the zone's name, for a tooltip. */
  exact(at: string | number | Date): string;
  date(at: string | number | Date): string;
  time(at: string | number | Date): string;
  /** The hour alone, or the day where the span is long: what stands under a time axis. */
  tick(at: number, spanMs: number): string;
  number(value: number, digits?: number): string;
  percent(share: number, digits?: number): string;
  /** "3 min ago" */
  ago(at: string | number | Date, now: number): string;
  /** "2 h 5 min" */
  duration(ms: number): string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const made = new Map<string, Formats>();

/** The formats of a language and a zone, made once for all who ask. */
export function formatsOf(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key) ?? createFormats(locale, timeZone);
  made.set(key, known);
  return known;
}

export function createFormats(locale: string, timeZone: string): Formats {
  const make = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options });
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  // 11/12 is a month's difference between two readers of English: there the month is a word.
  const dayOf = {
    year: "numeric",
    month: locale.startsWith("zh") ? "2-digit" : "short",
    day: locale.startsWith("zh") ? "2-digit" : "numeric",
  } as const;

  const dateTime = make({ ...dayOf, ...clock });
  const exact = make({ ...dayOf, ...clock, second: "2-digit", timeZoneName: "short" });
  const date = make(dayOf);
  const time = make({ ...clock, second: "2-digit" });
  const tickClock = make(clock);
  const tickDay = make({ month: "2-digit", day: "2-digit" });
  const relative = new Intl.RelativeTimeFormat(locale, { style: "narrow", numeric: "always" });

  // "now", and not "in 0 seconds".
  const present = new Intl.RelativeTimeFormat(locale, { style: "narrow", numeric: "auto" });

  return {
    locale,
    timeZone,
    dateTime: (at) => dateTime.format(new Date(at)),
    exact: (at) => exact.format(new Date(at)),
    date: (at) => date.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    tick: (at, spanMs) => (spanMs > 2 * day ? tickDay : tickClock).format(at),
    number: (value, digits = 0) => numberFormat(locale, { maximumFractionDigits: digits }).format(value),
    percent: (share, digits = 1) =>
      numberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(share),
    ago: (at, now) => {
      const ms = new Date(at).getTime() - now;
      const [unit, size] = unitOf(Math.abs(ms));
      const count = Math.trunc(ms / size);
      return count === 0 ? present.format(0, unit) : relative.format(count, unit);
    },
    duration: (ms) => durationText(locale, ms),
  };
}

function unitOf(ms: number): ["second" | "minute" | "hour" | "day", number] {
  if (ms < minute) return ["second", second];
  if (ms < hour) return ["minute", minute];
  if (ms < day) return ["hour", hour];
  return ["day", day];
}

/** The two largest units that are not zero: more would be noise. */
export function durationText(locale: string, ms: number): string {
  const whole = Math.max(0, Math.round(ms / second)) * second;
  const parts: [number, string][] = [
    [Math.floor(whole / day), "day"],
    [Math.floor((whole % day) / hour), "hour"],
    [Math.floor((whole % hour) / minute), "minute"],
    [Math.floor((whole % minute) / second), "second"],
  ];
  const from = parts.findIndex(([count]) => count > 0);
  if (from === -1) return unitText(locale, 0, "second");
  return parts
    .slice(from, from + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => unitText(locale, count, unit))
    .join(locale.startsWith("zh") ? "" : " ");
}

function unitText(locale: string, count: number, unit: string): string {
  return numberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(count);
}

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Making one takes longer than using it a hundred times, and a list uses thousands. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${options.style} ${options.unit} ${options.maximumFractionDigits}`;
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options);
  numberFormats.set(key, known);
  return known;
}

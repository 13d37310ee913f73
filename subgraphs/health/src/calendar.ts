/** Whole years on that day. */
export function ageOn(birthDate: Date, day: Date): number {
  const years = day.getUTCFullYear() - birthDate.getUTCFullYear();
  const hadBirthday =
    day.getUTCMonth() > birthDate.getUTCMonth() ||
    (day.getUTCMonth() === birthDate.getUTCMonth() && day.getUTCDate() >= birthDate.getUTCDate());
  return hadBirthday ? years : years - 1;
}

/** A day as it is kept in a DATE column. @param text YYYY-MM-DD. */
export function dayOf(text: string): Date {
  return new Date(`${text}T00:00:00.000Z`);
}

export function dayText(day: Date): string {
  return day.toISOString().slice(0, 10);
}

/** The day it is there. @param timeZone an IANA name: a tenant's, see `TenantZones`. */
export function businessDay(now: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat("en-CA", { timeZone })));
  return format.format(now);
}

/** One is dear to make, and there are no more than time zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

import type { AlertCause, CauseReading } from "./finding.ts";

/** So many readings are kept with an alert; the others stand in the chart. */
export const readingsMax = 20;

/** A cause as an alert keeps it: of the last finding, with what was worst, and when it was found to be over. */
export interface StoredCause extends AlertCause {
  worst: { value: number; at: string; readings: readonly CauseReading[] } | null;
  /** When what ended it was measured: ISO 8601. Earlier readings change nothing afterwards. */
  clearedAt: string | null;
}

export function firstCause(cause: AlertCause, at: Date): StoredCause {
  const readings = newest(cause.readings);
  return { ...cause, readings, worst: worstOf(null, cause, at), clearedAt: null };
}

/**
 * What is known after one more finding. The limit stays that of the severity in force: a milder finding says how it is
 * now, and not what is too much.
 */
export function laterCause(known: StoredCause, found: AlertCause, at: Date, isMilder: boolean): StoredCause {
  const { operator, limit } = isMilder ? known : found;
  return {
    ...found,
    operator,
    limit,
    readings: newest([...known.readings, ...found.readings]),
    worst: worstOf(known.worst, found, at),
    clearedAt: known.clearedAt,
  };
}

/** The readings to show: those of the worst moment, and the newest, each once and in their order. */
export function readingsOf({ readings, worst }: StoredCause): CauseReading[] {
  return inOrder([...(worst?.readings ?? []), ...readings]);
}

function worstOf(known: StoredCause["worst"], { value, operator, readings }: AlertCause, at: Date) {
  if (value === null || operator === null) return known;
  const isLow = operator === "LT" || operator === "LTE";
  const isWorse = known === null || (isLow ? value < known.value : value > known.value);
  return isWorse ? { value, at: at.toISOString(), readings: readings.slice(-readingsMax) } : known;
}

function newest(readings: readonly CauseReading[]): CauseReading[] {
  return inOrder(readings).slice(-readingsMax);
}

function inOrder(readings: readonly CauseReading[]): CauseReading[] {
  const each = new Map(
    readings.map((reading) => [`${reading.code} ${reading.at} ${reading.deviceId}`, reading]),
  );
  return [...each.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

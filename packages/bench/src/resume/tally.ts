import type { StatusEvent } from "@wegraph/app/testing/statusEvents";
import type { Returning } from "./returning.ts";

export interface Tally {
  missed: number;
  duplicated: number;
  outOfOrder: number;
}

/** Compares what a client had with everything that was sent of its accounts since its first event. */
export function tallyOf({ ids, accountIds }: Returning, sent: readonly StatusEvent[]): Tally {
  const own = new Set(accountIds);
  const place = new Map<string, number>();
  for (const { id, reason } of sent) if (own.has(reason)) place.set(id, place.size);
  const places = ids.map((id) => place.get(id) ?? -1);
  const distinct = new Set(places).size;
  return {
    missed: ids.length === 0 ? 0 : place.size - (places[0] ?? 0) - distinct,
    duplicated: places.length - distinct,
    outOfOrder: places.filter((at, n) => n > 0 && at <= (places[n - 1] ?? -1)).length,
  };
}

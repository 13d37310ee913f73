import type { Tx } from "../../health.database.ts";
import type { NewReading } from "../reading.ts";

const dayMs = 24 * 60 * 60_000;
/** Keys are kept for longer than this (see housekeeping.ts). What is older is looked for among the readings themselves. */
const keyedMs = 60 * dayMs;

/** The device's own time of a reading; one from a clock that nobody ever set says nothing, so the corrected one stands in. */
export function keyTimeOf({ statedAt, measuredAt, receivedAt }: NewReading): Date {
  const ago = receivedAt.getTime() - statedAt.getTime();
  return ago < -dayMs || ago > 400 * dayMs ? measuredAt : statedAt;
}

export function isKeyed(reading: NewReading, now: Date): boolean {
  return now.getTime() - keyTimeOf(reading).getTime() <= keyedMs;
}

/**
 * Which of the readings come for the first time, by their places. Remembers them: whoever brings the same ones in another transaction
 * waits here for this one's end. What people enter has no device, and is always new.
 */
export async function freshOf(
  tx: Tx,
  tenantId: string,
  readings: readonly NewReading[],
  now: Date,
): Promise<Set<number>> {
  const fresh = new Set<number>();
  const keyed = new Map<string, number>();
  const old = new Map<string, number>();
  readings.forEach((reading, place) => {
    if (reading.deviceId === null) return void fresh.add(place);
    const places = isKeyed(reading, now) ? keyed : old;
    const key = keyOf(reading.deviceId, reading.code, keyTimeOf(reading));
    if (!places.has(key)) places.set(key, place);
  });
  const at = (place: number) => readings[place];
  for (const key of await insertKeys(
    tx,
    tenantId,
    [...keyed.values()].flatMap((place) => at(place) ?? []),
  ))
    add(keyed.get(key));
  const known = await knownAmong(
    tx,
    [...old.values()].flatMap((place) => at(place) ?? []),
  );
  for (const [key, place] of old) if (!known.has(key)) add(place);
  return fresh;

  function add(place: number | undefined): void {
    if (place !== undefined) fresh.add(place);
  }
}

interface Key {
  deviceId: string;
  code: string;
  at: Date;
}

function keyOf(deviceId: string, code: string, at: Date): string {
  return `${deviceId} ${code} ${at.getTime()}`;
}

/** In one order for all, so that two that bring the same readings mixed up do not lock each other out. */
async function insertKeys(tx: Tx, tenantId: string, readings: readonly NewReading[]): Promise<string[]> {
  if (readings.length === 0) return [];
  const rows = await tx.$queryRaw<Key[]>`
    INSERT INTO wegraph_vital_sign_keys (device_id, code, stated_at, tenant_id)
    SELECT device_id, code, stated_at, ${tenantId}::uuid FROM unnest(${readings.map(({ deviceId }) => deviceId)}::uuid[],
      ${readings.map(({ code }) => code)}::text[], ${readings.map((reading) => keyTimeOf(reading).toISOString())}::timestamptz[])
      AS n (device_id, code, stated_at) ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING RETURNING device_id AS "deviceId", code, stated_at AS at`;
  return rows.map(({ deviceId, code, at }) => keyOf(deviceId, code, at));
}

/** The patient is locked, so what another intake stored of them is visible. */
async function knownAmong(tx: Tx, readings: readonly NewReading[]): Promise<Set<string>> {
  if (readings.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ key: number }[]>`
    SELECT n.key::int FROM unnest(${readings.map(({ patientId }) => patientId)}::uuid[], ${readings.map(({ code }) => code)}::text[],
      ${readings.map(({ measuredAt }) => measuredAt.toISOString())}::timestamptz[], ${readings.map(({ deviceId }) => deviceId)}::uuid[])
      WITH ORDINALITY AS n (patient_id, code, measured_at, device_id, key)
    WHERE EXISTS (SELECT FROM health_vital_signs v WHERE v.patient_id = n.patient_id AND v.code = n.code
      AND v.measured_at = n.measured_at AND v.device_id = n.device_id AND v.retracted_at IS NULL)`;
  return new Set(
    rows.flatMap(({ key }) => {
      const reading = readings[key - 1];
      return reading?.deviceId ? [keyOf(reading.deviceId, reading.code, keyTimeOf(reading))] : [];
    }),
  );
}

import { inTenant } from "@wegraph/database/scope";
import type { HealthDatabase } from "../health.database.ts";

/** A span in which a device was a patient's. */
export interface Span {
  patientId: string;
  from: Date;
  until: Date | null;
  /** Why nothing is taken of the patient; whether it may be is decided again by who stores it. */
  refusal: "NO_CONSENT" | "PATIENT_GONE" | null;
}

/** Whose a device is and was, as of now: never remembered, or readings would go to whom it was taken from. */
export interface Standing {
  deviceId: string;
  serialNumber: string;
  isRetired: boolean;
  spans: Span[];
}

interface Row {
  id: string;
  serial_number: string;
  is_retired: boolean;
  spans: { patient: string; from: string; until: string | null; refusal: Span["refusal"] }[];
}

interface Batch {
  serials: Set<string>;
  found: Promise<Map<string, Standing>>;
}

/** Reads standings, those of requests that come at once with one statement for a tenant. */
export class Standings {
  private readonly gathering = new Map<string, Batch>();

  constructor(private readonly db: HealthDatabase) {}

  /** By serial number. */
  async of(tenantId: string, serials: readonly string[]): Promise<Map<string, Standing>> {
    const batch = this.gathering.get(tenantId) ?? this.begin(tenantId);
    for (const serial of serials) batch.serials.add(serial);
    return await batch.found;
  }

  private begin(tenantId: string): Batch {
    const serials = new Set<string>();
    // What is in the same turn of the event loop is asked together.
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.gathering.delete(tenantId);
      return inTenant(tenantId, () => this.read([...serials]));
    });
    const batch = { serials, found };
    this.gathering.set(tenantId, batch);
    return batch;
  }

  private async read(serials: readonly string[]): Promise<Map<string, Standing>> {
    const rows = await this.db.tenant.$queryRaw<Row[]>`
      SELECT d.id, d.serial_number, d.retired_at IS NOT NULL AS is_retired, coalesce(s.spans, '[]'::jsonb) AS spans
      FROM health_devices d
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('patient', b.patient_id, 'from', b.bound_at, 'until', b.unbound_at,
          'refusal', CASE WHEN p.status <> 'ACTIVE' OR p.archived_at IS NOT NULL THEN 'PATIENT_GONE'
            WHEN p.consent <> 'GRANTED' THEN 'NO_CONSENT' END)) AS spans
        FROM health_device_bindings b JOIN health_patients p ON p.id = b.patient_id WHERE b.device_id = d.id) s ON true
      WHERE d.serial_number = ANY (${serials}::text[])`;
    return new Map(
      rows.map((row) => [
        row.serial_number,
        {
          deviceId: row.id,
          serialNumber: row.serial_number,
          isRetired: row.is_retired,
          spans: row.spans.map(({ patient, from, until, refusal }) => ({
            patientId: patient,
            from: new Date(from),
            until: until === null ? null : new Date(until),
            refusal,
          })),
        },
      ]),
    );
  }
}

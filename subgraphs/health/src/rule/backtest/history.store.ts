import { Prisma } from "@wegraph/db-health/client";
import type { Principal } from "@wegraph/kit/principal";
import type { HealthDatabase } from "../../health.database.ts";
import { factColumns, factsOf } from "../../patient/patient.facts.store.ts";
import type { PatientFacts } from "../../patient/patient.facts.ts";
import { withinReach } from "../../patient/patient.scope.ts";
import type { News2Risk } from "../../news2/news2.ts";
import type { VitalCode } from "../../vital/vital.codes.ts";
import { pastReadings } from "./past.store.ts";
import type { Expected } from "./silence.replay.ts";
import type { PastReading } from "./replay.rules.ts";

export interface PastPatient {
  facts: PatientFacts;
  consentAt: Date | null;
}

export interface Span {
  from: Date;
  to: Date;
}

const batchSize = 500;

/** What was measured once, read for back-tests: one patient at a time, and no more rows than were agreed on. */
export class HistoryStore {
  constructor(private readonly db: HealthDatabase) {}

  /** Those who are looked after and whose vital signs the caller may see, in the order of ids. */
  async *patients(principal: Principal): AsyncGenerator<PastPatient> {
    let after: string | undefined;
    for (;;) {
      const rows = await this.db.tenant.patient.findMany({
        where: {
          AND: [
            { status: "ACTIVE", consent: "GRANTED", archivedAt: null },
            withinReach(principal, "vital-sign:read"),
            after === undefined ? {} : { id: { gt: after } },
          ],
        },
        orderBy: { id: "asc" },
        take: batchSize,
        select: { ...factColumns, consentAt: true },
      });
      for (const { consentAt, ...row } of rows) yield { facts: factsOf(row), consentAt };
      after = rows.at(-1)?.id;
      if (rows.length < batchSize) return;
    }
  }

  readings(patientId: string, code: VitalCode, span: Span, rowsMax: number): Promise<PastReading[]> {
    return pastReadings(this.db.tenant, patientId, code, span, rowsMax);
  }

  /** When anything of these codes was measured; of whatever code if none is given. Oldest first. */
  async signs(
    patientId: string,
    codes: readonly VitalCode[],
    { from, to }: Span,
    rowsMax: number,
  ): Promise<number[]> {
    const ofCodes = codes.length === 0 ? Prisma.empty : Prisma.sql`AND code = ANY (${[...codes]}::text[])`;
    const rows = await this.db.tenant.$queryRaw<{ at: Date }[]>`
      SELECT DISTINCT measured_at AS at FROM health_vital_signs
      WHERE patient_id = ${patientId}::uuid AND measured_at >= ${from}::timestamptz AND measured_at < ${to}::timestamptz
        AND retracted_at IS NULL ${ofCodes} ORDER BY 1 LIMIT ${rowsMax}::int`;
    return rows.map(({ at }) => at.getTime());
  }

  async scores(
    patientId: string,
    { from, to }: Span,
    rowsMax: number,
  ): Promise<{ at: Date; score: number; risk: News2Risk }[]> {
    return this.db.tenant.$queryRaw`
      SELECT at, score, risk FROM wegraph_news2_scores
      WHERE patient_id = ${patientId}::uuid AND at >= ${from}::timestamptz AND at < ${to}::timestamptz
      ORDER BY at, id LIMIT ${rowsMax}::int`;
  }

  /** When the patient had a device; of those from which readings are expected only, if wanted. */
  async bound(
    patientId: string,
    { from, to }: Span,
  ): Promise<(Expected & { deviceId: string; isExpected: boolean })[]> {
    const rows = await this.db.tenant.deviceBinding.findMany({
      where: { patientId, boundAt: { lt: to }, OR: [{ unboundAt: null }, { unboundAt: { gt: from } }] },
      select: {
        deviceId: true,
        boundAt: true,
        unboundAt: true,
        device: { select: { intervalSeconds: true } },
      },
      orderBy: { boundAt: "asc" },
    });
    return rows.map(({ deviceId, boundAt, unboundAt, device }) => ({
      deviceId,
      isExpected: device.intervalSeconds !== null,
      from: boundAt.getTime(),
      to: Math.min(unboundAt?.getTime() ?? to.getTime(), to.getTime()),
    }));
  }

  /** Times in which a device was out of contact, each from its last contact on. */
  async offline(deviceId: string, { from, to }: Span, rowsMax: number): Promise<Expected[]> {
    const rows = await this.db.tenant.$queryRaw<{ from: Date; to: Date | null }[]>`
      SELECT coalesce((o.detail ->> 'lastContactAt')::timestamptz, o.at) AS from,
        (SELECT min(n.at) FROM health_device_logs n WHERE n.device_id = o.device_id AND n.kind = 'ONLINE' AND n.at > o.at) AS to
      FROM health_device_logs o
      WHERE o.device_id = ${deviceId}::uuid AND o.kind = 'OFFLINE' AND o.at >= ${from}::timestamptz AND o.at < ${to}::timestamptz
      ORDER BY o.at LIMIT ${rowsMax}::int`;
    return rows.map((row) => ({ from: row.from.getTime(), to: row.to?.getTime() ?? to.getTime() }));
  }
}

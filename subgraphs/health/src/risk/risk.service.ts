import type { RiskAssessment as RiskRow } from "@wegraph/db-health/client";
import { recorderOf } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { announce, originOf, systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { factColumns, factsOf } from "../patient/patient.facts.store.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import type { Timeline } from "../record/timeline.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { diabetesScore } from "./diabetesScore.ts";
import { framingham } from "./framingham.ts";
import { hypertension } from "./hypertension.ts";
import { riskAssessed } from "./risk.events.ts";
import type { Assessment } from "./risk.inputs.ts";
import { riskKinds, riskLevels } from "./risk.codes.ts";
import { patientsWithNews, riskInputs } from "./risk.store.ts";

export const riskPurpose = "health-risk-refresh";
const record = recorderOf(domain, "risk-assessment");
const chunk = 200;
const models = [framingham, diabetesScore, hypertension] as const;

/** Assesses risks by published models, and keeps each result that differs from the one before. */
export class RiskService {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
    private readonly timeline: Timeline,
    private readonly zones: TenantZones,
    private readonly clock: () => Date,
  ) {}

  /** @throws AppError NOT_FOUND, or CONFLICT for a patient without consent. */
  async assess(context: RequestContext, patientId: string): Promise<void> {
    const patient = await this.access.open(context, "health-analysis:read", patientId, "RISK");
    if (patient.consent !== "GRANTED")
      throw new AppError("CONFLICT", "CONSENT_MISSING", "The patient has not consented.", { patientId });
    const zone = await this.zones.of(patient.tenantId);
    await this.db.tenant.$transaction(async (tx) => {
      await this.assessIn(tx, patient, zone, originOf(context));
      await record(tx, context, "asked", patient.id);
    }, lenient);
  }

  /**
   * Of all patients with anything new since a moment. @returns how many patients were looked at, and how many results were new.
   */
  async refresh(
    since: Date,
    { signal, progress }: { signal: AbortSignal; progress: (done: number, total: null) => void },
  ): Promise<{ patients: number; changed: number }> {
    const system = this.db.system(riskPurpose);
    const done = { patients: 0, changed: 0 };
    for (let after: string | null = null; ;) {
      const patients = await patientsWithNews(system, { since, after, take: chunk });
      for (const { id, tenantId } of patients) {
        signal.throwIfAborted();
        const zone = await this.zones.of(tenantId);
        done.changed += await system.$transaction(async (tx) => {
          const row = await tx.patient.findUnique({ where: { id }, select: factColumns });
          return row ? this.assessIn(tx, factsOf(row), zone, systemOrigin(riskPurpose, tenantId)) : 0;
        }, lenient);
        done.patients += 1;
      }
      progress(done.patients, null);
      after = patients.at(-1)?.id ?? null;
      if (patients.length < chunk) return done;
    }
  }

  /** How many results were new. */
  private async assessIn(tx: Tx, patient: PatientFacts, zone: string, origin: Origin): Promise<number> {
    // One at a time for a patient, or two would both write the latest.
    await tx.$queryRaw`SELECT 1 FROM health_patients WHERE id = ${patient.id}::uuid FOR UPDATE`;
    const now = this.clock();
    const inputs = await riskInputs(tx, patient.id, { now, zone });
    if (!inputs) return 0;
    const latest = await tx.riskAssessment.findMany({ where: { patientId: patient.id, isLatest: true } });
    let changed = 0;
    for (const model of models) {
      const assessment = model(inputs);
      const before = latest.find(({ kind }) => kind === assessment.kind);
      if (before && isSame(before, assessment))
        await tx.riskAssessment.update({ where: { id: before.id }, data: { assessedAt: now } });
      else {
        await this.keep(tx, patient, assessment, before, origin, now);
        changed += 1;
      }
    }
    return changed;
  }

  private async keep(
    tx: Tx,
    patient: PatientFacts,
    { kind, level, score, factors, missing, model }: Assessment,
    before: RiskRow | undefined,
    origin: Origin,
    now: Date,
  ): Promise<void> {
    const id = v7();
    const { tenantId, id: patientId, recordNumber } = patient;
    if (before) await tx.riskAssessment.update({ where: { id: before.id }, data: { isLatest: false } });
    await tx.riskAssessment.create({
      data: {
        id,
        tenantId,
        patientId,
        kind,
        level,
        score,
        factors: factors.map((factor) => ({ ...factor })),
        missing: [...missing],
        model,
        assessedAt: now,
        isLatest: true,
      },
    });
    const previousLevel = before?.level == null ? null : oneOf(riskLevels, before.level);
    if (level !== previousLevel && level !== null)
      await this.timeline.add(tx, [
        {
          tenantId,
          patientId,
          kind: "RISK_ASSESSMENT",
          occurredAt: now,
          facts: { risk: kind, level, previousLevel, score, model },
          subject: { type: "assessment", id },
          authorUserId: origin.actor.kind === "USER" ? origin.actor.id : null,
        },
      ]);
    await announce(tx, origin, riskAssessed, {
      assessmentId: id,
      patientId,
      recordNumber,
      kind: oneOf(riskKinds, kind),
      level,
      previousLevel,
      clinicianUserId: patient.clinicianUserId,
      careTeamUserIds: [...patient.careTeamUserIds],
      department: patient.department,
    });
  }
}

function isSame(row: RiskRow, { level, score, factors, missing, model }: Assessment): boolean {
  return (
    row.level === level &&
    row.score === score &&
    row.model === model &&
    canonical(row.missing) === canonical(missing) &&
    canonical(row.factors) === canonical(factors)
  );
}

/** JSON of the database does not keep the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

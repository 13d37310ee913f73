import type { Prisma, VitalSign as VitalSignRow } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { AppError, notFound } from "@wegraph/kit/errors";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { announceAll } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { news2RulesOf } from "../news2/news2.settings.ts";
import { news2Codes, news2Of, scored } from "../news2/news2.state.ts";
import type { News2Rules } from "../news2/news2.state.ts";
import { lockPatients } from "./intake/intake.lock.ts";
import type { LockedPatient } from "./intake/intake.lock.ts";
import { insertScores, writeStates } from "./intake/intake.write.ts";
import type { LatestValue, LatestValues, RetractionJudge } from "./reading.ts";
import { latestAt, scoredAgain } from "./vital.again.ts";
import { announcementsOf } from "./vital.announce.ts";
import { vital, vitalCodes } from "./vital.codes.ts";
import type { VitalCode } from "./vital.codes.ts";
import { readingOf } from "./vital.view.ts";

/** What a BMI is computed from: without it the BMI of its set does not stand. */
const sourcesOfBmi: ReadonlySet<string> = new Set([vital.weight, vital.height]);

/** Takes values back, and makes what was made from them again from what is left. */
export class VitalRetraction {
  constructor(
    private readonly db: HealthDatabase,
    private readonly settings: LiveSettings,
    private readonly judge: RetractionJudge<Tx> | undefined,
  ) {}

  /** @throws AppError NOT_FOUND. */
  async find(id: string): Promise<VitalSignRow> {
    const row = await this.db.tenant.vitalSign.findFirst({ where: { id } });
    if (!row) throw this.notThere(id);
    return row;
  }

  notThere(id: string): AppError {
    return notFound("vital sign", id);
  }

  /**
   * Takes values of one patient back. Returns those, and a BMI that was computed from one of them.
   * @throws AppError CONFLICT when that was done before with all of them.
   */
  async apply(
    tx: Tx,
    origin: Origin,
    { patientId, values }: { patientId: string; values: readonly VitalSignRow[] },
    now: Date,
  ): Promise<VitalSignRow[]> {
    const id = values[0]?.id ?? "";
    const patient = (await lockPatients(tx, [patientId])).get(patientId);
    if (!patient) throw this.notThere(id);
    const rows = await tx.vitalSign.updateManyAndReturn({
      where: { patientId, retractedAt: null, OR: values.flatMap(withComputed) },
      data: { retractedAt: now },
    });
    if (!rows.some((each) => values.some((value) => value.id === each.id)))
      throw new AppError("CONFLICT", "VITAL_SIGN_RETRACTED", "This value was taken back before.", { id });

    const rules = news2RulesOf(this.settings, origin.tenantId);
    const after = await this.without(tx, patient, rows);
    const news2 = scored(news2Of(after, patient.facts, rules));
    await writeStates(tx, [{ patientId, after, news2 }]);
    for (const row of rows)
      if (news2Codes.has(oneOf(vitalCodes, row.code))) await this.scoreAgain(tx, patient, row, rules);
    const { facts, heightCm } = patient;
    const readings = rows.map(readingOf);
    await this.judge?.judgeAgain(tx, origin, { facts, heightCm, readings });
    const told = { change: "RETRACTED" as const, patient: facts, readings, news2 };
    await announceAll(tx, announcementsOf(origin, told));
    return rows;
  }

  /** What holds without them: of a code whose latest value is gone, the one before it. */
  private async without(
    tx: Tx,
    { before, facts }: LockedPatient,
    rows: readonly VitalSignRow[],
  ): Promise<LatestValues> {
    const after: Partial<Record<VitalCode, LatestValue>> = { ...before };
    for (const row of rows) {
      const code = oneOf(vitalCodes, row.code);
      const latest = await latestAt(tx, facts.id, code, null);
      if (latest) after[code] = latest;
      else delete after[code];
    }
    return after;
  }

  /** Of the time in which the value counted: from its own moment to the next of its code, or until it was too old. */
  private async scoreAgain(
    tx: Tx,
    patient: LockedPatient,
    { patientId, tenantId, code, measuredAt: from }: VitalSignRow,
    rules: News2Rules,
  ): Promise<void> {
    const next = await tx.vitalSign.findFirst({
      where: { patientId, code, measuredAt: { gt: from }, retractedAt: null },
      orderBy: { measuredAt: "asc" },
      select: { measuredAt: true },
    });
    const old = from.getTime() + rules.freshMs;
    const to = new Date(Math.min(old, next?.measuredAt.getTime() ?? old));
    const plan = await scoredAgain(tx, { ...patient, from, to }, rules);
    await tx.$executeRaw`
      DELETE FROM wegraph_news2_scores WHERE patient_id = ${patientId}::uuid AND at >= ${from} AND at < ${to}`;
    await insertScores(
      tx,
      tenantId,
      (plan?.scores ?? []).map((news2) => ({ patientId, news2 })),
    );
  }
}

/** A value, and the BMI of its set where it was computed from it. */
function withComputed({ id, setId, code, measuredAt }: VitalSignRow): Prisma.VitalSignWhereInput[] {
  const computed = sourcesOfBmi.has(code) ? [{ setId, code: vital.bmi, measuredAt }] : [];
  return [{ id, measuredAt }, ...computed];
}

import type { RiskAssessment as RiskRow } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { z } from "zod";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { withinReach } from "../patient/patient.scope.ts";
import { factorEffects, riskFactors, riskKinds, riskLevels } from "./risk.codes.ts";
import type { RiskKind } from "./risk.codes.ts";
import type { RiskAssessment } from "./risk.model.ts";

const right = "health-analysis:read";

const latestFirst: readonly OrderColumn[] = [
  { field: "assessedAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

const factorsShape = z.array(
  z.object({
    factor: z.enum(riskFactors),
    value: z.number().nullable(),
    text: z.string().nullable(),
    unit: z.string().nullable(),
    points: z.number().nullable(),
    effect: z.enum(factorEffects),
  }),
);

/** Reads assessments for people: of patients that the right reaches, and each look is on record. */
export class RiskReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
  ) {}

  /** The latest of each kind. @throws AppError NOT_FOUND */
  async latest(context: RequestContext, patientId: string): Promise<RiskAssessment[]> {
    await this.access.open(context, right, patientId, "RISK");
    const rows = await this.db.tenant.riskAssessment.findMany({
      where: { patientId, isLatest: true },
      orderBy: { kind: "asc" },
    });
    return rows.map(assessmentOf);
  }

  /** The same beside other things of a patient, for many at once; empty for whom the right does not reach. */
  ofPatient(context: RequestContext, patientId: string): Promise<RiskAssessment[]> {
    return context.loader(this.load).load(patientId);
  }

  /** Each result that differed from the one before, the latest first. @throws AppError NOT_FOUND */
  async history(
    context: RequestContext,
    patientId: string,
    kind: RiskKind,
    args: PageArgs,
  ): Promise<Page<RiskAssessment>> {
    await this.access.open(context, right, patientId, "RISK");
    const condition = { patientId, kind };
    const { riskAssessment } = this.db.tenant;
    const page = await keysetPage(
      args,
      latestFirst,
      ({ where, ...query }) => riskAssessment.findMany({ where: { AND: [condition, where] }, ...query }),
      () => riskAssessment.count({ where: condition }),
    );
    return mapPage(page, assessmentOf);
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const seen = await this.db.tenant.patient.findMany({
      where: { AND: [{ id: { in: [...ids] } }, withinReach(context.principal, right)] },
      select: { id: true },
    });
    const reached = seen.map(({ id }) => id);
    const rows = await this.db.tenant.riskAssessment.findMany({
      where: { patientId: { in: reached }, isLatest: true },
      orderBy: { kind: "asc" },
    });
    await this.access.tell(context, reached, "RISK");
    const byPatient = new Map<string, RiskAssessment[]>(ids.map((id) => [id, []]));
    for (const row of rows) byPatient.get(row.patientId)?.push(assessmentOf(row));
    return ids.map((id) => byPatient.get(id) ?? []);
  };
}

function assessmentOf({ kind, level, factors, missing, ...row }: RiskRow): RiskAssessment {
  return {
    ...row,
    kind: oneOf(riskKinds, kind),
    level: level === null ? null : oneOf(riskLevels, level),
    factors: factorsShape.parse(factors),
    missing: missing.map((each) => oneOf(riskFactors, each)),
  };
}

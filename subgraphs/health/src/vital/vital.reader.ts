import type { Prisma } from "@wegraph/db-health/client";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { HealthDatabase } from "../health.database.ts";
import { news2RulesOf } from "../news2/news2.settings.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { factColumns, factsOf } from "../patient/patient.facts.store.ts";
import { withinReach } from "../patient/patient.scope.ts";
import { vitalCodes } from "./vital.codes.ts";
import type { VitalSignFilter } from "./vital.input.ts";
import { latestOf } from "./vital.latest.ts";
import type { PatientVitals, VitalSign } from "./vital.model.ts";
import { vitalSignView, vitalsView } from "./vital.view.ts";

const right = "vital-sign:read";

const newestFirst = [
  { field: "measuredAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
] as const satisfies readonly OrderColumn[];

/** Reads patients' vital signs for people: what their rights reach, and each look is on record. */
export class VitalReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
    private readonly settings: LiveSettings,
  ) {}

  /** @throws AppError NOT_FOUND for a patient out of the caller's reach. */
  async page(
    context: RequestContext,
    patientId: string,
    filter: VitalSignFilter,
    args: PageArgs,
  ): Promise<Page<VitalSign>> {
    await this.access.open(context, right, patientId, "VITAL_SIGNS");
    const parts = partsOf(patientId, filter);
    return keysetPage(
      args,
      newestFirst,
      async ({ where: after, take, orderBy }) => {
        // A part is one stretch of an index in its own order; one query over all would sort everything ever measured.
        const found = await Promise.all(
          parts.map((where) =>
            this.db.tenant.vitalSign.findMany({ where: { AND: [where, after] }, orderBy, take }),
          ),
        );
        const sign = orderBy[0]?.["measuredAt"] === "asc" ? 1 : -1;
        return found
          .flat()
          .toSorted(
            (a, b) => sign * (a.measuredAt.getTime() - b.measuredAt.getTime() || (a.id < b.id ? -1 : 1)),
          )
          .slice(0, take)
          .map(vitalSignView);
      },
      async () => {
        const counts = await Promise.all(parts.map((where) => this.db.tenant.vitalSign.count({ where })));
        return counts.reduce((sum, count) => sum + count, 0);
      },
    );
  }

  /** @throws AppError NOT_FOUND as above. */
  async vitals(context: RequestContext, patientId: string): Promise<PatientVitals> {
    const known = await this.find(context, patientId);
    if (!known) throw notFound("patient", patientId);
    return known;
  }

  /** Null out of the caller's reach. */
  find(context: RequestContext, patientId: string): Promise<PatientVitals | null> {
    return context.loader(this.load).load(patientId);
  }

  /**
   * After a change, past what the request has read before.
   * @throws AppError NOT_FOUND for who may write of a patient, and not read.
   */
  async vitalsAfter(context: RequestContext, patientId: string): Promise<PatientVitals> {
    context.loader(this.load).clear(patientId);
    return await this.vitals(context, patientId);
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const { principal } = context;
    const rows = await this.db.tenant.patient.findMany({
      where: { AND: [{ id: { in: [...ids] } }, withinReach(principal, right)] },
      select: { ...factColumns, state: { select: { latest: true } } },
    });
    const rules = news2RulesOf(this.settings, principal.tenantId);
    const byId = new Map(
      rows.map(({ state, ...row }) => [
        row.id,
        vitalsView(factsOf(row), latestOf(state?.latest ?? {}), rules),
      ]),
    );
    await this.access.tell(context, [...byId.keys()], "VITAL_SIGNS");
    return ids.map((id) => byId.get(id) ?? null);
  };
}

/** For each code what counts, and what was taken back where that is asked for: there are indexes of both. */
function partsOf(
  patientId: string,
  { codes, from, to, includesRetracted }: VitalSignFilter,
): Prisma.VitalSignWhereInput[] {
  const measuredAt = { ...(from && { gte: from }), ...(to && { lt: to }) };
  return (codes ?? vitalCodes).flatMap((code) => [
    { patientId, code, measuredAt, retractedAt: null },
    ...(includesRetracted ? [{ patientId, code, measuredAt, retractedAt: { not: null } }] : []),
  ]);
}

import type { Prisma } from "@wegraph/db-health/client";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientVault } from "./identity/patient.vault.ts";
import type { SearchTokens } from "./identity/searchTokens.ts";
import type { PatientAccess } from "./patient.access.ts";
import { filterCondition } from "./patient.filter.ts";
import type { PatientFilterValues } from "./patient.filter.ts";
import type { PatientOrder } from "./patientFilter.input.ts";
import type { Patient } from "./patient.model.ts";
import { withinReach } from "./patient.scope.ts";
import { patientInclude, patientOf } from "./patient.view.ts";
import type { PatientRow } from "./patient.view.ts";

const right = "patient:read";

const ownColumns = {
  CREATED_AT: { field: "createdAt", kind: "date" },
  RECORD_NUMBER: { field: "recordNumber", kind: "string" },
} as const;
const stateColumns = {
  LAST_READING_AT: { field: "lastReadingAt", kind: "date" },
  NEWS2: { field: "news2", kind: "number" },
} as const;

/** Reads patients' files for people: whatever is asked, only what the caller's rights reach, and each look is on record. */
export class PatientReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly vault: PatientVault,
    private readonly tokens: SearchTokens,
    private readonly access: PatientAccess,
  ) {}

  /** Those who may be seen, archived ones only where they are asked for. Each one shown is on record. */
  async page(
    context: RequestContext,
    filter: PatientFilterValues,
    order: PatientOrder | null,
    args: PageArgs,
  ): Promise<Page<Patient>> {
    const condition = await filterCondition(this.db, this.tokens, context.principal, filter);
    const page = await this.ordered(condition, order ?? { by: "CREATED_AT", direction: "DESC" }, args);
    const shown = page.nodes.map(({ id }) => id);
    await this.access.tell(context, shown, "FILE");
    return mapPage(page, (row) => patientOf(this.vault, row));
  }

  /** Null for what the caller's rights do not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<Patient | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change, past what the request has read before. */
  fresh(context: RequestContext, id: string): Promise<Patient | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  private ordered(
    condition: Prisma.PatientWhereInput,
    { by, direction: upOrDown }: PatientOrder,
    args: PageArgs,
  ): Promise<Page<PatientRow>> {
    const direction = upOrDown === "ASC" ? "asc" : "desc";
    const total = () => this.db.tenant.patient.count({ where: condition });
    if (by === "LAST_READING_AT" || by === "NEWS2")
      return this.byState(condition, stateColumns[by], direction, args, total);
    return keysetPage(
      args,
      [
        { ...ownColumns[by], direction },
        { field: "id", kind: "uuid", direction },
      ],
      ({ where, orderBy, take }) =>
        this.db.tenant.patient.findMany({
          where: { AND: [condition, where] },
          orderBy,
          take,
          include: patientInclude,
        }),
      total,
    );
  }

  /** What holds now stands in a table of its own: in its order that table leads. Whoever has no value comes last. */
  private async byState(
    condition: Prisma.PatientWhereInput,
    column: Pick<OrderColumn, "kind"> & { field: "lastReadingAt" | "news2" },
    direction: "asc" | "desc",
    args: PageArgs,
    total: () => Promise<number>,
  ): Promise<Page<PatientRow>> {
    const page = await keysetPage(
      args,
      [
        { ...column, direction, nullable: true, nulls: "last" },
        { field: "patientId", kind: "uuid", direction },
      ],
      ({ where, orderBy: [leading, rest], take }, nulls = "last") =>
        this.db.tenant.patientState.findMany({
          where: { AND: [{ patient: condition }, where] },
          orderBy: [{ [column.field]: { sort: leading?.[column.field] ?? direction, nulls } }, rest ?? {}],
          take,
          include: { patient: { include: patientInclude } },
        }),
      total,
    );
    return mapPage(page, ({ patient }) => patient);
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const rows = await this.db.tenant.patient.findMany({
      where: { AND: [{ id: { in: [...ids] } }, withinReach(context.principal, right)] },
      include: patientInclude,
    });
    const found = rows.map(({ id }) => id);
    await this.access.tell(context, found, "FILE");
    return inOrder(
      ids,
      rows.map((row) => patientOf(this.vault, row)),
    );
  };
}

import type { Prisma } from "@wegraph/db-core/client";
import type { KeysetQuery } from "@wegraph/kit/page";
import type { CoreDatabase } from "../database.ts";
import type { ReportKind } from "./report.rules.ts";

const columns = {
  id: true,
  kind: true,
  periodStart: true,
  periodEnd: true,
  document: true,
  createdAt: true,
} as const satisfies Prisma.OperationsReportSelect;

export type ReportRow = Prisma.OperationsReportGetPayload<{ select: typeof columns }>;

/** Reading reports: those of the caller's tenant. */
export class ReportReader {
  constructor(private readonly db: CoreDatabase) {}

  list(kind: ReportKind | null, { where, orderBy, take }: KeysetQuery): Promise<ReportRow[]> {
    return this.db.tenant.operationsReport.findMany({
      where: { AND: [ofKind(kind), where] },
      orderBy,
      take,
      select: columns,
    });
  }

  count(kind: ReportKind | null): Promise<number> {
    return this.db.tenant.operationsReport.count({ where: ofKind(kind) });
  }

  find(id: string): Promise<ReportRow | null> {
    return this.db.tenant.operationsReport.findUnique({ where: { id }, select: columns });
  }
}

function ofKind(kind: ReportKind | null): Prisma.OperationsReportWhereInput {
  return kind === null ? {} : { kind };
}
